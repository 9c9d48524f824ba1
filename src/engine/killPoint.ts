import { writeSync } from "node:fs";
import { ConnectorError } from "../errors/connectorError.ts";
import { type Step, type StepObserver, steps } from "../sync/steps.ts";

/**
 * Ends the process with SIGKILL when it reaches a step: what the chaos suite does, and what anyone can who wants to see
 * what follows. Nothing is flushed, closed or told, except the step's name on standard error.
 *
 * @param text a step, or `step:n` for the n-th time that it is reached, or several with commas between them, of which the first to be
 *   reached counts: the value of ML_CONNECTOR_KILL_AT
 * @returns nothing where no step is named
 * @throws {ConnectorError} USAGE
 */
export function killPoint(text: string | undefined): StepObserver | undefined {
  if (!text) return undefined;
  const left = new Map<string, number>();
  for (const part of text.split(",")) {
    const [name = "", times = "1"] = part.split(":");
    if (!Object.hasOwn(steps, name) || !/^[1-9]\d{0,6}$/.test(times)) {
      throw new ConnectorError(
        "USAGE",
        `ML_CONNECTOR_KILL_AT does not name a step: ${JSON.stringify(part.slice(0, 60))}`,
        {
          at: { field: "ML_CONNECTOR_KILL_AT" },
        },
      );
    }
    left.set(name, Number(times));
  }
  return (step: Step) => {
    const times = left.get(step);
    if (times === undefined) return;
    left.set(step, times - 1);
    if (times > 1) return;
    writeSync(2, `killed at ${step}\n`);
    process.kill(process.pid, "SIGKILL");
  };
}
