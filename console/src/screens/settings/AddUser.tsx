import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { client, dataOf } from "../../api/client.ts";
import { TextField } from "../../design/Field.tsx";
import { FormDialog } from "../../design/FormDialog.tsx";
import { type Access, AccessFields } from "./AccessFields.tsx";

interface AddUserProps {
  onClose: () => void;
  onAdded: (name: string, password: string | undefined) => void;
}

export function AddUser({ onClose, onAdded }: AddUserProps): JSX.Element {
  const [name, setName] = useState("");
  const [access, setAccess] = useState<Access>({ role: "operator", readsContent: true });
  const queryClient = useQueryClient();
  const add = useMutation({
    mutationFn: () => dataOf(client.POST("/api/users", { body: { name: name.trim(), ...access } })),
    onSuccess: async (added) => {
      await queryClient.invalidateQueries({ queryKey: ["users"] });
      onAdded(added.user.name, added.password);
    },
  });
  return (
    <FormDialog
      title="Add a user"
      submit="Add the user"
      pending={add.isPending}
      error={add.error}
      onSubmit={add.mutate}
      onClose={onClose}
    >
      <TextField label="User name" required value={name} onChange={({ target }) => setName(target.value)} />
      <AccessFields access={access} onChange={(change) => setAccess({ ...access, ...change })} />
    </FormDialog>
  );
}
