import type pg from "pg";
import { type Ledger, ledgerPool, openLedger } from "../src/ledger/ledger.ts";
import { temporaryDatabase } from "./temporaryDatabase.ts";

export interface TemporaryLedger {
  ledger: Ledger;
  poolConfig: pg.PoolConfig;
  close(): Promise<void>;
}

/** A ledger in a database of its own, with its tables there already. */
export async function temporaryLedger(): Promise<TemporaryLedger> {
  const database = await temporaryDatabase({
    name: "ledger",
    prepare: async (poolConfig) => {
      const ledger = await openLedger(ledgerPool(poolConfig));
      await ledger.destroy();
    },
  });
  const ledger = await openLedger(ledgerPool({ ...database.poolConfig, max: 16 }));
  return {
    ledger,
    poolConfig: database.poolConfig,
    async close() {
      await ledger.destroy();
      await database.drop();
    },
  };
}
