import { useMutation } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { client, dataOf } from "../../api/client.ts";
import { Button } from "../../design/Button.tsx";
import { FormDialog } from "../../design/FormDialog.tsx";
import { Panel } from "../../design/Panel.tsx";
import { useToast } from "../../design/useToast.tsx";

/** The key under which every stored password lies. */
export function MasterKey(): JSX.Element {
  const [rotating, setRotating] = useState(false);
  return (
    <Panel
      title="Master key"
      hint="Every stored password lies encrypted under it. It never leaves the machine."
      actions={
        <Button size="small" onClick={() => setRotating(true)}>
          Change the key
        </Button>
      }
    >
      <p className="text-muted">
        Change it when somebody may have read the key file, and when whoever had access to it leaves. Passwords stay as
        they are.
      </p>
      {rotating && <RotateKey onClose={() => setRotating(false)} />}
    </Panel>
  );
}

function RotateKey({ onClose }: { onClose: () => void }): JSX.Element {
  const toast = useToast();
  const rotate = useMutation({
    mutationFn: () => dataOf(client.POST("/api/secrets/rotate-key")),
    onSuccess: ({ secrets, after }) => {
      toast({
        title: `${secrets} ${secrets === 1 ? "secret lies" : "secrets lie"} under the new key`,
        description: `It is named ${after}.`,
      });
      onClose();
    },
  });
  return (
    <FormDialog
      title="Change the master key?"
      description="A new key is made, and every stored secret is put under it, all or none."
      submit="Change the key"
      pending={rotate.isPending}
      error={rotate.error}
      onSubmit={rotate.mutate}
      onClose={onClose}
    >
      <p>Backups that were taken before need the present key: keep a copy of it with them.</p>
    </FormDialog>
  );
}
