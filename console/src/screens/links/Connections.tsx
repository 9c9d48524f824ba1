import { useQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { configurationQuery } from "../../api/configuration.ts";
import { useRight } from "../../api/session.ts";
import { Button } from "../../design/Button.tsx";
import { DataTable } from "../../design/DataTable.tsx";
import { Loaded } from "../../design/Loaded.tsx";
import { Panel } from "../../design/Panel.tsx";
import type { Entry } from "../connect/connectionForms.ts";
import { ConnectionDialog } from "./ConnectionDialog.tsx";
import { RemoveDialog } from "./RemoveDialog.tsx";

interface Row {
  system: "gp" | "cleo";
  entry: Entry;
}

/** A GP and a Cleo may have the same name. */
const nameOf = ({ system, entry }: Row): string => `${system === "gp" ? "GP" : "Cleo"} ${String(entry.name)}`;

/** The two systems' addresses and accounts, apart from the links that use them. */
export function Connections(): JSX.Element {
  const configuration = useQuery(configurationQuery);
  const administers = useRight("administer");
  const [editing, setEditing] = useState<Row>();
  const [removing, setRemoving] = useState<Row>();
  return (
    <Panel
      title="Connections"
      hint="Address and account of each GP and Cleo. A password goes in and never comes out."
      flush
    >
      <Loaded query={configuration} rows={2}>
        {({ file }) => {
          const rows: Row[] = [
            ...((file.gp ?? []) as Entry[]).map((entry) => ({ system: "gp" as const, entry })),
            ...((file.cleo ?? []) as Entry[]).map((entry) => ({ system: "cleo" as const, entry })),
          ];
          return (
            <DataTable
              label="Connections"
              rows={rows}
              rowKey={({ system, entry }) => `${system} ${String(entry.name)}`}
              empty={<p className="p-4 text-muted">Connecting your systems brings them here.</p>}
              columns={[
                { title: "System", cell: ({ system }) => (system === "gp" ? "Dynamics GP" : "Cleo") },
                { title: "Name", cell: ({ entry }) => String(entry.name), wideOnly: true },
                {
                  title: "Address",
                  grow: true,
                  cell: ({ entry }) => (
                    <span title={String(entry.url)} className="break-all">
                      {String(entry.url)}
                    </span>
                  ),
                },
                { title: "Account", cell: ({ entry }) => String((entry.auth as Entry).username ?? ""), wideOnly: true },
                {
                  title: "Change",
                  cell: (row) =>
                    administers && (
                      <span className="flex flex-col items-start gap-1 sm:flex-row">
                        <Button size="small" look="quiet" onClick={() => setEditing(row)}>
                          Change<span className="sr-only"> {nameOf(row)}</span>
                        </Button>
                        <Button size="small" look="quiet" onClick={() => setRemoving(row)}>
                          Remove<span className="sr-only"> {nameOf(row)}</span>
                        </Button>
                      </span>
                    ),
                },
              ]}
            />
          );
        }}
      </Loaded>
      {removing !== undefined && (
        <RemoveDialog
          section={removing.system}
          name={String(removing.entry.name)}
          onClose={() => setRemoving(undefined)}
        />
      )}
      {editing !== undefined && <ConnectionDialog {...editing} onClose={() => setEditing(undefined)} />}
    </Panel>
  );
}
