import { writeSync } from "node:fs";
import { ConnectorError } from "../errors/connectorError.ts";
import { type Step, type StepObserver, steps } from "../sync/steps.ts";

/**
 * Ends the process with SIGKILL when it reaches a step: what the chaos suite does, and what anyone can who wants to see
 * what follows. Nothing is flushed, closed or told, except the step's name on standard error.
 *
 * @param text a step, or `step:n` for the n-th time that it is reached: the value of ML_CONNECTOR_KILL_AT
 * @throws {ConnectorError} USAGE
 */
export function killPoint(text: string): StepObserver {
  const [name = "", times = "1"] = text.split(":");
  if (!Object.hasOwn(steps, name) || !/^[1-9]\d{0,6}$/.test(times)) {
    throw new ConnectorError(
      "USAGE",
      `ML_CONNECTOR_KILL_AT does not name a step: ${JSON.stringify(text.slice(0, 60))}`,
      {
        at: { field: "ML_CONNECTOR_KILL_AT" },
      },
    );
  }
  let left = Number(times);
  return (step: Step) => {
    if (step !== name) return;
    left -= 1;
    if (left > 0) return;
    writeSync(2, `killed at ${name}\n`);
    process.kill(process.pid, "SIGKILL");
  };
}
