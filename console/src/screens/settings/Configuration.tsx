import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { faultOf } from "../../api/apiError.ts";
import { client, dataOf } from "../../api/client.ts";
import { useRight } from "../../api/session.ts";
import { Button } from "../../design/Button.tsx";
import { CodeBlock } from "../../design/CodeBlock.tsx";
import { Dialog } from "../../design/Dialog.tsx";
import { Fault } from "../../design/Fault.tsx";
import { TextArea } from "../../design/Field.tsx";
import { Loaded } from "../../design/Loaded.tsx";
import { Panel } from "../../design/Panel.tsx";
import { useToast } from "../../design/useToast.tsx";

/** The whole configuration as a file, secrets as placeholders. */
export function Configuration(): JSX.Element {
  const yaml = useQuery({
    queryKey: ["configuration", "yaml"],
    queryFn: () => dataOf(client.GET("/api/configuration/yaml")),
    retry: false,
  });
  const administers = useRight("administer");
  const [editing, setEditing] = useState(false);
  return (
    <Panel
      title="Configuration"
      hint="As `config export` writes it and `config apply` takes it: docs/configuration.md."
      actions={
        administers && (
          <Button size="small" disabled={yaml.data === undefined} onClick={() => setEditing(true)}>
            Edit the file
          </Button>
        )
      }
    >
      <Loaded query={yaml} rows={4}>
        {(data) => (
          <>
            <CodeBlock label="Configuration file" text={data.yaml} />
            {editing && <EditFile text={data.yaml} onClose={() => setEditing(false)} />}
          </>
        )}
      </Loaded>
    </Panel>
  );
}

function EditFile({ text, onClose }: { text: string; onClose: () => void }): JSX.Element {
  const [yaml, setYaml] = useState(text);
  const queryClient = useQueryClient();
  const toast = useToast();
  const validate = useMutation({
    mutationFn: () => dataOf(client.POST("/api/configuration/validation", { body: { yaml, secrets: {} } })),
    onSuccess: () => toast({ title: "The file holds; nothing was changed" }),
  });
  const apply = useMutation({
    mutationFn: () => dataOf(client.PUT("/api/configuration", { body: { yaml, secrets: {} } })),
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
      description="All of it or nothing is put in force. Stored secrets stay where the file keeps their placeholders."
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
