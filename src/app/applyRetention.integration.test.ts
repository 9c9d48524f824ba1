import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { openPollingSite } from "../../test/pollingSite.ts";
import { temporaryDirectory } from "../../test/temporaryDirectory.ts";
import { raiseAlert } from "../ledger/alerts.ts";
import { applyRetention, planRetention } from "./applyRetention.ts";
import { verifyTrail } from "./auditTrail.ts";
import { readBooks } from "./books.ts";
import { readDocument } from "./readDocument.ts";

const data = { vendors: 4, purchaseOrders: 12, linesPerOrder: 2, seed: 3, spreadDays: 60 };
const company = { database: "TWO", id: -1, displayName: "Fabrikam, Inc.", data };

test("Details of reading go to the archive when their time has come; counts, evidence and what is open stay.", async () => {
  const site = await openPollingSite({ now: "2026-03-18T17:00:00Z", sandbox: { gp: { companies: [company] } } });
  onTestFinished(() => site.close());
  const edits = site.sandbox.admin.company();
  edits.editPurchaseOrder("PO00000003", { onHold: true });
  await site.poll({ full: true });
  await site.poll({ full: true });
  // An order that cannot be sent is read as unchanged: that page is part of the story of an open document.
  for (const { ord } of site.sandbox.admin.purchaseOrder("PO00000002")?.lines ?? [])
    edits.deleteLine("PO00000002", ord);
  site.setTime("2026-06-01T17:00:00Z");
  await site.poll({ full: true });
  await site.poll({ full: true, entities: ["purchaseOrders"] });
  const { ledger } = site;
  const old = new Date("2026-03-18T17:00:00Z");
  await ledger.transaction().execute(async (transaction) => {
    const alert = { key: "a", code: "CLEO_UNREACHABLE", message: "long ago", now: old } as const;
    await raiseAlert(transaction, alert);
    await transaction.updateTable("alert").set({ clearedAt: old }).execute();
    await raiseAlert(transaction, { ...alert, key: "b" });
  });
  const clock = () => new Date("2027-12-01T00:00:00Z");
  const application = { ledger, actor: "cli:mia", clock };
  const period = { from: "2026-01-01", to: "2026-12-31" };
  const before = await readBooks(application, period);
  const history = await readDocument(ledger, "PO00000001");

  const plan = await planRetention(application);
  expect(plan.unchanged).toBeGreaterThan(0);
  expect(plan).toMatchObject({ alerts: 1 });
  const folder = await temporaryDirectory();
  const applied = await applyRetention(application, folder);
  expect(applied.rows).toBe(plan.pages + plan.notifications + plan.alerts);
  const text = readFileSync(applied.archive?.file ?? "");
  expect(createHash("sha256").update(text).digest("hex")).toBe(applied.archive?.digest);
  const lines = text
    .toString("utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  const archived = lines.filter(({ kind }) => kind === "page");
  expect(archived.reduce((sum, page) => sum + page.unchanged.length, 0)).toBe(plan.unchanged);
  expect(archived.reduce((sum, page) => sum + page.readings.length, 0)).toBe(plan.readings);

  const after = await readBooks(application, period);
  expect(after).toEqual(before);
  expect(after.balanced).toBe(true);
  expect(after.totals.blocked).toBeGreaterThan(1);
  expect(await readDocument(ledger, "PO00000001")).toEqual(history);
  expect((await verifyTrail(ledger)).ok).toBe(true);
  const kept = await ledger.selectFrom("page").select("unchanged").where("compacted", "is", null).execute();
  expect(kept.length).toBeGreaterThan(0);
  expect((await ledger.selectFrom("alert").select("key").execute()).map(({ key }) => key)).toEqual(["b"]);
  expect(await applyRetention(application, folder)).toEqual({ rows: 0, archive: null, damaged: [] });
});
