/** The clock of these databases is the server's; what is noted of it lies a day ahead, as after it was set back. */
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type TemporaryLedger, temporaryLedger } from "../../test/temporaryLedger.ts";
import { readClock } from "./clockReading.ts";
import type { Ledger } from "./ledger.ts";
import { findSession, insertSession } from "./sessions.ts";
import { sharedLoad } from "./sharedLoad.ts";
import { beginSignIn } from "./signInFailures.ts";
import { insertUser } from "./users.ts";

const minute = 60_000;
const hour = 60 * minute;

describe("a clock that is set back by a day", () => {
  let temporary: TemporaryLedger;
  let ledger: Ledger;
  let before: Date;
  beforeEach(async () => {
    temporary = await temporaryLedger();
    ({ ledger } = temporary);
    const { rows } = await sql<{ readAt: Date }>`
      insert into clock_reading (id, read_at) values (1, clock_timestamp() + interval '1 day')
      on conflict (id) do update set read_at = excluded.read_at returning read_at as "readAt"
    `.execute(ledger);
    before = rows[0]?.readAt ?? new Date(Number.NaN);
  });
  afterEach(() => temporary.close());

  it("leaves the calls to GP of the last hour counted for what is left of their hour, and no longer", async () => {
    const shared = sharedLoad(ledger, "gp");
    await shared.takeCalls(new Date(before.getTime() - 20 * minute), 20, 20);
    const { now } = await readClock(ledger);
    const taken = await shared.takeCalls(now, 1, 20);
    const wait = "wait" in taken ? taken.wait : 0;
    expect(wait).toBeGreaterThan(40 * minute);
    expect(wait).toBeLessThan(43 * minute);
    expect(await shared.takeCalls(new Date(now.getTime() + 43 * minute), 20, 20)).toEqual({ calls: 20 });
  });

  it("keeps nobody out for longer who mistyped a password", async () => {
    const attempt = { name: "mia", address: "10.0.0.1" };
    await beginSignIn(ledger, { ...attempt, now: before }, () => hour);
    const { now } = await readClock(ledger);
    const later = (milliseconds: number) => ({ ...attempt, now: new Date(now.getTime() + milliseconds) });
    expect(await beginSignIn(ledger, later(59 * minute), () => 0)).toMatchObject({ waitUntil: expect.any(Date) });
    expect(await beginSignIn(ledger, later(61 * minute), () => 0)).toEqual({ failures: 2 });
  });

  it("lets no session last for longer", async () => {
    const access = { role: "viewer", readsContent: false, createdBy: "test" } as const;
    const user = { name: "mia", ...access, passwordHash: "-", passwordTemporary: false, now: before };
    const userId = await ledger.transaction().execute((transaction) => insertUser(transaction, user));
    const session = { fingerprint: "f", userId: userId ?? "", address: "10.0.0.1", now: before };
    await ledger.transaction().execute((transaction) => insertSession(transaction, session));
    const { now } = await readClock(ledger);
    const since = (milliseconds: number) => new Date(now.getTime() + milliseconds);
    const begun = (at: Date) => findSession(ledger, "f", { idleSince: at, openedSince: at });
    expect(await begun(since(-minute))).toBeDefined();
    expect(await begun(since(minute))).toBeUndefined();
  });
});
