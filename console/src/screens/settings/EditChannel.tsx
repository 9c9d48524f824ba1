import { type JSX, useState } from "react";
import { Button } from "../../design/Button.tsx";
import { CheckField, TextArea, TextField } from "../../design/Field.tsx";
import { FormDialog } from "../../design/FormDialog.tsx";
import { RadioGroup } from "../../design/RadioGroup.tsx";
import {
  type Channel,
  type ChannelKind,
  events,
  eventWords,
  kindOf,
  kindWords,
  mailboxes,
  type Notifications,
  usualEvents,
  withChannel,
  withoutChannel,
} from "./channels.ts";
import { useNotificationSettings } from "./useNotificationSettings.ts";

interface EditChannelProps {
  settings: Notifications;
  version: number;
  links: readonly string[];
  /** `undefined`: one that is new. */
  channel: Channel | undefined;
  onClose: () => void;
}

const kinds: readonly ChannelKind[] = ["email", "webhook", "slack", "teams"];
const given = (text: string): string | undefined => (text === "" ? undefined : text);

/** One way to tell people: how, where to, and of what. */
export function EditChannel({ settings, version, links, channel, onClose }: EditChannelProps): JSX.Element {
  const [name, setName] = useState(channel?.name ?? "");
  const [kind, setKind] = useState<ChannelKind>(channel ? kindOf(channel) : "email");
  const [to, setTo] = useState((channel?.email?.to ?? []).join(", "));
  const [url, setUrl] = useState("");
  const [signingKey, setSigningKey] = useState("");
  const [told, setTold] = useState(new Set(channel?.events ?? usualEvents));
  const [only, setOnly] = useState(new Set(channel?.links ?? []));
  const save = useNotificationSettings(version, onClose);
  const stored = channel !== undefined && kindOf(channel) === kind;
  const signed = stored && channel.webhook?.secret !== undefined;
  const fields = {
    email: { to: mailboxes(to) },
    webhook: { url: given(url), secret: given(signingKey) ?? (signed ? "" : undefined) },
    slack: { url: given(url) },
    teams: { url: given(url) },
  };
  const next = {
    name: name.trim(),
    events: events.filter((event) => told.has(event)),
    ...(only.size > 0 && { links: links.filter((link) => only.has(link)) }),
    [kind]: fields[kind],
  } as Channel;
  const toggled = (set: ReadonlySet<string>, value: string): Set<string> => {
    const copy = new Set(set);
    if (!copy.delete(value)) copy.add(value);
    return copy;
  };
  return (
    <FormDialog
      title={channel ? `Channel ${channel.name}` : "Add a channel"}
      description="A message goes out when what is chosen here happens. Test the channel once it is in force."
      submit="Put in force"
      wide
      actions={
        channel && (
          <Button
            look="quiet"
            busy={save.isPending}
            onClick={() => save.mutate(withoutChannel(settings, channel.name))}
          >
            Remove the channel
          </Button>
        )
      }
      disabled={told.size === 0}
      pending={save.isPending}
      error={save.error}
      onSubmit={() => save.mutate(withChannel(settings, channel?.name, next))}
      onClose={onClose}
    >
      <TextField
        label="Name"
        hint="How you call it, such as `warehouse`."
        required
        disabled={channel !== undefined}
        value={name}
        onChange={({ target }) => setName(target.value)}
      />
      <RadioGroup
        legend="How"
        beside
        value={kind}
        options={kinds.map((each) => [each, kindWords[each]] as const)}
        onChange={setKind}
      />
      {kind === "email" ? (
        <TextArea
          label="To"
          hint={
            settings.mailServer
              ? "Mail addresses, with commas between them."
              : "Mail addresses, with commas between them. A mail server has to be set up first."
          }
          required
          rows={2}
          value={to}
          onChange={({ target }) => setTo(target.value)}
        />
      ) : (
        <TextField
          label="Address to post to"
          hint="Whoever has it can post, so it is kept like a password: it goes in and never comes out."
          type="url"
          required={!stored}
          placeholder={stored ? "as it is stored" : "https://"}
          value={url}
          onChange={({ target }) => setUrl(target.value)}
        />
      )}
      {kind === "webhook" && (
        <TextField
          label="Signing key"
          hint="Signs each message (HMAC-SHA256), so that the receiver can tell it from a forged one. Optional."
          type="password"
          autoComplete="new-password"
          placeholder={signed ? "as it is stored" : ""}
          value={signingKey}
          onChange={({ target }) => setSigningKey(target.value)}
        />
      )}
      <fieldset>
        <legend className="mb-2 font-medium">Of what</legend>
        <div className="grid gap-2 sm:grid-cols-2">
          {events.map((event) => (
            <CheckField
              key={event}
              label={eventWords[event] ?? event}
              checked={told.has(event)}
              onChange={() => setTold(toggled(told, event))}
            />
          ))}
        </div>
      </fieldset>
      {links.length > 1 && (
        <fieldset>
          <legend className="mb-2 font-medium">Of which links (all where none is chosen)</legend>
          <div className="grid gap-2 sm:grid-cols-2">
            {links.map((link) => (
              <CheckField
                key={link}
                label={link}
                checked={only.has(link)}
                onChange={() => setOnly(toggled(only, link))}
              />
            ))}
          </div>
        </fieldset>
      )}
    </FormDialog>
  );
}
