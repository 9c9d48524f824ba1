import { explainDatabaseError } from "../../database/databaseError.ts";
import { type ConnectorError, type ErrorReport, isConnectorError, reportOf } from "../../errors/connectorError.ts";
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

/**
 * For a command that answers with what came of its job: what a document or the job says in the answer is not told in the
 * background as well.
 */
export function defectsBesideAnswer(program: Program): {
  onError: (error: unknown) => void;
  /** Tells the rest at the end; all of it where the command had no answer. */
  tellBeside: (answer: readonly Pick<ErrorReport, "code">[]) => void;
} {
  const report = defectReporter(program);
  const held: ConnectorError[] = [];
  return {
    onError(error) {
      if (isConnectorError(error) && !error.code.startsWith("DATABASE_")) held.push(error);
      else report(error);
    },
    tellBeside(answer) {
      const codes = new Set(answer.map(({ code }) => code));
      for (const error of held.splice(0)) if (!codes.has(error.code)) report(error);
    },
  };
}
