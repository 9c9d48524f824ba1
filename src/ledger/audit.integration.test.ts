import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TemporaryLedger, temporaryLedger } from "../../test/temporaryLedger.ts";
import { type AuditRecord, readTrail, recordAudit, type SealedEntry, sealAudit } from "./audit.ts";
import { ChainWalk } from "./auditChain.ts";

const entry = (subject: string): AuditRecord => ({
  at: new Date("2026-01-15T09:30:00.123Z"),
  actor: "test",
  action: "test.done",
  subject,
  detail: { z: 1, a: { nested: "text", list: [1, "2"] } },
});

describe("the audit trail in the database", () => {
  let temporary: TemporaryLedger;
  beforeAll(async () => {
    temporary = await temporaryLedger();
  });
  afterAll(() => temporary?.close());

  const record = (...subjects: string[]) =>
    temporary.ledger.transaction().execute((transaction) => recordAudit(transaction, ...subjects.map(entry)));

  async function trail(): Promise<SealedEntry[]> {
    const entries: SealedEntry[] = [];
    for await (const each of readTrail(temporary.ledger)) entries.push(each);
    return entries;
  }

  /** Every entry, in one unbroken chain. */
  async function proved(): Promise<string[]> {
    const walk = new ChainWalk();
    const entries = await trail();
    for (const each of entries) expect(walk.step(each), walk.fault).toBe(true);
    return entries.map(({ subject }) => subject ?? "");
  }

  it("stays one chain when several processes seal at once", async () => {
    for (let round = 0; round < 10; round++) {
      await record(...Array.from({ length: 20 }, (_, index) => `${round}-${index}`));
      await Promise.all(Array.from({ length: 5 }, () => sealAudit(temporary.ledger)));
    }
    await sealAudit(temporary.ledger, true);
    const subjects = await proved();
    expect(subjects).toHaveLength(200);
    expect(new Set(subjects).size).toBe(200);
  });

  it("takes an entry up that became visible after later ones were sealed", async () => {
    await temporary.ledger.transaction().execute(async (slow) => {
      await recordAudit(slow, entry("slow"));
      await record("quick");
      await sealAudit(temporary.ledger);
      expect(await proved()).not.toContain("slow");
    });
    await sealAudit(temporary.ledger);
    expect((await proved()).slice(-2)).toEqual(["quick", "slow"]);
  });

  it("knows nothing of what was rolled back", async () => {
    const failing = temporary.ledger.transaction().execute(async (transaction) => {
      await recordAudit(transaction, entry("undone"));
      throw new Error("undone");
    });
    await expect(failing).rejects.toThrow();
    await sealAudit(temporary.ledger, true);
    expect(await proved()).not.toContain("undone");
  });

  it.each([
    "update audit_entry set actor = 'someone else'",
    "delete from audit_entry",
    "update audit_seal set hash = previous_hash",
    "delete from audit_seal",
  ])("refuses `%s`", async (statement) => {
    await expect(sql.raw(statement).execute(temporary.ledger)).rejects.toThrow("append-only");
  });

  it("gives the newest entries of a job, oldest first", async () => {
    const entries = await trail();
    const last: SealedEntry[] = [];
    for await (const each of readTrail(temporary.ledger, { last: 3, action: "test.done" })) last.push(each);
    expect(last).toEqual(entries.slice(-3));
  });
});
