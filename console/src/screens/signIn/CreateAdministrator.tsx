import { useMutation } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { client, dataOf } from "../../api/client.ts";
import { useNewSession } from "../../api/session.ts";
import { TextField } from "../../design/Field.tsx";
import { EntryForm } from "./EntryForm.tsx";
import { UserNameField } from "./UserNameField.tsx";

/** The first screen of an empty machine. */
export default function CreateAdministrator({ codeNeeded }: { codeNeeded: boolean }): JSX.Element {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const newSession = useNewSession();
  const create = useMutation({
    mutationFn: () =>
      dataOf(
        client.POST("/api/setup", {
          body: { name: name.trim(), password, ...(codeNeeded ? { code: code.trim() } : {}) },
        }),
      ),
    onSuccess: newSession,
  });
  return (
    <EntryForm
      title="Welcome"
      hint="Create the administrator of this connector. After that, you connect your systems."
      submit="Create the administrator"
      pending={create.isPending}
      error={create.error}
      onSubmit={create.mutate}
    >
      <UserNameField value={name} onChange={setName} />
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        required
        minLength={12}
        value={password}
        hint="At least 12 characters. Several words are easy to keep in mind and hard to guess."
        onChange={(event) => setPassword(event.target.value)}
      />
      {codeNeeded && (
        <TextField
          label="Setup code"
          required
          value={code}
          hint="`ml-connector start` printed it when it started; this browser is on another machine."
          onChange={(event) => setCode(event.target.value)}
        />
      )}
    </EntryForm>
  );
}
