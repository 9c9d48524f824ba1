import { useMutation } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { client, dataOf } from "../../api/client.ts";
import { useNewSession } from "../../api/session.ts";
import { TextField } from "../../design/Field.tsx";
import { EntryForm } from "./EntryForm.tsx";
import { UserNameField } from "./UserNameField.tsx";

export default function SignIn(): JSX.Element {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const newSession = useNewSession();
  const signIn = useMutation({
    mutationFn: () => dataOf(client.POST("/api/session", { body: { name: name.trim(), password } })),
    onSuccess: newSession,
  });
  return (
    <EntryForm
      title="Sign in"
      submit="Sign in"
      pending={signIn.isPending}
      error={signIn.error}
      onSubmit={signIn.mutate}
    >
      <UserNameField value={name} onChange={setName} />
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
    </EntryForm>
  );
}
