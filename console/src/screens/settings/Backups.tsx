import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { JSX } from "react";
import { faultOf } from "../../api/apiError.ts";
import { client, dataOf } from "../../api/client.ts";
import { useRight } from "../../api/session.ts";
import { Button, buttonClass } from "../../design/Button.tsx";
import { DataTable } from "../../design/DataTable.tsx";
import { EmptyState } from "../../design/EmptyState.tsx";
import { Fault } from "../../design/Fault.tsx";
import { Icon } from "../../design/Icon.tsx";
import { Instant } from "../../design/Instant.tsx";
import { Loaded } from "../../design/Loaded.tsx";
import { Panel } from "../../design/Panel.tsx";
import { useToast } from "../../design/useToast.tsx";
import { sizeText } from "./sizeText.ts";

export const backupsQuery = { queryKey: ["backups"], queryFn: () => dataOf(client.GET("/api/backups")) };

/** Copies of the whole ledger. They hold orders, so only whoever may read content takes one away. */
export function Backups(): JSX.Element {
  const backups = useQuery(backupsQuery);
  const mayRead = useRight("content");
  const queryClient = useQueryClient();
  const toast = useToast();
  const take = useMutation({
    mutationFn: () => dataOf(client.POST("/api/backups")),
    onSuccess: async ({ file, rows }) => {
      await queryClient.invalidateQueries({ queryKey: ["backups"] });
      toast({ title: `${rows} rows are in ${file}` });
    },
  });
  return (
    <Panel
      title="Backups"
      hint="Everything goes on while one is taken. The master key is not in it: keep that apart. `ml-connector restore` brings one back, on the machine itself."
      actions={
        <Button size="small" icon="plus" busy={take.isPending} onClick={() => take.mutate()}>
          Take a backup
        </Button>
      }
      flush
    >
      {take.isError && (
        <div className="p-4">
          <Fault fault={faultOf(take.error)} />
        </div>
      )}
      <Loaded query={backups} rows={2}>
        {(data) => (
          <DataTable
            label="Backups"
            rows={data.backups}
            rowKey={({ file }) => file}
            empty={
              <EmptyState icon="download" title="No backup was taken here yet">
                Take one before an upgrade, and keep it on another machine.
              </EmptyState>
            }
            columns={[
              { title: "File", grow: true, cell: ({ file }) => file },
              { title: "Size", align: "right", cell: ({ size }) => sizeText(size) },
              { title: "Taken", cell: ({ completedAt }) => <Instant at={completedAt} relative />, wideOnly: true },
              {
                title: "Keep it elsewhere",
                cell: ({ file }) =>
                  mayRead && (
                    <a
                      data-row-link
                      href={`/api/backups/${encodeURIComponent(file)}`}
                      download
                      className={buttonClass("quiet", "small")}
                    >
                      <Icon name="download" />
                      Download<span className="sr-only"> {file}</span>
                    </a>
                  ),
              },
            ]}
          />
        )}
      </Loaded>
    </Panel>
  );
}
