/** Channels of notification as they are stored: checked, with secrets as references. */
import {
  type ChannelKind,
  channelKinds,
  type NotificationEvent,
  type NotificationsOutput,
} from "./notificationSchema.ts";
import type { SecretReference } from "./secretReference.ts";

export type NotificationTarget =
  | { kind: "email"; to: string[] }
  | { kind: "webhook"; url: SecretReference; secret?: SecretReference }
  | { kind: "slack"; url: SecretReference }
  | { kind: "teams"; url: SecretReference };

export interface NotificationChannel {
  name: string;
  events: NotificationEvent[];
  /** Only what concerns these links; all where absent. */
  links?: string[];
  target: NotificationTarget;
}

export interface MailServer {
  host: string;
  port: number;
  security: "starttls" | "tls" | "none";
  username?: string;
  password?: SecretReference;
  from: string;
  caFile?: string;
  /** Content of `caFile`, PEM. */
  ca?: string;
}

export interface Notifications {
  consoleUrl?: string;
  mailServer?: MailServer;
  channels: NotificationChannel[];
}

type Read = {
  reference: (secret: string, text: string, path: PropertyKey[]) => SecretReference;
  trust: (tls: { caFile?: string | undefined }, path: PropertyKey[]) => { caFile?: string; ca?: string };
};

const usualPorts = { starttls: 587, tls: 465, none: 25 } as const;

export function buildNotifications(file: NotificationsOutput, { reference, trust }: Read): Notifications {
  const { consoleUrl, mailServer: server } = file;
  return {
    ...(consoleUrl !== undefined && { consoleUrl }),
    ...(server && {
      mailServer: {
        host: server.host,
        port: server.port ?? usualPorts[server.security],
        security: server.security,
        from: server.from,
        ...(server.username !== undefined && { username: server.username }),
        ...(server.password !== undefined && {
          password: reference("notifications/mail/password", server.password, [
            "notifications",
            "mailServer",
            "password",
          ]),
        }),
        ...(server.caFile !== undefined && trust(server, ["notifications", "mailServer", "caFile"])),
      },
    }),
    channels: file.channels.map((channel, place) => ({
      name: channel.name,
      events: channel.events,
      ...(channel.links && { links: channel.links }),
      target: targetOf(channel, (secret, text, ...path) =>
        reference(`notifications/${channel.name}/${secret}`, text, ["notifications", "channels", place, ...path]),
      ),
    })),
  };
}

function targetOf(
  { email, webhook, slack, teams }: NotificationsOutput["channels"][number],
  reference: (secret: string, text: string, ...path: string[]) => SecretReference,
): NotificationTarget {
  if (webhook) {
    return {
      kind: "webhook",
      url: reference("url", webhook.url, "webhook", "url"),
      ...(webhook.secret !== undefined && { secret: reference("secret", webhook.secret, "webhook", "secret") }),
    };
  }
  if (slack) return { kind: "slack", url: reference("url", slack.url, "slack", "url") };
  if (teams) return { kind: "teams", url: reference("url", teams.url, "teams", "url") };
  return { kind: "email", to: email?.to ?? [] };
}

/** What one entry says about another. */
export function notificationFaults(
  { channels, mailServer }: NotificationsOutput,
  links: readonly string[],
): { path: PropertyKey[]; what: string; missing?: true }[] {
  const faults: { path: PropertyKey[]; what: string; missing?: true }[] = [];
  if (mailServer && (mailServer.username === undefined) !== (mailServer.password === undefined)) {
    faults.push({
      path: ["notifications", "mailServer"],
      what: "needs `username` and `password` together, or neither",
    });
  }
  const seen = new Set<string>();
  for (const [place, channel] of channels.entries()) {
    const path = ["notifications", "channels", place];
    const kinds: ChannelKind[] = channelKinds.filter((kind) => channel[kind] !== undefined);
    if (kinds.length !== 1) {
      faults.push({ path, what: "needs exactly one of `email`, `webhook`, `slack` and `teams`" });
    }
    if (channel.email && mailServer === undefined) {
      faults.push({
        path: ["notifications", "mailServer"],
        what: `is missing: the channel \`${channel.name}\` sends mail`,
        missing: true,
      });
    }
    if (seen.has(channel.name.toLowerCase())) faults.push({ path: [...path, "name"], what: "repeats a name" });
    seen.add(channel.name.toLowerCase());
    for (const [at, link] of (channel.links ?? []).entries()) {
      if (!links.includes(link)) {
        faults.push({ path: [...path, "links", at], what: `names \`${link}\`, which is no entry under \`links:\`` });
      }
    }
  }
  return faults;
}

export function notificationSecrets({ mailServer, channels }: Notifications): SecretReference[] {
  return [
    ...(mailServer?.password ? [mailServer.password] : []),
    ...channels.flatMap(({ target }) => {
      if (target.kind === "email") return [];
      return target.kind === "webhook" && target.secret ? [target.url, target.secret] : [target.url];
    }),
  ];
}

/** As the file has it, with every secret as `placeholder` shows it. */
export function notificationsEntry(
  { consoleUrl, mailServer, channels }: Notifications,
  placeholder: (reference: SecretReference) => string,
) {
  const target = (to: NotificationTarget) => {
    switch (to.kind) {
      case "email":
        return { email: { to: to.to } };
      case "webhook":
        return { webhook: { url: placeholder(to.url), ...(to.secret && { secret: placeholder(to.secret) }) } };
      case "slack":
        return { slack: { url: placeholder(to.url) } };
      case "teams":
        return { teams: { url: placeholder(to.url) } };
    }
  };
  return {
    ...(consoleUrl !== undefined && { consoleUrl }),
    ...(mailServer && {
      mailServer: {
        host: mailServer.host,
        port: mailServer.port,
        security: mailServer.security,
        ...(mailServer.username !== undefined && { username: mailServer.username }),
        ...(mailServer.password && { password: placeholder(mailServer.password) }),
        from: mailServer.from,
        ...(mailServer.caFile !== undefined && { caFile: mailServer.caFile }),
      },
    }),
    channels: channels.map(({ target: to, ...channel }) => ({ ...channel, ...target(to) })),
  };
}
