import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { client, dataOf } from "../../api/client.ts";
import { configurationQuery } from "../../api/configuration.ts";
import { useRight } from "../../api/session.ts";
import { Button } from "../../design/Button.tsx";
import { Facts } from "../../design/Facts.tsx";
import { FormDialog } from "../../design/FormDialog.tsx";
import { Instant } from "../../design/Instant.tsx";
import { Loaded } from "../../design/Loaded.tsx";
import { Panel } from "../../design/Panel.tsx";
import { useToast } from "../../design/useToast.tsx";
import { RetentionTerms } from "./RetentionTerms.tsx";
import { sizeText } from "./sizeText.ts";

export const retentionQuery = {
  queryKey: ["retention"],
  queryFn: () => dataOf(client.GET("/api/retention")),
};

/** What may go by the terms in force: first the plan, then the deed. */
export function Retention(): JSX.Element {
  const plan = useQuery(retentionQuery);
  const administers = useRight("administer");
  const configuration = useQuery(configurationQuery);
  const [open, setOpen] = useState<"apply" | "terms">();
  const terms = configuration.data?.file.retention;
  return (
    <Panel
      title="Retention"
      hint="Details of what was read and told, and the bytes of old files and messages, are let go when their term is over, after they were written to an archive. That they were sent and received, control numbers and the audit trail stay."
      actions={
        administers && (
          <>
            <Button size="small" disabled={configuration.data === undefined} onClick={() => setOpen("terms")}>
              Terms and schedule
            </Button>
            <Button size="small" disabled={plan.data === undefined} onClick={() => setOpen("apply")}>
              Archive and let go
            </Button>
          </>
        )
      }
    >
      <Loaded query={plan} rows={3}>
        {(data) => (
          <>
            <Facts
              facts={{
                "Done by itself":
                  terms === undefined ? "no: by hand only" : String(terms.schedule ?? "weekly on sunday at 05:00"),
                "Details of readings": (
                  <>
                    {data.unchanged + data.readings} from before <Instant at={data.readingsBefore} />
                  </>
                ),
                "Messages to people": (
                  <>
                    {data.notifications} from before <Instant at={data.messagesBefore} />, and {data.alerts} alerts that
                    are over
                  </>
                ),
                "Bytes of files and messages": (
                  <>
                    {data.contents} ({sizeText(data.contentBytes)}) from before <Instant at={data.contentsBefore} />
                  </>
                ),
              }}
            />
            {open === "apply" && (
              <ApplyRetention
                rows={data.unchanged + data.readings + data.notifications + data.alerts + data.contents}
                onClose={() => setOpen(undefined)}
              />
            )}
            {open === "terms" && configuration.data !== undefined && (
              <RetentionTerms terms={terms} version={configuration.data.version} onClose={() => setOpen(undefined)} />
            )}
          </>
        )}
      </Loaded>
    </Panel>
  );
}

function ApplyRetention({ rows, onClose }: { rows: number; onClose: () => void }): JSX.Element {
  const queryClient = useQueryClient();
  const toast = useToast();
  const apply = useMutation({
    mutationFn: () => dataOf(client.POST("/api/retention")),
    onSuccess: async (applied) => {
      await queryClient.invalidateQueries({ queryKey: ["retention"] });
      const { rows, archive, damaged } = applied;
      toast({
        title: rows === 0 ? "Nothing was archived" : `${rows} rows were archived and let go`,
        ...(archive !== null && { description: archive.file }),
        ...(damaged.length > 0 && { description: `Damaged, and left: ${damaged.join(", ")}`, bad: true }),
      });
      onClose();
    },
  });
  return (
    <FormDialog
      title="Archive and let go?"
      description={
        rows === 0
          ? "Nothing is older than its term at the moment."
          : `${rows} rows are written to an archive in the data directory of the server, and then removed.`
      }
      submit="Archive and let go"
      pending={apply.isPending}
      error={apply.error}
      disabled={rows === 0}
      onSubmit={apply.mutate}
      onClose={onClose}
    >
      <p>Counts of every run and day stay, so the books still add up.</p>
    </FormDialog>
  );
}
