import type { NotificationChannel, Notifications } from "../configuration/notifications.ts";
import { ConnectorError } from "../errors/connectorError.ts";
import { recordAudit } from "../ledger/audit.ts";
import { newIdentifier } from "../ledger/identifier.ts";
import type { Application } from "./application.ts";
import { createChannelOpener } from "./channelOpener.ts";
import { loadConfiguration } from "./configure.ts";

/** What the configuration in force says of who is told what; holds no secret. */
export async function readNotificationChannels(application: Pick<Application, "ledger">): Promise<Notifications> {
  return (await loadConfiguration(application)).notifications ?? { channels: [] };
}

export interface TestedChannel {
  channel: string;
  kind: NotificationChannel["target"]["kind"];
  messageId: string;
}

/**
 * Sends a message through a channel now and waits for the other side to take it.
 *
 * @throws {ConnectorError} NOTIFY_*
 */
export async function testNotification(application: Application, name: string): Promise<TestedChannel> {
  const { ledger, actor, clock } = application;
  const { channels } = await readNotificationChannels(application);
  const opener = createChannelOpener(application);
  try {
    const { channel, consoleUrl } = await opener.open(name);
    const now = clock();
    const id = newIdentifier("ntf", now);
    let failure: unknown;
    try {
      await channel.send({
        id,
        event: "test",
        at: now,
        link: null,
        subject: null,
        title: "A test message of ml-connector",
        text: `${actor} asked for this message. It shows that the channel ${name} works; nothing needs to be done.`,
        facts: [["channel", name]],
        ...(consoleUrl !== undefined && { consoleUrl }),
      });
    } catch (error) {
      failure = error;
    }
    await ledger.transaction().execute((transaction) =>
      recordAudit(transaction, {
        at: now,
        actor,
        action: "notification.tested",
        subject: id,
        detail: { channel: name, error: failure instanceof ConnectorError ? failure.code : undefined },
      }),
    );
    if (failure !== undefined) throw failure;
    const kind = channels.find((each) => each.name === name)?.target.kind ?? "email";
    return { channel: name, kind, messageId: id };
  } finally {
    await opener.close();
  }
}
