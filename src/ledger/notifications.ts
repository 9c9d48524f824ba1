/**
 * The outbox of messages to people. A message is queued in the transaction of what it tells, once for each channel that
 * the configuration in force names for its event, so neither exists without the other; a worker carries it out.
 *
 * Delivery is at least once: a worker that dies while it sends leaves `sending` behind, and the message goes out again.
 * A mail that comes twice does little harm, one that never comes may do a lot. Each message keeps its identifier, by which
 * a receiver can tell a repeat.
 */
import { type ExpressionBuilder, sql } from "kysely";
import type { NotificationEvent } from "../configuration/notificationSchema.ts";
import type { NotificationChannel } from "../configuration/notifications.ts";
import type { ErrorReport } from "../errors/connectorError.ts";
import { newIdentifier } from "./identifier.ts";
import type { Ledger, LedgerTransaction } from "./ledger.ts";
import type { LedgerSchema } from "./schema.ts";

export interface NewNotification {
  event: NotificationEvent;
  /** What concerns no link goes to every channel of the event. */
  link?: string | null;
  /** Document, delivery, message or alert that it is about. */
  subject?: string | null;
  /** One line. */
  title: string;
  /** What happened, what to do, whose job it is. Plain text. */
  text: string;
  /** Names and values, in the order in which they are shown. */
  facts: readonly (readonly [name: string, value: string])[];
  /** A channel that is not to carry it, because it is what the message is about. */
  except?: string;
  now: Date;
}

export interface Notification {
  id: string;
  event: string;
  channel: string;
  link: string | null;
  subject: string | null;
  title: string;
  text: string;
  facts: [string, string][];
  state: "waiting" | "sending" | "sent" | "failed";
  attempts: number;
  nextAttemptAt: Date | null;
  error: ErrorReport | null;
  createdAt: Date;
  settledAt: Date | null;
}

/** @returns the names of the channels that will carry it; none where nobody asked for this event */
export async function queueNotification(transaction: LedgerTransaction, message: NewNotification): Promise<string[]> {
  const channels = (await channelsInForce(transaction))
    .filter(({ events, links, name }) => {
      const concerned = links === undefined || message.link == null || links.includes(message.link);
      return events.includes(message.event) && concerned && name !== message.except;
    })
    .map(({ name }) => name);
  if (channels.length === 0) return [];
  await insert(transaction, message, channels);
  return channels;
}

/** Queues a message for one channel, whatever it is set up to take. */
export async function queueForChannel(
  transaction: LedgerTransaction,
  message: NewNotification,
  channel: string,
): Promise<string> {
  const [id] = await insert(transaction, message, [channel]);
  if (id === undefined) throw new Error("nothing was queued");
  return id;
}

async function insert(
  transaction: LedgerTransaction,
  message: NewNotification,
  channels: readonly string[],
): Promise<string[]> {
  const rows = channels.map((channel) => ({
    id: newIdentifier("ntf", message.now),
    event: message.event,
    channel,
    link: message.link ?? null,
    subject: message.subject ?? null,
    title: message.title,
    text: message.text,
    facts: JSON.stringify(message.facts),
    state: "waiting" as const,
    attempts: 0,
    nextAttemptAt: message.now,
    createdAt: message.now,
  }));
  await transaction.insertInto("notification").values(rows).execute();
  return rows.map(({ id }) => id);
}

async function channelsInForce(ledger: Ledger): Promise<NotificationChannel[]> {
  const { rows } = await sql<{ channels: NotificationChannel[] | null }>`
    select document -> 'notifications' -> 'channels' as channels from configuration order by version desc limit 1
  `.execute(ledger);
  return rows[0]?.channels ?? [];
}

/** Whether a message is due, or was left behind by a dead worker. Takes no lock. */
export async function hasNotificationDue(ledger: Ledger, live: readonly string[], now: Date): Promise<boolean> {
  const row = await ledger.selectFrom("notification").select("id").where(due(live, now)).limit(1).executeTakeFirst();
  return row !== undefined;
}

const due =
  (live: readonly string[], now: Date) =>
  ({ or, and, eb }: ExpressionBuilder<LedgerSchema, "notification">) =>
    or([
      and([eb("state", "=", "waiting"), eb("nextAttemptAt", "<=", now)]),
      and([eb("state", "=", "sending"), eb("workerId", "not in", [...live, ""])]),
    ]);

/**
 * Takes a message that is due and makes it the caller's: the oldest of those that were tried least, so that one that its
 * channel never takes holds up no other.
 */
export async function claimNotification(
  ledger: Ledger,
  worker: string,
  live: readonly string[],
  now: Date,
): Promise<Notification | undefined> {
  return ledger.transaction().execute(async (transaction) => {
    const free = await transaction
      .selectFrom("notification")
      .select("id")
      .where(due(live, now))
      .orderBy("attempts")
      .orderBy("createdAt")
      .orderBy("id")
      .limit(1)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (free === undefined) return undefined;
    return transaction
      .updateTable("notification")
      .set({ state: "sending", workerId: worker, attempts: sql<number>`attempts + 1`, nextAttemptAt: null })
      .where("id", "=", free.id)
      .returningAll()
      .executeTakeFirstOrThrow();
  });
}

/** Writes what came of it, on condition that it is still the worker's. */
export async function settleNotification(
  ledger: Ledger,
  { id, worker }: { id: string; worker: string },
  outcome:
    | { state: "sent"; now: Date }
    | { state: "failed"; error: ErrorReport; now: Date }
    | { state: "waiting"; error: ErrorReport; nextAttemptAt: Date },
): Promise<boolean> {
  const settled = await ledger
    .updateTable("notification")
    .set({
      state: outcome.state,
      workerId: null,
      error: outcome.state === "sent" ? null : JSON.stringify(outcome.error),
      nextAttemptAt: outcome.state === "waiting" ? outcome.nextAttemptAt : null,
      settledAt: outcome.state === "waiting" ? null : outcome.now,
    })
    .where("id", "=", id)
    .where("state", "=", "sending")
    .where("workerId", "=", worker)
    .executeTakeFirst();
  return settled.numUpdatedRows === 1n;
}

/** How often those messages were tried that wait for a channel. */
export async function failuresOfChannel(ledger: Ledger, channel: string): Promise<number> {
  const { failures } = await ledger
    .selectFrom("notification")
    .select(sql<number>`coalesce(sum(attempts), 0)::integer`.as("failures"))
    .where("channel", "=", channel)
    .where("state", "=", "waiting")
    .executeTakeFirstOrThrow();
  return failures;
}

/** Lets whatever waits for a channel wait until then at least. */
export async function putOffChannel(transaction: LedgerTransaction, channel: string, until: Date): Promise<void> {
  await transaction
    .updateTable("notification")
    .set({ nextAttemptAt: until })
    .where("id", "in", ({ selectFrom }) =>
      selectFrom("notification")
        .select("id")
        .where("channel", "=", channel)
        .where("state", "=", "waiting")
        .where("nextAttemptAt", "<", until)
        .forUpdate()
        .skipLocked(),
    )
    .execute();
}

/** The newest first. */
export async function listNotifications(
  ledger: Ledger,
  filter: { channel?: string; state?: Notification["state"]; limit: number },
): Promise<Notification[]> {
  let query = ledger.selectFrom("notification").selectAll();
  if (filter.channel !== undefined) query = query.where("channel", "=", filter.channel);
  if (filter.state !== undefined) query = query.where("state", "=", filter.state);
  const rows = await query.orderBy("createdAt", "desc").orderBy("id", "desc").limit(filter.limit).execute();
  return rows.map(({ workerId: _, ...row }) => row);
}

export async function findNotification(ledger: Ledger, id: string): Promise<Notification | undefined> {
  return ledger.selectFrom("notification").selectAll().where("id", "=", id).executeTakeFirst();
}
