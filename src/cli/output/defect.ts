import { explainDatabaseError } from "../../database/databaseError.ts";
import { reportOf } from "../../errors/connectorError.ts";
import { createRedactor } from "../../secrets/redactor.ts";
import type { Program } from "../command.ts";

/** Milliseconds without a trouble of the database, after which it counts as over. */
const quiet = 60_000;

/** Tells on stderr what went wrong in the background, without secrets: once per kind, and of the database once per trouble. */
export function defectReporter({ streams }: Program): (error: unknown) => void {
  const told = new Set<string>();
  /** Last met, by code. */
  const troubles = new Map<string, number>();
  const redactor = createRedactor();

  function isNew(code: string, line: string): boolean {
    if (code.startsWith("DATABASE_")) {
      const last = troubles.get(code) ?? Number.NEGATIVE_INFINITY;
      const now = performance.now();
      troubles.set(code, now);
      return now - last > quiet;
    }
    if (told.has(line) || told.size > 20) return false;
    told.add(line);
    return true;
  }

  return (error) => {
    const { code, message, fix } = reportOf(explainDatabaseError(error, "behind the ledger"));
    const line = redactor.text(code === "INTERNAL" ? `${code} ${message}` : `${code} ${message}. ${fix}`);
    if (!isNew(code, line)) return;
    streams.stderr.write(`${line}\n`);
    if (process.env.ML_CONNECTOR_DEBUG && error instanceof Error)
      streams.stderr.write(`${redactor.text(error.stack ?? "")}\n`);
  };
}
