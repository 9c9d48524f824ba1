/** A system that is down is tried again after a growing pause, and from the first one again once it has worked. */
import type { WorkerContext } from "./workerContext.ts";

type System = "gp" | "cleo";

/** The pauses grow up to that after so many attempts (see retry.ts): a minute, so that work goes on soon after. */
const most = 5;

/** @returns how often in a row the system could not be reached for the link, this time included */
export function countUnreached({ unreached }: Pick<WorkerContext, "unreached">, system: System, link: string): number {
  const key = `${system}/${link}`;
  const times = Math.min((unreached?.get(key) ?? 0) + 1, most);
  unreached?.set(key, times);
  return times;
}

export function noteReached({ unreached }: Pick<WorkerContext, "unreached">, system: System, link: string): void {
  unreached?.delete(`${system}/${link}`);
}
