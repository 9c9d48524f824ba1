import { type JSX, useState } from "react";
import { Button } from "../../design/Button.tsx";
import { SelectField, TextField } from "../../design/Field.tsx";
import { FormDialog } from "../../design/FormDialog.tsx";
import type { MailServer, Notifications } from "./channels.ts";
import { useNotificationSettings } from "./useNotificationSettings.ts";

interface EditMailServerProps {
  settings: Notifications;
  version: number;
  onClose: () => void;
}

const securities = [
  ["starttls", "STARTTLS (port 587)"],
  ["tls", "TLS from the start (port 465)"],
  ["none", "None (port 25): a relay on your own network only"],
] as const;

/** The server that takes our mail, and the address of the console in what is sent. */
export function EditMailServer({ settings, version, onClose }: EditMailServerProps): JSX.Element {
  const [server, setServer] = useState<MailServer>(settings.mailServer ?? {});
  const [consoleUrl, setConsoleUrl] = useState(settings.consoleUrl ?? "");
  const save = useNotificationSettings(version, onClose);
  const { consoleUrl: _url, mailServer: _server, ...others } = settings;
  const change = (name: keyof MailServer, value: string | number | undefined): void => {
    const { [name]: _, ...rest } = server;
    setServer(value === undefined || value === "" ? rest : { ...rest, [name]: value });
  };
  const account = server.username !== undefined;
  const stored = settings.mailServer?.username !== undefined;
  const { password: _password, ...withoutPassword } = server;
  const withConsole = { ...others, ...(consoleUrl !== "" && { consoleUrl }) };
  return (
    <FormDialog
      title="Mail server"
      description="The administrator of your mail knows these values."
      submit="Put in force"
      actions={
        settings.mailServer && (
          <Button look="quiet" busy={save.isPending} onClick={() => save.mutate(withConsole)}>
            Without mail
          </Button>
        )
      }
      pending={save.isPending}
      error={save.error}
      onSubmit={() => save.mutate({ ...withConsole, mailServer: account ? server : withoutPassword })}
      onClose={onClose}
    >
      <TextField
        label="Host"
        required
        placeholder="smtp.corp.contoso.test"
        value={server.host ?? ""}
        onChange={({ target }) => change("host", target.value)}
      />
      <SelectField
        label="Security"
        value={server.security ?? "starttls"}
        options={securities}
        onChange={({ target }) => change("security", target.value)}
      />
      <TextField
        label="Port"
        hint="Where it is not the usual one of that security."
        type="number"
        min={1}
        max={65_535}
        value={server.port ?? ""}
        onChange={({ target }) => change("port", target.value === "" ? undefined : Number(target.value))}
      />
      <TextField
        label="From"
        hint="Address that our messages come from."
        type="email"
        required
        value={server.from ?? ""}
        onChange={({ target }) => change("from", target.value)}
      />
      <TextField
        label="Account"
        hint="Where the server asks for one."
        value={server.username ?? ""}
        onChange={({ target }) => change("username", target.value)}
      />
      {account && (
        <TextField
          label="Password"
          type="password"
          autoComplete="new-password"
          required={!stored}
          placeholder={stored ? "as it is stored" : ""}
          value={server.password ?? ""}
          onChange={({ target }) => change("password", target.value)}
        />
      )}
      <TextField
        label="Address of this console"
        hint="Stands in every message, so that whoever reads it gets here."
        type="url"
        placeholder={window.location.origin}
        value={consoleUrl}
        onChange={({ target }) => setConsoleUrl(target.value)}
      />
    </FormDialog>
  );
}
