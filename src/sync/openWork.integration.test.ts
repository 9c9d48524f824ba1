/** What is asked every second, or every few, reads few rows however many there are. */
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testLink } from "../../test/ledgerRecords.ts";
import { rowsTouched } from "../../test/rowsTouched.ts";
import { type TemporaryLedger, temporaryLedger } from "../../test/temporaryLedger.ts";
import type { ErrorReport } from "../errors/connectorError.ts";
import { markOverdue, overdueGroups } from "../ledger/acknowledgements.ts";
import { raiseAlert } from "../ledger/alerts.ts";
import { forgetDeliveryPause, pauseDeliveries } from "../ledger/deliveryPause.ts";
import { countDeliveriesDue, linksWithWork, takeDeliveriesDue } from "../ledger/dueDeliveries.ts";
import type { Ledger, LedgerTransaction } from "../ledger/ledger.ts";
import { beginLinks } from "../ledger/linkHold.ts";
import { documentsToReview } from "../ledger/overview.ts";
import { lookAtDeliveries } from "./watch.ts";
import { lookAtAnswers } from "./watchAnswers.ts";

const many = 100_000;
const few = 200;
const now = new Date("2026-01-15T09:30:00Z");
const later = (seconds: number) => new Date(now.getTime() + seconds * 1_000);
const trouble = { code: "CLEO_UNREACHABLE", message: "", fix: "", retry: "transient" } as unknown as ErrorReport;
const plans = ["auto", "force_generic_plan"] as const;

let temporary: TemporaryLedger;
let ledger: Ledger;
const run = (text: string) => sql.raw(text).execute(ledger);

/** Whatever the work answers, it reads few rows; how the server plans it is said where that can differ. */
async function looksAtFew(
  work: (transaction: LedgerTransaction) => Promise<unknown>,
  plan?: (typeof plans)[number],
): Promise<void> {
  expect((await rowsTouched(ledger, work, plan)).read).toBeLessThan(few);
}

beforeAll(async () => {
  temporary = await temporaryLedger();
  ({ ledger } = temporary);
  await ledger.transaction().execute((transaction) => beginLinks(transaction, [testLink, "three"]));
  await run(`insert into job (id, kind, link, state, parameters, requested_by, requested_at)
    values ('job_1', 'poll', '${testLink}', 'succeeded', '{}', 'test', now())`);
  await run(`insert into document (id, link, type, key, first_seen_at, latest_revision, latest_hash)
    select 'doc_' || n, '${testLink}', 'purchaseOrder', 'PO' || n, now(), 1, 'h' from generate_series(1, ${many}) n`);
  await run(`insert into revision (document_id, number, content_hash, canonical, source_digest, job_id, created_at)
    select id, 1, 'h', '{}', '0', 'job_1', now() from document`);
  await run("insert into content values ('c', '', now())");
  await run(`insert into delivery (id, document_id, revision, link, type, key, state, job_id, attempts, created_at)
    select 'dlv_' || n, 'doc_' || n, 1, '${testLink}', 'purchaseOrder', 'PO' || n, 'planned', 'job_1', 1, now()
    from generate_series(1, ${many}) n`);
  await run("vacuum analyze");
}, 300_000);
afterAll(() => temporary?.close());

describe(`${many} deliveries of a link that are due`, () => {
  it.each(plans)("are found and taken by looking at few (%s)", async (plan) => {
    await looksAtFew(async (transaction) => {
      expect(await linksWithWork(transaction, now)).toEqual([testLink]);
      expect(await countDeliveriesDue(transaction, testLink, now, 8)).toBe(8);
      const taken = await takeDeliveriesDue(transaction, testLink, now, 8);
      expect(taken.map(({ key }) => key)).toEqual(["PO1", "PO2", "PO3", "PO4", "PO5", "PO6", "PO7", "PO8"]);
    }, plan);
  });

  it("are put off by one row, and not again by who meets the same trouble at the same time", async () => {
    const pause = { error: trouble, until: later(60), fresh: true };
    const touched = () => rowsTouched(ledger, (transaction) => pauseDeliveries(transaction, testLink, pause));
    const first = await touched();
    await ledger.transaction().execute((transaction) => pauseDeliveries(transaction, testLink, pause));
    expect([first.read < few, first.written, (await touched()).written]).toEqual([true, 1, 0]);
  });
});

describe(`${many} deliveries of a link that are put off`, () => {
  it.each(plans)("are passed over by looking at few (%s)", async (plan) => {
    await looksAtFew(async (transaction) => {
      expect(await linksWithWork(transaction, now)).toEqual([]);
      expect(await countDeliveriesDue(transaction, testLink, now, 8)).toBe(0);
      expect(await takeDeliveriesDue(transaction, testLink, now, 8)).toEqual([]);
    }, plan);
  });

  it.each(plans)("are not looked at for one that was set aside, when the connection works again (%s)", async (plan) => {
    await looksAtFew((transaction) => forgetDeliveryPause(transaction, testLink), plan);
  });

  it("go by the order in which they were recorded once their time has come", async () => {
    await looksAtFew(async (transaction) => {
      expect(await linksWithWork(transaction, later(60))).toEqual([testLink]);
      expect((await takeDeliveriesDue(transaction, testLink, later(60), 3)).map(({ key }) => key)).toEqual([
        "PO1",
        "PO2",
        "PO3",
      ]);
    });
  });
});

describe(`${many} files that were looked through while the connection is down`, () => {
  beforeAll(async () => {
    await run(`update delivery set state = 'failed', next_attempt_at = '2026-01-15T09:00:00Z'
      where position > 1`);
    await run("vacuum analyze delivery");
    const pause = { error: trouble, until: later(120), fresh: false };
    await ledger.transaction().execute((transaction) => pauseDeliveries(transaction, testLink, pause));
  }, 300_000);

  it.each(plans)("are not looked through for one that nobody looked at yet (%s)", async (plan) => {
    await looksAtFew(async (transaction) => {
      expect(await linksWithWork(transaction, now)).toEqual([testLink]);
      expect(await countDeliveriesDue(transaction, testLink, now, 8)).toBe(0);
      expect(await takeDeliveriesDue(transaction, testLink, now, 8)).toEqual([]);
      const fresh = await takeDeliveriesDue(transaction, testLink, now, 8, "fresh");
      expect(fresh.map(({ key }) => key)).toEqual(["PO1"]);
    }, plan);
  });
});

describe(`${many} files that were sent`, () => {
  beforeAll(async () => {
    await run(
      `update delivery set state = 'sent', next_attempt_at = null, error = null, settled_at = '2026-01-15T08:00:00Z'`,
    );
    await run(`insert into attempt (delivery_id, number, job_id, worker_id, started_at, finished_at, outcome)
      select id, 1, job_id, 'w', settled_at, settled_at, 'sent' from delivery`);
    // Of three partners two answer nothing, and one could not read two files.
    await run(`insert into acknowledgement (delivery_id, kind, order_id, link, partner, state, sent_at, due_at)
      select id, '997', document_id, link, 'P' || position % 2, 'waiting', settled_at + position * interval '1 millisecond', '2026-01-15T09:00:00Z'
      from delivery where position > 2`);
    await run(`insert into acknowledgement (delivery_id, kind, order_id, link, partner, state, sent_at, answered_at)
      select id, '997', document_id, link, 'P2', 'rejected', settled_at, '2026-01-15T09:00:00Z' from delivery where position <= 2`);
    await run(`insert into inbox_message (id, link, source, state, content_digest, size, metadata, duplicates, received_at)
      values ('rcv_1', '${testLink}', 'webhook', 'read', 'c', 1, '{}', 0, now())`);
    await run(`insert into inbound_document (id, message_id, number, link, format, type, key, document, notes, state, error, attempts, job_id, received_at)
      select 'inb_' || n, 'rcv_1', n, '${testLink}', 'x12', '856', 'k' || n, '{}', '[]',
        case n when 1 then 'review' when 2 then 'failed' when 3 then 'quarantined' else 'done' end, '{"code":"INTERNAL","message":"","fix":""}', 1, 'job_1', now()
      from generate_series(1, ${many}) n`);
    await ledger.transaction().execute((transaction) => markOverdue(transaction, now));
    await run("vacuum analyze");
  }, 300_000);

  it("do not count when documents that wait for a person are counted", async () => {
    await looksAtFew(async (transaction) => {
      expect(await documentsToReview(transaction)).toBe(3);
    });
  });

  it("are grouped by who owes an answer for them, with the orders that wait longest", async () => {
    const { read } = await rowsTouched(ledger, async (transaction) => {
      expect(await overdueGroups(transaction, now)).toEqual([
        {
          link: testLink,
          partner: "P0",
          kind: "997",
          count: many / 2 - 1,
          latest: new Date("2026-01-15T09:00:00Z"),
          orders: [4, 6, 8, 10, 12, 14, 16, 18, 20, 22].map((n) => `PO${n}`),
        },
        {
          link: testLink,
          partner: "P1",
          kind: "997",
          count: many / 2 - 1,
          latest: new Date("2026-01-15T09:00:00Z"),
          orders: [3, 5, 7, 9, 11, 13, 15, 17, 19, 21].map((n) => `PO${n}`),
        },
      ]);
    });
    // Each is counted; of all but ten of each partner nothing more is read.
    expect(read).toBeLessThan(many + few);
  });

  it("are not looked at again when alerts are compared", async () => {
    await ledger.transaction().execute((transaction) =>
      raiseAlert(transaction, {
        key: `cleo-connection/${testLink}`,
        code: "CLEO_UNREACHABLE",
        link: testLink,
        message: "",
        now,
      }),
    );
    await run(`update delivery set state = 'planned', settled_at = null where position = 7`);
    await looksAtFew((transaction) => lookAtDeliveries(transaction, now));
    const answers = await rowsTouched(ledger, (transaction) => lookAtAnswers(transaction, now));
    expect(answers.read).toBeLessThan(many + few);
  });
});
