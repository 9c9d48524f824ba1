import { afterEach, beforeEach, expect, it } from "vitest";
import { plannedDelivery, testLink } from "../../test/ledgerRecords.ts";
import { untilWaiting } from "../../test/lockWaits.ts";
import { type TemporaryLedger, temporaryLedger } from "../../test/temporaryLedger.ts";
import { takeDeliveriesDue } from "./dueDeliveries.ts";
import { handOver } from "./handover.ts";
import { storeMessage } from "./inbox.ts";
import type { LedgerTransaction } from "./ledger.ts";
import { beginLinks } from "./linkHold.ts";

const now = new Date("2026-01-15T09:30:00Z");
let temporary: TemporaryLedger;
beforeEach(async () => {
  temporary = await temporaryLedger();
});
afterEach(() => temporary.close());

const hand = (transaction: LedgerTransaction) => handOver(transaction, { backupId: "bak_1", by: "mia", now });
const store = (transaction: LedgerTransaction) =>
  storeMessage(transaction, {
    link: testLink,
    source: "webhook",
    content: Buffer.from("ISA"),
    format: "x12",
    keys: [],
    metadata: {},
    now,
  });
const inTransaction = <Result>(work: (transaction: LedgerTransaction) => Promise<Result>) => {
  const done = temporary.ledger.transaction().execute(work);
  // It may be refused before anybody awaits it.
  done.catch(() => {});
  return done;
};

it("waits for a message that is being stored, which then moves with the ledger", async () => {
  const storing = await temporary.ledger.startTransaction().execute();
  const { id } = await store(storing);
  const handed = inTransaction(async (transaction) => {
    await hand(transaction);
    return transaction.selectFrom("inboxMessage").select("id").execute();
  });
  await untilWaiting(temporary.ledger, 1);
  await storing.commit().execute();
  expect(await handed).toEqual([{ id }]);
});

it("keeps a message out that comes while the ledger is handed over", async () => {
  const handing = await temporary.ledger.startTransaction().execute();
  await hand(handing);
  const stored = inTransaction(store);
  await untilWaiting(temporary.ledger, 1);
  await handing.commit().execute();
  await expect(stored).rejects.toMatchObject({ code: "LEDGER_HANDED_OVER" });
  expect(await temporary.ledger.selectFrom("inboxMessage").select("id").execute()).toEqual([]);
});

it("takes messages as before where the handover did not come about", async () => {
  const handing = await temporary.ledger.startTransaction().execute();
  await hand(handing);
  const stored = inTransaction(store);
  await untilWaiting(temporary.ledger, 1);
  await handing.rollback().execute();
  expect(await stored).toMatchObject({ duplicate: false });
});

const take = (transaction: LedgerTransaction) => takeDeliveriesDue(transaction, testLink, now, 8);

it("lets a worker that lost its session, and was not seen, take nothing any more", async () => {
  await plannedDelivery(temporary.ledger, "PO1");
  await inTransaction(hand);
  expect(await inTransaction(take)).toEqual([]);
});

it("waits for what such a worker is taking, and keeps the next one waiting", async () => {
  await inTransaction((transaction) => beginLinks(transaction, [testLink]));
  await plannedDelivery(temporary.ledger, "PO1");
  const taking = await temporary.ledger.startTransaction().execute();
  expect(await take(taking)).toMatchObject([{ key: "PO1" }]);
  const handing = await temporary.ledger.startTransaction().execute();
  const handed = hand(handing);
  await untilWaiting(temporary.ledger, 1);
  await taking.rollback().execute();
  await handed;
  const taken = inTransaction(take);
  await untilWaiting(temporary.ledger, 1);
  await handing.commit().execute();
  expect(await taken).toEqual([]);
});
