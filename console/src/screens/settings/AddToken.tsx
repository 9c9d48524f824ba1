import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { client, dataOf } from "../../api/client.ts";
import { TextField } from "../../design/Field.tsx";
import { FormDialog } from "../../design/FormDialog.tsx";
import { type Access, AccessFields } from "./AccessFields.tsx";

interface AddTokenProps {
  onClose: () => void;
  onAdded: (name: string, text: string) => void;
}

export function AddToken({ onClose, onAdded }: AddTokenProps): JSX.Element {
  const [name, setName] = useState("");
  const [access, setAccess] = useState<Access>({ role: "viewer", readsContent: false });
  const [days, setDays] = useState("90");
  const queryClient = useQueryClient();
  const add = useMutation({
    mutationFn: () =>
      dataOf(client.POST("/api/tokens", { body: { name: name.trim(), ...access, days: Number(days) } })),
    onSuccess: async ({ token, text }) => {
      await queryClient.invalidateQueries({ queryKey: ["tokens"] });
      onAdded(token.name, text);
    },
  });
  return (
    <FormDialog
      title="Make an API token"
      submit="Make the token"
      pending={add.isPending}
      error={add.error}
      onSubmit={add.mutate}
      onClose={onClose}
    >
      <TextField
        label="Name"
        hint="Where it is used, such as `monitoring`. It stands in the audit trail."
        required
        value={name}
        onChange={({ target }) => setName(target.value)}
      />
      <AccessFields access={access} onChange={(change) => setAccess({ ...access, ...change })} />
      <TextField
        label="Days until it ends"
        type="number"
        min={1}
        max={730}
        required
        value={days}
        onChange={({ target }) => setDays(target.value)}
      />
    </FormDialog>
  );
}
