/** The section `notifications` of the configuration as its forms have it: docs/configuration.md has its keys. */
import published from "../../../../docs/configuration.schema.json";

export type ChannelKind = "email" | "webhook" | "slack" | "teams";

export interface Channel {
  name: string;
  events?: readonly string[];
  links?: readonly string[];
  email?: { to?: readonly string[] };
  /** Addresses and keys go in and never come out; an empty key says that one is stored. */
  webhook?: { url?: string; secret?: string };
  slack?: { url?: string };
  teams?: { url?: string };
}

export interface MailServer {
  host?: string;
  port?: number;
  security?: string;
  username?: string;
  password?: string;
  from?: string;
  caFile?: string;
}

export interface Notifications {
  consoleUrl?: string;
  mailServer?: MailServer;
  channels?: readonly Channel[];
}

export const kindWords: Readonly<Record<ChannelKind, string>> = {
  email: "E-mail",
  webhook: "Webhook",
  slack: "Slack",
  teams: "Microsoft Teams",
};

const schema = published.properties.notifications.properties.channels.items.properties.events;

/** What a message can be about, in the order of the schema. */
export const events: readonly string[] = schema.items.enum;
export const usualEvents: readonly string[] = schema.default;

export const eventWords: Readonly<Record<string, string>> = {
  "alert.raised": "Something is wrong",
  "alert.cleared": "It is right again",
  "shipment.announced": "Goods are announced (856)",
  "order.confirmed": "An order is confirmed (855)",
  "order.confirmedWithChanges": "An order is confirmed with changes (855)",
  "order.rejected": "An order is rejected (855)",
  "invoice.received": "An invoice is here (810)",
  "draft.waiting": "A draft waits for a decision",
  "draft.failed": "GP did not take a draft",
};

export function kindOf(channel: Channel): ChannelKind {
  if (channel.webhook) return "webhook";
  if (channel.slack) return "slack";
  return channel.teams ? "teams" : "email";
}

/** Where it goes, without what is kept like a password. */
export function addressOf(channel: Channel): string {
  const kind = kindOf(channel);
  return kind === "email" ? (channel.email?.to ?? []).join(", ") : "address stored";
}

/** One channel in place of the one of that name, or behind the others. */
export function withChannel(settings: Notifications, replaced: string | undefined, channel: Channel): Notifications {
  const channels = settings.channels ?? [];
  const others =
    replaced === undefined ? [...channels, channel] : channels.map((each) => (each.name === replaced ? channel : each));
  return { ...settings, channels: others };
}

export function withoutChannel(settings: Notifications, name: string): Notifications {
  return { ...settings, channels: (settings.channels ?? []).filter((each) => each.name !== name) };
}

/** Mail addresses with commas, blanks or lines between them. */
export function mailboxes(text: string): string[] {
  return text.split(/[\s,;]+/).filter((each) => each !== "");
}
