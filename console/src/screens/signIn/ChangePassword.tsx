import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { faultOf } from "../../api/apiError.ts";
import { client, dataOf } from "../../api/client.ts";
import { sessionQuery } from "../../api/session.ts";
import { Button } from "../../design/Button.tsx";
import { Fault } from "../../design/Fault.tsx";
import { TextField } from "../../design/Field.tsx";
import { EntryFrame } from "./EntryFrame.tsx";

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
    <EntryFrame
      title="Choose a password"
      hint={forced ? "Your password was set by somebody else. Choose one that only you know." : undefined}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
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
        {change.isError && (
          <div role="alert">
            <Fault fault={faultOf(change.error)} />
          </div>
        )}
        <div className="flex gap-2">
          <Button type="submit" look="primary" busy={change.isPending}>
            Change the password
          </Button>
          {onDone !== undefined && <Button onClick={onDone}>Back</Button>}
        </div>
      </form>
    </EntryFrame>
  );
}
