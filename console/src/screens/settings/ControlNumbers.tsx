import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { client, dataOf } from "../../api/client.ts";
import type { components } from "../../api/schema.d.ts";
import { useRight } from "../../api/session.ts";
import { Button } from "../../design/Button.tsx";
import { DataTable } from "../../design/DataTable.tsx";
import { EmptyState } from "../../design/EmptyState.tsx";
import { TextField } from "../../design/Field.tsx";
import { FormDialog } from "../../design/FormDialog.tsx";
import { Loaded } from "../../design/Loaded.tsx";
import { Panel } from "../../design/Panel.tsx";
import { ReasonField } from "../../design/ReasonField.tsx";
import { useToast } from "../../design/useToast.tsx";

type Series = components["schemas"]["ControlNumberSeries"];

export const controlNumbersQuery = {
  queryKey: ["controlNumbers"],
  queryFn: () => dataOf(client.GET("/api/control-numbers")),
};

const kinds: Readonly<Record<string, string>> = { interchange: "interchange (ISA13)", group: "group (GS06)" };

/** Where each series stands. It goes ahead for a partner that has seen higher numbers, and never back. */
export function ControlNumbers(): JSX.Element {
  const series = useQuery(controlNumbersQuery);
  const administers = useRight("administer");
  const [advancing, setAdvancing] = useState<Series>();
  return (
    <Panel title="X12 control numbers" hint="Each is given once. A partner refuses a number that it has seen." flush>
      <Loaded query={series} rows={2}>
        {(data) => (
          <DataTable
            label="X12 control numbers"
            rows={data.series}
            rowKey={(row) => `${row.sender} ${row.receiver} ${row.usage} ${row.kind}`}
            empty={
              <EmptyState icon="document" title="No number was given yet">
                The first order for a partner begins its series.
              </EmptyState>
            }
            columns={[
              { title: "From", cell: (row) => row.sender, wideOnly: true },
              { title: "To", grow: true, cell: (row) => row.receiver },
              { title: "Usage", cell: (row) => (row.usage === "P" ? "production" : "test"), wideOnly: true },
              { title: "Series", cell: (row) => kinds[row.kind] ?? row.kind },
              { title: "Last", align: "right", cell: (row) => row.last },
              { title: "Given", align: "right", cell: (row) => row.given, wideOnly: true },
              {
                title: "Change",
                cell: (row) =>
                  administers && (
                    <Button size="small" look="quiet" data-row-link onClick={() => setAdvancing(row)}>
                      Move ahead
                      <span className="sr-only">
                        {" "}
                        the {row.kind} of {row.receiver}
                      </span>
                    </Button>
                  ),
              },
            ]}
          />
        )}
      </Loaded>
      {advancing !== undefined && <Advance series={advancing} onClose={() => setAdvancing(undefined)} />}
    </Panel>
  );
}

function Advance({ series, onClose }: { series: Series; onClose: () => void }): JSX.Element {
  const [next, setNext] = useState("");
  const [reason, setReason] = useState("");
  const queryClient = useQueryClient();
  const toast = useToast();
  const { sender, receiver } = series;
  const advance = useMutation({
    mutationFn: () =>
      dataOf(
        client.POST("/api/control-numbers/advance", {
          body: {
            sender,
            receiver,
            usage: series.usage === "P" ? "P" : "T",
            kind: series.kind === "group" ? "group" : "interchange",
            next: Number(next),
            reason: reason.trim(),
          },
        }),
      ),
    onSuccess: async (moved) => {
      await queryClient.invalidateQueries({ queryKey: ["controlNumbers"] });
      toast({ title: `The next number is ${moved.next}` });
      onClose();
    },
  });
  return (
    <FormDialog
      title={`Move the ${kinds[series.kind] ?? series.kind} of ${receiver} ahead`}
      description="The numbers between are never given. It cannot be taken back."
      submit="Move ahead"
      pending={advance.isPending}
      error={advance.error}
      disabled={reason.trim().length < 3}
      onSubmit={advance.mutate}
      onClose={onClose}
    >
      <TextField
        label="Next number"
        type="number"
        required
        min={series.last + 1}
        max={999_999_999}
        value={next}
        hint={`Above ${series.last}, the last one that was given.`}
        onChange={({ target }) => setNext(target.value)}
      />
      <ReasonField required value={reason} onChange={setReason} />
    </FormDialog>
  );
}
