import { useMutation } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { faultOf } from "../../api/apiError.ts";
import { client, dataOf } from "../../api/client.ts";
import { useNewSession } from "../../api/session.ts";
import { Button } from "../../design/Button.tsx";
import { Fault } from "../../design/Fault.tsx";
import { TextField } from "../../design/Field.tsx";
import { EntryFrame } from "./EntryFrame.tsx";

export default function SignIn(): JSX.Element {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const newSession = useNewSession();
  const signIn = useMutation({
    mutationFn: () => dataOf(client.POST("/api/session", { body: { name: name.trim(), password } })),
    onSuccess: newSession,
  });
  return (
    <EntryFrame title="Sign in">
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          signIn.mutate();
        }}
      >
        <TextField
          label="User name"
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          required
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <TextField
          label="Password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        {signIn.isError && (
          <div role="alert">
            <Fault fault={faultOf(signIn.error)} />
          </div>
        )}
        <Button type="submit" look="primary" busy={signIn.isPending}>
          Sign in
        </Button>
      </form>
    </EntryFrame>
  );
}
