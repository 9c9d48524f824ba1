/** Carries the messages of the outbox to their channels (see ledger/notifications.ts for what is promised). */
import { ConnectorError, reportOf } from "../errors/connectorError.ts";
import { channelAlert, clearAlert, raiseAlert } from "../ledger/alerts.ts";
import { recordAudit } from "../ledger/audit.ts";
import {
  claimNotification,
  failuresOfChannel,
  hasNotificationDue,
  type Notification,
  putOffChannel,
  settleNotification,
} from "../ledger/notifications.ts";
import type { Channel, Message } from "../notify/message.ts";
import { createRedactor } from "../secrets/redactor.ts";
import { recordOutcome } from "./recordOutcome.ts";
import { retryOf } from "./retry.ts";
import type { WorkerContext } from "./workerContext.ts";

/** Opens a channel of the configuration in force, whatever was in force when the process began. */
export interface ChannelOpener {
  /** @throws {ConnectorError} NOTIFY_CHANNEL_UNKNOWN */
  open(name: string): Promise<{ channel: Channel; consoleUrl?: string }>;
  close(): Promise<void>;
}

/** A message that could not be brought for so long is given up. Milliseconds. */
const longest = 3 * 24 * 60 * 60_000;

/** From this failure on, whichever messages it met, a channel that does not answer is an alert. */
const patience = 4;

/**
 * Sends a message that is due. Where its channel does not answer, everything that waits for the channel is put off with it.
 *
 * @returns whether there was one
 */
export async function notifyNext(
  context: WorkerContext,
  channels: ChannelOpener,
  live: readonly string[],
): Promise<boolean> {
  const { ledger, worker, clock } = context;
  // A process sends one after the other: one that is its own already was left behind when the database was out of reach.
  const others = live.filter((other) => other !== worker);
  if (!(await hasNotificationDue(ledger, others, clock()))) return false;
  const notification = await claimNotification(ledger, worker, others, clock());
  if (notification === undefined) return false;
  context.reached?.("notify.claimed");
  let failure: ConnectorError | undefined;
  try {
    const { channel, consoleUrl } = await channels.open(notification.channel);
    await channel.send(messageOf(notification, consoleUrl));
  } catch (error) {
    if (!(error instanceof ConnectorError)) {
      // Left in `sending` it would be sent again and again, by one worker after the other.
      await fail(context, notification, new ConnectorError("INTERNAL", reportOf(error).message, { cause: error }));
      throw error;
    }
    failure = error;
  }
  context.reached?.("notify.sent");
  if (failure === undefined) await succeed(context, notification);
  else await fail(context, notification, failure);
  context.reached?.("notify.recorded");
  return true;
}

/** What leaves the process is cleaned, whoever wrote it (Invariant 7). */
function messageOf(notification: Notification, consoleUrl: string | undefined): Message {
  const redactor = createRedactor();
  const { id, event, createdAt, link, subject, title, text, facts } = notification;
  return {
    id,
    event,
    at: createdAt,
    link,
    subject,
    title: redactor.text(title),
    text: redactor.text(text),
    facts: facts.map(([name, value]) => [name, redactor.text(value)] as const),
    ...(consoleUrl !== undefined && { consoleUrl }),
  };
}

async function succeed(context: WorkerContext, sent: Notification): Promise<void> {
  const { worker, clock, actor } = context;
  await recordOutcome(context, async (transaction) => {
    const now = clock();
    if (!(await settleNotification(transaction, { id: sent.id, worker }, { state: "sent", now }))) return;
    await clearAlert(transaction, channelAlert(sent.channel), now);
    await recordAudit(transaction, {
      at: now,
      actor,
      action: "notification.sent",
      ...(sent.link !== null && { link: sent.link }),
      subject: sent.id,
      detail: { channel: sent.channel, event: sent.event, about: sent.subject, attempt: sent.attempts },
    });
  });
}

async function fail(
  { ledger, worker, clock, chance, actor }: WorkerContext,
  notification: Notification,
  error: ConnectorError,
): Promise<void> {
  const { id, channel, attempts, createdAt } = notification;
  const now = clock();
  const report = error.report();
  const tooOld = now.getTime() - createdAt.getTime() > longest;
  await ledger.transaction().execute(async (transaction) => {
    const failures = attempts + (await failuresOfChannel(transaction, channel));
    const retry = tooOld ? ({ retry: false } as const) : retryOf(report, failures, now, chance(), error.retryAfter);
    const outcome = retry.retry
      ? ({ state: "waiting", error: report, nextAttemptAt: retry.at } as const)
      : ({ state: "failed", error: report, now } as const);
    if (!(await settleNotification(transaction, { id, worker }, outcome))) return;
    if (retry.retry) await putOffChannel(transaction, channel, retry.at);
    if (retry.retry && report.retry !== "credential" && failures < patience) return;
    await raiseAlert(transaction, {
      key: channelAlert(channel),
      code: report.code,
      subject: channel,
      message: `messages do not reach the channel ${channel}: ${report.message}`,
      fix: report.fix,
      now,
    });
    if (retry.retry) return;
    await recordAudit(transaction, {
      at: now,
      actor,
      action: "notification.failed",
      ...(notification.link !== null && { link: notification.link }),
      subject: id,
      detail: { channel, event: notification.event, error: report.code, attempt: attempts },
    });
  });
}
