import type { Notifications } from "../configuration/notifications.ts";
import { ConnectorError } from "../errors/connectorError.ts";
import { currentConfiguration } from "../ledger/configurations.ts";
import { httpChannel } from "../notify/httpChannel.ts";
import { mailChannel } from "../notify/mailChannel.ts";
import type { Channel } from "../notify/message.ts";
import { slackPayload } from "../notify/payload/slack.ts";
import { teamsPayload } from "../notify/payload/teams.ts";
import { webhookPayload } from "../notify/payload/webhook.ts";
import type { ChannelOpener } from "../sync/notify.ts";
import type { Application } from "./application.ts";
import { storedSecret } from "./linkOpener.ts";

type Opening = Pick<Application, "ledger" | "vault" | "clock">;

/** Channels of the configuration in force, opened at first use and anew when another configuration is put in force. */
export function createChannelOpener(application: Opening): ChannelOpener {
  const opened = new Map<string, { version: number; channel: Channel }>();
  return {
    async open(name) {
      const current = await currentConfiguration(application.ledger);
      const notifications = (current?.document as { notifications?: Notifications } | undefined)?.notifications;
      const { consoleUrl } = notifications ?? {};
      const present = opened.get(name);
      const version = current?.version ?? 0;
      let channel = present?.channel;
      if (channel === undefined || present?.version !== version) {
        await present?.channel.close();
        opened.delete(name);
        channel = await openChannel(application, notifications, name);
        opened.set(name, { version, channel });
      }
      return { channel, ...(consoleUrl !== undefined && { consoleUrl }) };
    },
    async close() {
      for (const { channel } of opened.values()) await channel.close();
      opened.clear();
    },
  };
}

async function openChannel(
  application: Opening,
  notifications: Notifications | undefined,
  name: string,
): Promise<Channel> {
  const names = (notifications?.channels ?? []).map((channel) => channel.name);
  const target = notifications?.channels.find((channel) => channel.name === name)?.target;
  if (target === undefined) {
    throw new ConnectorError("NOTIFY_CHANNEL_UNKNOWN", `there is no notification channel "${name.slice(0, 60)}"`, {
      at: { connection: name },
      ...(names.length > 0 && { fix: `Name one of: ${names.join(", ")}.` }),
    });
  }
  if (target.kind === "email") {
    const server = notifications?.mailServer;
    if (server === undefined) throw new Error("a mail channel was stored without a mail server");
    const { username, password, ca, host, port, security, from } = server;
    return mailChannel({
      name,
      to: target.to,
      server: {
        host,
        port,
        security,
        from,
        ...(ca !== undefined && { ca }),
        ...(username !== undefined &&
          password && { login: { username, password: await storedSecret(application, password) } }),
      },
    });
  }
  const payload = { webhook: webhookPayload, slack: slackPayload, teams: teamsPayload }[target.kind];
  return httpChannel({
    name,
    url: await storedSecret(application, target.url),
    ...(target.kind === "webhook" && target.secret && { signingKey: await storedSecret(application, target.secret) }),
    payload,
    clock: application.clock,
  });
}
