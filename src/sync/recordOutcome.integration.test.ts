import { onTestFinished, test } from "vitest";
import { temporaryLedger } from "../../test/temporaryLedger.ts";
import { endEach } from "../engine/endEach.ts";
import { ledgerPool, openLedger } from "../ledger/ledger.ts";
import { recordOutcome } from "./recordOutcome.ts";

test("An outcome is recorded though every connection is in use for longer than the pool waits for one.", async () => {
  const temporary = await temporaryLedger();
  const ledger = await openLedger(ledgerPool({ ...temporary.poolConfig, max: 1, connectionTimeoutMillis: 2_000 }));
  onTestFinished(() => endEach([() => ledger.destroy(), temporary.close]));
  const held = Promise.withResolvers<void>();
  const freed = Promise.withResolvers<void>();
  const holder = ledger.connection().execute(() => {
    held.resolve();
    return freed.promise;
  });
  await held.promise;
  // Asked between two tries.
  const stopping = () => {
    freed.resolve();
    return false;
  };
  const now = new Date("2026-03-18T17:00:00Z");
  await recordOutcome({ ledger, stopping }, (transaction) =>
    transaction.insertInto("upkeep").values({ name: "told", dueAt: now }).execute(),
  );
  await holder;
});
