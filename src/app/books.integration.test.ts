import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openPollingSite, type PollingSite } from "../../test/pollingSite.ts";
import { listAlerts } from "../ledger/alerts.ts";
import { storeConfiguration } from "../ledger/configurations.ts";
import { queueReplay } from "../ledger/deliveries.ts";
import { findJob } from "../ledger/jobs.ts";
import { checkBooks } from "../sync/checkBooks.ts";
import { type Books, readBooks } from "./books.ts";
import { pollReport } from "./pollReport.ts";

const data = { vendors: 4, purchaseOrders: 12, linesPerOrder: 2, seed: 3, spreadDays: 60 };
const company = { database: "TWO", id: -1, displayName: "Fabrikam, Inc.", data };
const order = (position: number) => `PO${String(position).padStart(8, "0")}`;

let site: PollingSite;
beforeAll(async () => {
  // 03:30 in UTC is still the evening of the day before in Chicago.
  site = await openPollingSite({
    now: "2026-03-18T03:30:00Z",
    sandbox: { gp: { companies: [company], pageCap: 5 } },
  });
  const edits = site.sandbox.admin.company();
  await site.poll();
  site.setTime("2026-03-18T17:00:00Z");
  edits.editPurchaseOrder(order(1), { comment: "one" });
  for (const { ord } of site.sandbox.admin.purchaseOrder(order(2))?.lines ?? []) edits.deleteLine(order(2), ord);
  edits.editPurchaseOrder(order(2), { comment: "no lines" });
  edits.editPurchaseOrder(order(3), { onHold: true });
  await site.poll();
  site.advance(60_000);
  await site.sweep();
  site.advance(60_000);
  edits.editPurchaseOrder(order(4), { comment: "waits" });
  await site.request();
  await site.takeUp();
  site.advance(60_000);
  edits.editPurchaseOrder(order(4), { comment: "waits, changed again" });
  await site.request();
  await site.takeUp();
});
afterAll(() => site.close());

const books = (request = {}): Promise<Books> =>
  readBooks({ ledger: site.ledger, clock: () => new Date("2026-03-18T20:00:00Z") }, request);
const line = (of: Books, day: string, type: string) => of.lines.find((each) => each.day === day && each.type === type);

test("Every record that was read has one outcome, by link, type and day of the site.", async () => {
  const all = await books();
  expect(all.balanced).toBe(true);
  expect(all.lines.map(({ day, type }) => `${day} ${type}`)).toEqual([
    "2026-03-17 vendor",
    "2026-03-17 purchaseOrder",
    "2026-03-18 vendor",
    "2026-03-18 purchaseOrder",
  ]);
  expect(line(all, "2026-03-17", "vendor")).toMatchObject({ read: 4, sent: 4 });
  const today = line(all, "2026-03-18", "purchaseOrder");
  expect(today).toMatchObject({ waiting: 1, superseded: 1 });
  expect(today?.blocked).toBeGreaterThan(1);
  expect(today?.unchanged).toBeGreaterThan(9);
  expect(today?.skipped).toBeGreaterThan(0);
  const { rows } = await sql<{ records: number }>`select sum(records)::integer as records from page`.execute(
    site.ledger,
  );
  expect(all.totals.read).toBe(rows[0]?.records);
  const { read, ...outcomes } = all.totals;
  expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(read);
});

test("What Cleo has stays sent, whatever becomes of a replay of it.", async () => {
  const before = await books();
  const sent = await site.ledger
    .selectFrom("delivery")
    .selectAll()
    .where("state", "=", "sent")
    .where("key", "=", order(5))
    .executeTakeFirstOrThrow();
  const replay = { mode: "resend", jobId: sent.jobId, now: new Date("2026-03-18T19:00:00Z") } as const;
  const id = await site.ledger.transaction().execute((transaction) => queueReplay(transaction, sent, replay));
  expect(await books()).toEqual(before);
  for (const state of ["inDoubt", "blocked", "superseded"] as const) {
    await site.ledger
      .updateTable("delivery")
      .set({ state })
      .where("id", "=", id ?? "")
      .execute();
    expect(await books()).toEqual(before);
  }
  const job = await findJob(site.ledger, sent.jobId);
  const report = job && (await pollReport(site.ledger, job));
  expect(report?.documents.find(({ key }) => key === order(5))).toMatchObject({ outcome: "sent" });
});

test("Books that do not balance are an alert until they do.", async () => {
  const context = { ledger: site.ledger, clock: () => new Date("2026-03-18T20:00:00Z") };
  const change = (by: number) => sql`update page set records = records + ${by} where number = 0`.execute(site.ledger);
  await checkBooks(context);
  expect(await listAlerts(site.ledger, { state: "open", limit: 5 })).toEqual([]);
  await change(1);
  await checkBooks(context);
  const [alert] = await listAlerts(site.ledger, { state: "open", limit: 5 });
  expect(alert).toMatchObject({ code: "BOOKS_MISMATCH" });
  expect(alert?.message).toContain("vendor of two-to-cleo on 2026-03-17");
  await change(-1);
  await checkBooks(context);
  expect(await listAlerts(site.ledger, { state: "open", limit: 5 })).toEqual([]);
});

test("A period and a link are taken at their word.", async () => {
  expect((await books({ from: "2026-03-17", to: "2026-03-17" })).totals).toMatchObject({ read: 16, sent: 16 });
  expect((await books({ to: "2026-03-16" })).lines).toEqual([]);
  const wrong = { code: "USAGE", at: { field: "from" } };
  await expect(books({ from: "2026-02-30" })).rejects.toMatchObject(wrong);
  await expect(books({ from: "2026-03-19", to: "2026-03-18" })).rejects.toMatchObject({
    ...wrong,
    fix: "Give a first day that is not behind the last one.",
  });
});

test.each([
  ["a reading is lost", "delete from reading where id = (select min(id) from reading where outcome = 'changed')"],
  [
    "a reading is made up",
    "insert into reading (job_id, page, type, key, outcome, missed_by_polls) select job_id, page, type, 'PO9', 'skipped', false from reading limit 1",
  ],
  [
    "a reading belongs to no page",
    "insert into reading (job_id, page, type, key, outcome, missed_by_polls) select job_id, 99, type, 'PO9', 'skipped', false from reading limit 1",
  ],
  ["an unchanged record is lost", "update page set unchanged = unchanged - 0 where jsonb_array_length(unchanged) > 1"],
  ["a page says it brought more", "update page set records = records + 1 where number = 0"],
  ["a delivery of a changed record is lost", "delete from delivery where state = 'planned'"],
  ["a delivery is in a state that does not exist", "update delivery set state = 'gone' where state = 'blocked'"],
  [
    "the delivery of a record that was unchanged since is lost",
    "with lost as (select id from delivery where key = 'PO00000007') , a as (delete from attempt where delivery_id in (select id from lost)), c as (delete from control_number where delivery_id in (select id from lost)), k as (delete from acknowledgement where delivery_id in (select id from lost)) delete from delivery where id in (select id from lost)",
  ],
])("The books do not balance when %s.", async (_, tamper) => {
  const undo = new Error("undone");
  let found: Books | undefined;
  await site.ledger
    .transaction()
    .execute(async (transaction) => {
      await sql.raw(tamper).execute(transaction);
      found = await readBooks({ ledger: transaction, clock: () => new Date("2026-03-18T20:00:00Z") });
      throw undo;
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error;
    });
  expect(found?.balanced).toBe(false);
  expect((await books()).balanced).toBe(true);
});

test("A link that never was is refused; one that was removed keeps its books.", async () => {
  await expect(books({ link: "another" })).rejects.toMatchObject({ code: "LINK_UNKNOWN" });
  const none = { gp: [], cleo: [], links: [] };
  await site.ledger
    .transaction()
    .execute((transaction) => storeConfiguration(transaction, none, "test", new Date("2026-03-18T21:00:00Z")));
  expect((await books({ link: site.link })).totals.read).toBeGreaterThan(0);
});
