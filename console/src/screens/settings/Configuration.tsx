import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type JSX, useState } from "react";
import { faultOf } from "../../api/apiError.ts";
import { client, dataOf } from "../../api/client.ts";
import { configurationQuery } from "../../api/configuration.ts";
import { useRight } from "../../api/session.ts";
import { AllLoaded } from "../../design/AllLoaded.tsx";
import { Button } from "../../design/Button.tsx";
import { CodeBlock } from "../../design/CodeBlock.tsx";
import { DataTable } from "../../design/DataTable.tsx";
import { Dialog } from "../../design/Dialog.tsx";
import { EmptyState } from "../../design/EmptyState.tsx";
import { Fault } from "../../design/Fault.tsx";
import { TextArea } from "../../design/Field.tsx";
import { Instant } from "../../design/Instant.tsx";
import { Loaded } from "../../design/Loaded.tsx";
import { Panel } from "../../design/Panel.tsx";
import { useToast } from "../../design/useToast.tsx";

/** The whole configuration as a file, secrets as placeholders, and which version was in force when. */
export function Configuration(): JSX.Element {
  const configuration = useQuery(configurationQuery);
  const version = configuration.data?.version;
  const isThere = version !== undefined && version > 0;
  const yaml = useQuery({
    queryKey: ["configuration", "yaml", version],
    queryFn: () => dataOf(client.GET("/api/configuration/yaml")),
    enabled: isThere,
  });
  const versions = useQuery({
    queryKey: ["configuration", "versions"],
    queryFn: () => dataOf(client.GET("/api/configuration/versions")),
  });
  const administers = useRight("administer");
  const [editing, setEditing] = useState(false);
  return (
    <AllLoaded queries={[configuration, versions, ...(version === 0 ? [] : [yaml])]}>
      <Panel
        title="Configuration"
        hint="As `config export` writes it and `config apply` takes it: docs/configuration.md."
        actions={
          administers && (
            <Button size="small" disabled={isThere && yaml.data === undefined} onClick={() => setEditing(true)}>
              {isThere ? "Edit the file" : "Write the file"}
            </Button>
          )
        }
      >
        {isThere ? (
          <Loaded query={yaml} rows={4}>
            {(data) => <CodeBlock label="Configuration file" text={data.yaml} />}
          </Loaded>
        ) : (
          <EmptyState icon="settings" title="Nothing is configured yet">
            Connecting your systems writes it.
          </EmptyState>
        )}
        {editing && <EditFile text={yaml.data?.yaml ?? ""} version={version ?? 0} onClose={() => setEditing(false)} />}
      </Panel>
      <Panel title="Versions" hint="What was changed stands in the audit trail." flush>
        <Loaded query={versions} rows={3}>
          {(data) => (
            <DataTable
              label="Versions"
              rows={data.versions}
              rowKey={(row) => String(row.version)}
              empty={<p className="p-4 text-muted">There is none yet.</p>}
              columns={[
                {
                  title: "Version",
                  align: "right",
                  cell: (row) => (
                    <Link
                      to="/audit"
                      search={{ subject: `configuration ${row.version}` }}
                      className="link font-medium"
                      data-row-link
                    >
                      {row.version}
                    </Link>
                  ),
                },
                { title: "In force since", cell: (row) => <Instant at={row.appliedAt} /> },
                { title: "By", grow: true, cell: (row) => row.appliedBy },
                {
                  title: "SHA-256",
                  cell: (row) => <span className="font-mono text-xs">{row.digest.slice(0, 16)}</span>,
                  wideOnly: true,
                },
              ]}
            />
          )}
        </Loaded>
      </Panel>
    </AllLoaded>
  );
}

function EditFile({
  text,
  version: edited,
  onClose,
}: {
  text: string;
  version: number;
  onClose: () => void;
}): JSX.Element {
  const [yaml, setYaml] = useState(text);
  const queryClient = useQueryClient();
  const toast = useToast();
  const validate = useMutation({
    mutationFn: () => dataOf(client.POST("/api/configuration/validation", { body: { yaml, secrets: {} } })),
    onSuccess: () => toast({ title: "The file holds; nothing was changed" }),
  });
  const apply = useMutation({
    mutationFn: () =>
      dataOf(
        client.PUT("/api/configuration", {
          params: { query: { expectedVersion: edited } },
          body: { yaml, secrets: {} },
        }),
      ),
    onSuccess: async ({ version }) => {
      await queryClient.invalidateQueries();
      toast({ title: `Version ${version} is in force` });
      onClose();
    },
  });
  const error = apply.error ?? validate.error;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Configuration file"
      description="All of it or nothing is put in force. A password or key is written in its place once: it is stored encrypted, and stays where the file keeps its placeholder."
      wide
      actions={
        <>
          <Button busy={validate.isPending} onClick={() => validate.mutate()}>
            Check
          </Button>
          <Button look="primary" busy={apply.isPending} disabled={yaml === text} onClick={() => apply.mutate()}>
            Put in force
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <TextArea label="YAML" rows={22} value={yaml} onChange={({ target }) => setYaml(target.value)} />
        {error !== null && <Fault fault={faultOf(error)} />}
      </div>
    </Dialog>
  );
}
