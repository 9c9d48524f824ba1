/**
 * Alerts about what partners owe and what GP does not take, one for each cause: a partner that is late, a partner that
 * cannot read our files, a reason for which messages are in quarantine or drafts are blocked. All follows from rows on disk.
 */
import { sql } from "kysely";
import type { ErrorReport } from "../errors/connectorError.ts";
import { errorRegistry } from "../errors/registry.ts";
import { markOverdue, overdueGroups } from "../ledger/acknowledgements.ts";
import type { Ledger, LedgerTransaction } from "../ledger/ledger.ts";
import { type Cause, compareAlerts } from "./watch.ts";
import type { WorkerContext } from "./workerContext.ts";

export async function watchAnswers({ ledger, clock }: Pick<WorkerContext, "ledger" | "clock">): Promise<void> {
  await ledger.transaction().execute((transaction) => lookAtAnswers(transaction, clock()));
}

export async function lookAtAnswers(transaction: LedgerTransaction, now: Date): Promise<void> {
  await markOverdue(transaction, now);
  await compareAlerts(transaction, "acknowledgement/", await overdue(transaction, now), now);
  await compareAlerts(transaction, "file-rejected/", await unreadable(transaction, now), now);
  await compareAlerts(transaction, "quarantine/", await quarantined(transaction, now), now);
  await compareAlerts(transaction, "draft-blocked/", await blockedDrafts(transaction, now), now);
}

const owed = { "997": "no 997, so nobody knows whether they could read", "855": "no confirmation (855) of" } as const;

async function overdue(ledger: Ledger, now: Date): Promise<Cause[]> {
  const groups = await overdueGroups(ledger, now);
  return groups.map(({ link, partner, kind, count, orders, latest }) => {
    const [first = ""] = orders;
    const which = count === 1 ? first : `${count} orders: ${orders.slice(0, 5).join(", ")}${count > 5 ? ", …" : ""}`;
    return {
      key: `acknowledgement/${link}/${partner}/${kind}`,
      code: "ACKNOWLEDGEMENT_OVERDUE",
      link,
      subject: first,
      message: `${partner} owes an answer: ${owed[kind]} ${which}`,
      now,
      latest,
    };
  });
}

/** Partners whose last word on the latest file of an order is that it cannot be read. */
async function unreadable(ledger: Ledger, now: Date): Promise<Cause[]> {
  const { rows } = await sql<{
    link: string;
    partner: string;
    orders: number;
    order: string;
    summary: string;
    latest: Date;
  }>`
    select ack.link, ack.partner, count(*)::integer as orders, max(ack.answered_at) as latest,
      (array_agg(document.key order by ack.answered_at desc))[1] as order,
      (array_agg(answer.summary order by ack.answered_at desc))[1] as summary
    from acknowledgement ack
    join document on document.id = ack.order_id
    left join answer on answer.inbound_id = ack.inbound_id and answer.order_id = ack.order_id
    where ack.kind = '997' and ack.state = 'rejected'
      and not exists (
        select from acknowledgement later
        where later.order_id = ack.order_id and later.kind = '997' and later.sent_at > ack.sent_at
      )
    group by ack.link, ack.partner
  `.execute(ledger);
  return rows.map(({ link, partner, orders, order, summary, latest }) => ({
    key: `file-rejected/${link}/${partner}`,
    code: "ORDER_FILE_REJECTED",
    link,
    subject: order,
    message: orders === 1 ? summary : `${partner} could not read ${orders} orders; the latest: ${summary}`,
    now,
    latest,
  }));
}

/** What came in and cannot be trusted, until a person retries or ignores it. */
async function quarantined(ledger: Ledger, now: Date): Promise<Cause[]> {
  const { rows } = await sql<{ link: string; count: number; id: string; error: ErrorReport; latest: Date }>`
    select link, count(*)::integer as count, max(at) as latest,
      (array_agg(id order by at desc))[1] as id, (array_agg(error order by at desc))[1] as error
    from (
      select link, id, error, coalesce(read_at, received_at) as at from inbox_message where state = 'quarantined'
      union all
      select link, id, error, coalesce(settled_at, received_at) from inbound_document where state = 'quarantined'
    ) held
    group by link, error ->> 'code'
  `.execute(ledger);
  return rows.map(({ link, count, id, error, latest }) => ({
    key: `quarantine/${link}/${error.code}`,
    code: error.code,
    link,
    subject: id,
    message:
      count === 1
        ? `what Cleo sent is in quarantine: ${error.message}`
        : `${count} messages or documents that Cleo sent are in quarantine; the latest: ${error.message}`,
    fix: error.fix,
    now,
    latest,
  }));
}

async function blockedDrafts(ledger: Ledger, now: Date): Promise<Cause[]> {
  const { rows } = await sql<{ link: string; drafts: number; about: string; error: ErrorReport; latest: Date }>`
    select link, count(*)::integer as drafts, max(settled_at) as latest,
      (array_agg(coalesce(order_number, number) order by settled_at desc))[1] as about,
      (array_agg(error order by settled_at desc))[1] as error
    from draft where state = 'blocked' group by link, error ->> 'code'
  `.execute(ledger);
  return rows.map(({ link, drafts, about, error, latest }) => ({
    key: `draft-blocked/${link}/${error.code}`,
    code: error.code,
    link,
    subject: about,
    message: `GP does not take ${drafts === 1 ? `the draft for ${about}` : `${drafts} drafts, the latest for ${about}`}: ${error.message}`,
    fix: error.fix ?? errorRegistry[error.code].fix,
    now,
    latest,
  }));
}
