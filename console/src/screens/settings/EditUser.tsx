import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { client, dataOf } from "../../api/client.ts";
import type { components } from "../../api/schema.d.ts";
import { Button } from "../../design/Button.tsx";
import { CheckField } from "../../design/Field.tsx";
import { FormDialog } from "../../design/FormDialog.tsx";
import { useToast } from "../../design/useToast.tsx";
import { type Access, AccessFields } from "./AccessFields.tsx";

interface EditUserProps {
  user: components["schemas"]["User"];
  /** The person's own account: the password is changed elsewhere, with the present one. */
  own: boolean;
  onClose: () => void;
  onReset: (password: string) => void;
}

export function EditUser({ user, own, onClose, onReset }: EditUserProps): JSX.Element {
  const [access, setAccess] = useState<Access>({ role: user.role, readsContent: user.readsContent });
  const [disabled, setDisabled] = useState(user.disabled);
  const queryClient = useQueryClient();
  const toast = useToast();
  const path = { params: { path: { name: user.name } } };
  const change = useMutation({
    mutationFn: () => dataOf(client.PATCH("/api/users/{name}", { ...path, body: { ...access, disabled } })),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ["users"] });
      toast({ title: `${user.name} was changed` });
      onClose();
    },
  });
  const reset = useMutation({
    mutationFn: () => dataOf(client.POST("/api/users/{name}/password", { ...path, body: {} })),
    onSuccess: async ({ password }) => {
      await queryClient.invalidateQueries({ queryKey: ["users"] });
      if (password !== undefined) onReset(password);
    },
  });
  return (
    <FormDialog
      title={user.name}
      submit="Save"
      actions={
        !own && (
          <Button busy={reset.isPending} onClick={() => reset.mutate()}>
            Set a new password
          </Button>
        )
      }
      pending={change.isPending}
      error={change.error ?? reset.error}
      onSubmit={change.mutate}
      onClose={onClose}
    >
      <AccessFields access={access} onChange={(each) => setAccess({ ...access, ...each })} />
      <CheckField
        label="Disabled"
        hint="Cannot sign in; sessions end at once."
        checked={disabled}
        onChange={({ target }) => setDisabled(target.checked)}
      />
    </FormDialog>
  );
}
