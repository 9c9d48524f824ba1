/**
 * Compares the alerts with what the ledger says. What a worker meets it raises on the spot; that something has been over
 * for a while nobody meets, so it is looked for here: a connection that works again, documents that are blocked no more.
 * Everything follows from rows on disk, so a process that dies on the way has lost nothing.
 */
import { sql } from "kysely";
import type { ErrorReport } from "../errors/connectorError.ts";
import {
  type Alert,
  clearAlert,
  openAlerts,
  type RaisedAlert,
  raiseAlert,
  rewordAlert,
  tellWhatChanged,
} from "../ledger/alerts.ts";
import { forgetDeliveryPause, lastDeliveryPause } from "../ledger/deliveryPause.ts";
import type { Ledger, LedgerTransaction } from "../ledger/ledger.ts";
import { removedLinks } from "../ledger/linkHold.ts";
import type { DocumentType } from "../ledger/schema.ts";
import type { WorkerContext } from "./workerContext.ts";

/** Cause of an alert that a link's Cleo cannot be used. */
export const connectionAlert = (link: string): string => `cleo-connection/${link}`;
/** Cause of an alert that a link's polls fail. */
export const pollAlert = (link: string): string => `poll/${link}`;

export async function watch({ ledger, clock }: Pick<WorkerContext, "ledger" | "clock">): Promise<void> {
  await ledger.transaction().execute((transaction) => lookAtDeliveries(transaction, clock()));
}

export async function lookAtDeliveries(transaction: LedgerTransaction, now: Date): Promise<void> {
  await clearWorkingConnections(transaction, now);
  await compareAlerts(transaction, "blocked/", await blockedCauses(transaction, now), now);
  await compareAlerts(transaction, "gp-record/", await blockedRecords(transaction, now), now);
  await compareAlerts(transaction, "in-doubt/", await doubts(transaction, now), now);
  await tellWhatChanged(transaction, now);
}

/**
 * A connection works again once a file arrived after the last trouble and its pause, or once nothing waits for it any more. What
 * arrives during the pause was under way before, and what arrived by a clock that was set back since says nothing.
 */
async function clearWorkingConnections(transaction: LedgerTransaction, now: Date): Promise<void> {
  for (const { key, link, lastAt } of await openAlerts(transaction, connectionAlert(""))) {
    const pause = link === null ? undefined : await lastDeliveryPause(transaction, link);
    if (pause && pause.until > now) continue;
    const over = pause?.until ?? lastAt;
    const { rows } = await sql<{ works: boolean }>`
      select exists (
        select from delivery join attempt on attempt.delivery_id = delivery.id
        where delivery.link = ${link} and delivery.state = 'sent'
          and delivery.settled_at > ${lastAt} and delivery.settled_at >= ${over} and delivery.settled_at <= ${now}
          and attempt.outcome = 'sent' and attempt.finished_at > ${lastAt} and attempt.finished_at >= ${over}
      ) or not (
        exists (select from delivery where link = ${link} and state in ('planned', 'failed'))
        or exists (select from delivery where link = ${link} and state in ('sending', 'inDoubt'))
      ) as works
    `.execute(transaction);
    if (!rows[0]?.works) continue;
    if (link !== null) await forgetDeliveryPause(transaction, link);
    await clearAlert(transaction, key, now);
  }
}

/** A cause that stands in the ledger now, and when it came there last. */
export type Cause = RaisedAlert & { latest: Date };

/** Raises what has come, leaves alone what has not changed but for its words, clears what is gone; a removed link needs nobody. */
export async function compareAlerts(
  transaction: LedgerTransaction,
  prefix: string,
  causes: readonly Cause[],
  now: Date,
): Promise<void> {
  const open = new Map<string, Alert>((await openAlerts(transaction, prefix)).map((alert) => [alert.key, alert]));
  const removed = await removedLinks(transaction);
  for (const { latest, ...cause } of causes) {
    if (cause.link != null && removed.has(cause.link)) continue;
    const present = open.get(cause.key);
    open.delete(cause.key);
    if (present === undefined || latest > present.lastAt) await raiseAlert(transaction, cause);
    else if (cause.message !== present.message) await rewordAlert(transaction, cause);
  }
  for (const key of open.keys()) await clearAlert(transaction, key, now);
}

interface Group {
  link: string;
  documents: number;
  latest: Date;
  document: string;
  error: ErrorReport | null;
}

/** Blocked documents by the code of what blocks them: one alert for each thing that a person has to do. */
async function blockedCauses(ledger: Ledger, now: Date): Promise<Cause[]> {
  const { rows } = await sql<Group>`
    select link, count(*)::integer as documents, max(settled_at) as latest,
      (array_agg(key order by settled_at desc))[1] as document,
      (array_agg(error order by settled_at desc))[1] as error
    from delivery where state = 'blocked' group by link, error ->> 'code'
  `.execute(ledger);
  return rows.flatMap(({ link, documents, latest, document, error }) => {
    if (error === null) return [];
    const what = documents === 1 ? document : `${documents} documents, the latest of them ${document}`;
    return [
      {
        key: `blocked/${link}/${error.code}`,
        code: error.code,
        link,
        subject: document,
        message: `${what} cannot be sent: ${error.message}`,
        fix: error.fix,
        now,
        latest,
      },
    ];
  });
}

/** Records of GP that cannot be used as they are, by the code of what is wrong with them. */
async function blockedRecords(ledger: Ledger, now: Date): Promise<Cause[]> {
  const { rows } = await sql<Group & { type: DocumentType; error: ErrorReport }>`
    select link, count(*)::integer as documents, max(since) as latest,
      (array_agg(type order by since desc, key))[1] as type,
      (array_agg(key order by since desc, key))[1] as document,
      (array_agg(cause order by since desc, key))[1] as error
    from blocked_record group by link, cause ->> 'code'
  `.execute(ledger);
  return rows.map(({ link, documents, latest, type, document, error }) => {
    const word = type === "vendor" ? "vendor" : "purchase order";
    const one = document === "" ? `a ${word} without a number that can be read` : `the ${word} ${document}`;
    const what = documents === 1 ? one : `${documents} records of GP, the latest of them ${one},`;
    return {
      key: `gp-record/${link}/${error.code}`,
      code: error.code,
      link,
      subject: document === "" ? null : document,
      message: `${what} cannot be used: ${error.message}`,
      fix: error.fix,
      now,
      latest,
    };
  });
}

/** Files whose arrival only a person can find out, and those that Cleo has said nothing of for an hour. */
async function doubts(ledger: Ledger, now: Date): Promise<Cause[]> {
  const { rows } = await sql<Group>`
    select link, count(*)::integer as documents, max(since) as latest, (array_agg(key order by since desc))[1] as document, null as error
    from (
      select link, key, case when next_attempt_at is null then settled_at else settled_at + interval '1 hour' end as since
      from delivery where state = 'inDoubt'
    ) doubt where since <= ${now} group by link
  `.execute(ledger);
  return rows.map(({ link, documents, latest, document }) => ({
    key: `in-doubt/${link}`,
    code: "CLEO_OUTCOME_UNKNOWN",
    link,
    subject: document,
    message:
      documents === 1
        ? `nobody knows whether ${document} arrived in Cleo`
        : `nobody knows whether ${documents} documents arrived in Cleo, the latest of them ${document}`,
    now,
    latest,
  }));
}
