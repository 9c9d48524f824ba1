import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { client, dataOf } from "../../api/client.ts";
import { sessionQuery } from "../../api/session.ts";
import { Button } from "../../design/Button.tsx";
import { TextField } from "../../design/Field.tsx";
import { EntryForm } from "./EntryForm.tsx";

interface ChangePasswordProps {
  /** Somebody else set the present one: nothing else can be done before. */
  forced?: boolean;
  onDone?: () => void;
}

export function ChangePassword({ forced = false, onDone }: ChangePasswordProps): JSX.Element {
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const queryClient = useQueryClient();
  const change = useMutation({
    mutationFn: () => dataOf(client.PUT("/api/session/password", { body: { current, password } })),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
      onDone?.();
    },
  });
  return (
    <EntryForm
      title="Choose a password"
      hint={forced ? "Your password was set by somebody else. Choose one that only you know." : undefined}
      submit="Change the password"
      pending={change.isPending}
      error={change.error}
      onSubmit={change.mutate}
      beside={onDone !== undefined && <Button onClick={onDone}>Back</Button>}
    >
      <TextField
        label="Present password"
        type="password"
        autoComplete="current-password"
        required
        value={current}
        onChange={(event) => setCurrent(event.target.value)}
      />
      <TextField
        label="New password"
        type="password"
        autoComplete="new-password"
        required
        minLength={12}
        value={password}
        hint="At least 12 characters. Your other sessions end."
        onChange={(event) => setPassword(event.target.value)}
      />
    </EntryForm>
  );
}
