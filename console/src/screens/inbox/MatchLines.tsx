import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { faultOf } from "../../api/apiError.ts";
import type { components } from "../../api/schema.d.ts";
import { Button } from "../../design/Button.tsx";
import { Fault } from "../../design/Fault.tsx";
import { SelectField } from "../../design/Field.tsx";
import { Panel } from "../../design/Panel.tsx";

type Draft = components["schemas"]["DraftView"];

interface MatchLinesProps extends Pick<Draft, "unmatched" | "orderLines"> {
  save: (lines: { index: number; line: number | null }[]) => Promise<unknown>;
  /** What is asked anew once they are saved. */
  queryKey: readonly string[];
}

/** Which line of the order a line of the partner is, where numbers and items do not say. */
export function MatchLines({ unmatched, orderLines, save, queryKey }: MatchLinesProps): JSX.Element {
  const [chosen, setChosen] = useState<Readonly<Record<number, string>>>({});
  const queryClient = useQueryClient();
  const match = useMutation({
    mutationFn: () =>
      save(unmatched.map(({ index }) => ({ index, line: chosen[index] === "none" ? null : Number(chosen[index]) }))),
    onSettled: () => queryClient.invalidateQueries({ queryKey }),
  });
  const complete = unmatched.every(({ index }) => (chosen[index] ?? "") !== "");
  return (
    <Panel
      title="Lines that match none of the order"
      actions={
        <Button size="small" look="primary" disabled={!complete} busy={match.isPending} onClick={() => match.mutate()}>
          Match them
        </Button>
      }
    >
      <div className="grid gap-4 md:grid-cols-2">
        {unmatched.map(({ index, text }) => (
          <SelectField
            key={index}
            label={text}
            value={chosen[index] ?? ""}
            options={[
              ["", "choose"],
              ...orderLines.map(
                (line) =>
                  [
                    String(line.line),
                    `line ${line.line}: ${line.quantity} ${line.unit} ${line.item ?? line.description ?? ""}`,
                  ] as const,
              ),
              ["none", "none: leave it out"],
            ]}
            onChange={({ target }) => setChosen({ ...chosen, [index]: target.value })}
          />
        ))}
      </div>
      {match.isError && (
        <div className="mt-4">
          <Fault fault={faultOf(match.error)} />
        </div>
      )}
    </Panel>
  );
}
