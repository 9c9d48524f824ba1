import { reportOf } from "../../errors/connectorError.ts";
import { createRedactor } from "../../secrets/redactor.ts";
import type { Program } from "../command.ts";

/** Tells on stderr what went wrong in the background, once per kind, without secrets. */
export function defectReporter({ streams }: Program): (error: unknown) => void {
  const told = new Set<string>();
  const redactor = createRedactor();
  return (error) => {
    const { code, message } = reportOf(error);
    const line = redactor.text(`${code} ${message}`);
    if (told.has(line) || told.size > 20) return;
    told.add(line);
    streams.stderr.write(`${line}\n`);
    if (process.env.ML_CONNECTOR_DEBUG && error instanceof Error)
      streams.stderr.write(`${redactor.text(error.stack ?? "")}\n`);
  };
}
