/**
 * Alerts: what a person should know or mend, one open alert per cause. The same cause again counts; it does not shout.
 *
 * People are told when an alert is raised and when it is cleared, in the same transaction. A cause that comes and goes is
 * told once and then at most every quarter of an hour: the alert is opened again in silence, and who is told what
 * follows is settled by {@link tellWhatChanged}. A cause whose code changes has another fix, so it is another alert: it takes the
 * place of the one before, and that both are over is told when the cause is cleared.
 */
import type { ErrorReport } from "../errors/connectorError.ts";
import { ownerNames } from "../errors/reference.ts";
import { type ErrorCode, errorRegistry, type Owner } from "../errors/registry.ts";
import { newIdentifier } from "./identifier.ts";
import type { Ledger, LedgerTransaction } from "./ledger.ts";
import { queueNotification } from "./notifications.ts";

/** How long a cause that comes and goes is told of once. Milliseconds. */
export const alertQuiet = 15 * 60_000;

export interface RaisedAlert {
  /** Names the cause, such as `cleo-connection/two-to-cleo`. */
  key: string;
  code: ErrorCode;
  link?: string | null;
  /** What it is about: a document, a delivery, a schedule. */
  subject?: string | null;
  /** What is wrong, in the user's words, without secrets. */
  message: string;
  /** Replaces the registry's advice. */
  fix?: string;
  /** Milliseconds: what is over before that is told to nobody. */
  tellAfter?: number;
  now: Date;
}

export interface Alert {
  id: string;
  key: string;
  code: ErrorCode;
  link: string | null;
  subject: string | null;
  message: string;
  fix: string;
  owner: Owner;
  count: number;
  firstAt: Date;
  lastAt: Date;
  clearedAt: Date | null;
}

type StoredAlert = Alert & { told: "raised" | "cleared" | null; toldAt: Date | null; tellAt: Date | null };

/** @returns the alert, and whether it was not open before with this code */
export async function raiseAlert(
  transaction: LedgerTransaction,
  alert: RaisedAlert,
): Promise<{ id: string; opened: boolean }> {
  const { key, code, message, now } = alert;
  const { fix, owner, retry } = errorRegistry[code];
  const content = {
    code,
    link: alert.link ?? null,
    subject: alert.subject ?? null,
    message,
    fix: alert.fix ?? fix,
    owner,
    lastAt: now,
  };
  const open = await transaction
    .selectFrom("alert")
    .select(["id", "code", "tellAt"])
    .where("key", "=", key)
    .where("clearedAt", "is", null)
    .forUpdate()
    .executeTakeFirst();
  if (open?.code === code) {
    await transaction
      .updateTable("alert")
      .set(({ eb }) => ({ ...content, count: eb("count", "+", 1) }))
      .where("id", "=", open.id)
      .execute();
    return { id: open.id, opened: false };
  }
  if (open) {
    await transaction.updateTable("alert").set({ clearedAt: now, tellAt: null }).where("id", "=", open.id).execute();
  }

  const last = await transaction
    .selectFrom("alert")
    .selectAll()
    .where("key", "=", key)
    .where("code", "=", code)
    // A doubt ends by a person's word, so the next one is another.
    .where(({ lit }) => lit(retry !== "inDoubt"))
    // One that somebody else opened since the statement above is not opened again but counted below.
    .where("clearedAt", "is not", null)
    .where("toldAt", ">", new Date(now.getTime() - alertQuiet))
    .orderBy("lastAt", "desc")
    .limit(1)
    .forUpdate()
    .executeTakeFirst();
  if (last?.toldAt) {
    const tellAt = new Date(last.toldAt.getTime() + alertQuiet);
    await transaction
      .updateTable("alert")
      .set(({ eb }) => ({ ...content, count: eb("count", "+", 1), clearedAt: null, tellAt }))
      .where("id", "=", last.id)
      .execute();
    return { id: last.id, opened: true };
  }

  const id = newIdentifier("alr", now);
  const tellAt = tellingOf(alert, open);
  const opened = await transaction
    .insertInto("alert")
    .values({ id, key, ...content, count: 1, firstAt: now, tellAt })
    .onConflict((conflict) => conflict.column("key").where("clearedAt", "is", null).doNothing())
    .returningAll()
    .executeTakeFirst();
  // Somebody else opened it between the two statements; then it is counted there.
  if (opened === undefined) return raiseAlert(transaction, alert);
  if (tellAt === null) await tell(transaction, opened, "raised", now);
  return { id, opened: true };
}

/**
 * When to tell of a new alert; null: at once. What passes by itself has had its time where another code of the cause was
 * told before, and has no more of it than what is left to that one: else codes that take turns were never told.
 */
function tellingOf({ tellAfter, now }: RaisedAlert, before: { tellAt: Date | null } | undefined): Date | null {
  if (tellAfter === undefined || before?.tellAt === null) return null;
  return new Date(Math.min(now.getTime() + tellAfter, before?.tellAt.getTime() ?? Number.POSITIVE_INFINITY));
}

/** Brings the words of an open alert up to date, such as how many it is about: told to nobody, and not counted. */
export async function rewordAlert(transaction: LedgerTransaction, alert: RaisedAlert): Promise<void> {
  const { key, code, message } = alert;
  await transaction
    .updateTable("alert")
    .set({ message, subject: alert.subject ?? null, fix: alert.fix ?? errorRegistry[code].fix })
    .where("key", "=", key)
    .where("clearedAt", "is", null)
    .execute();
}

/** @returns whether an alert of this cause was open */
export async function clearAlert(transaction: LedgerTransaction, key: string, now: Date): Promise<boolean> {
  const cleared = await transaction
    .updateTable("alert")
    .set({ clearedAt: now, tellAt: null })
    .where("key", "=", key)
    .where("clearedAt", "is", null)
    .returning("id")
    .executeTakeFirst();
  if (cleared === undefined) return false;
  const told = await transaction
    .selectFrom("alert")
    .selectAll()
    .where("key", "=", key)
    .where("told", "=", "raised")
    .orderBy("firstAt")
    .execute();
  for (const alert of told) await tell(transaction, alert, "cleared", now);
  return true;
}

/** Of a link that is no more nothing needs a person. Nobody is told: whoever removed it knows. */
export async function endAlertsOf(transaction: LedgerTransaction, link: string, now: Date): Promise<void> {
  await transaction
    .updateTable("alert")
    .set({ clearedAt: now, tellAt: null, told: null })
    .where("link", "=", link)
    .where("clearedAt", "is", null)
    .execute();
}

/** Cause of an alert that a notification channel does not work; its subject is the channel. */
export const channelAlert = (channel: string): string => `notification/${channel}`;

/** Tells of the alerts that were opened in silence and are still open now that the quiet time is over. */
export async function tellWhatChanged(transaction: LedgerTransaction, now: Date): Promise<number> {
  const untold = await transaction
    .selectFrom("alert")
    .selectAll()
    .where("tellAt", "<=", now)
    .forUpdate()
    .skipLocked()
    .execute();
  for (const alert of untold) await tell(transaction, alert, "raised", now);
  return untold.length;
}

async function tell(
  transaction: LedgerTransaction,
  alert: StoredAlert,
  what: "raised" | "cleared",
  now: Date,
): Promise<void> {
  // A channel that is itself the trouble carries no message about it.
  const except = alert.subject !== null && alert.key === channelAlert(alert.subject) ? alert.subject : undefined;
  const since = `since ${alert.firstAt.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  const times = alert.count > 1 ? `, seen ${alert.count} times` : "";
  await queueNotification(transaction, {
    event: `alert.${what}`,
    link: alert.link,
    subject: alert.id,
    title: what === "raised" ? alert.message : `Over: ${alert.message}`,
    text:
      what === "raised"
        ? `${alert.message}.\n\nWhat to do: ${alert.fix}\nWhose job: ${ownerNames[alert.owner] ?? alert.owner}`
        : `This is over: ${alert.message} (${since}${times}).\n\nNothing needs to be done.`,
    facts: [
      ["code", alert.code],
      ...(alert.link === null ? [] : [["link", alert.link] as const]),
      ...(alert.subject === null ? [] : [["about", alert.subject] as const]),
      [what === "raised" ? "since" : "lasted", what === "raised" ? since.slice(6) : lasted(alert, now)],
      ["alert", alert.id],
    ],
    ...(except !== undefined && { except }),
    now,
  });
  await transaction
    .updateTable("alert")
    .set({ told: what, toldAt: now, tellAt: null })
    .where("id", "=", alert.id)
    .execute();
}

function lasted({ firstAt, clearedAt }: StoredAlert, now: Date): string {
  const minutes = Math.max(0, Math.round(((clearedAt ?? now).getTime() - firstAt.getTime()) / 60_000));
  if (minutes < 120) return `${minutes} minutes`;
  return minutes < 2_880 ? `${Math.round(minutes / 60)} hours` : `${Math.round(minutes / 1_440)} days`;
}

/** Open alerts first, the newest first among them; then cleared ones, where they are asked for. */
export async function listAlerts(
  ledger: Ledger,
  filter: { link?: string; state: "open" | "cleared" | "all"; limit: number },
): Promise<Alert[]> {
  let query = ledger.selectFrom("alert").selectAll();
  if (filter.link !== undefined) query = query.where("link", "=", filter.link);
  if (filter.state === "open") query = query.where("clearedAt", "is", null);
  if (filter.state === "cleared") query = query.where("clearedAt", "is not", null);
  const rows = await query
    .orderBy("clearedAt", (order) => order.desc().nullsFirst())
    .orderBy("lastAt", "desc")
    .limit(filter.limit)
    .execute();
  return rows.map(({ told: _, toldAt: __, tellAt: ___, ...alert }) => alert);
}

/** Open alerts whose cause begins with this, for those who look whether it is still there. */
export async function openAlerts(ledger: Ledger, keyPrefix: string): Promise<Alert[]> {
  return ledger
    .selectFrom("alert")
    .selectAll()
    .where("clearedAt", "is", null)
    .where(({ eb, fn, val }) => eb(fn<boolean>("starts_with", ["key", val(keyPrefix)]), "=", true))
    .execute();
}

/** An alert from an error: the cause is the error's, the words are its own. */
export function alertOf(
  error: Pick<ErrorReport, "code" | "message" | "fix">,
  about: Pick<RaisedAlert, "key" | "link" | "subject" | "now">,
): RaisedAlert {
  return { ...about, code: error.code, message: error.message, fix: error.fix };
}
