/**
 * A system that is down is tried again after a growing pause, and from the first one again once it has worked. So is a Cleo that takes
 * no file for the moment, and one that says of one upload after the other nothing certain: each of them may be held for a person, who
 * then has to look for it.
 */
import type { WorkerContext } from "./workerContext.ts";

type System = "gp" | "cleo" | "files" | "uploads";

/**
 * The pauses grow up to that after so many attempts (see retry.ts): a minute, so that work goes on soon after; of uploads five
 * minutes, because each attempt is one more in doubt.
 */
const most: Record<System, number> = { gp: 5, cleo: 5, files: 5, uploads: 6 };

/** @returns how often in a row the system could not be reached for the link, this time included, as far as pauses grow */
export function countUnreached({ unreached }: Pick<WorkerContext, "unreached">, system: System, link: string): number {
  const key = `${system}/${link}`;
  const times = Math.min((unreached?.get(key) ?? 0) + 1, most[system]);
  unreached?.set(key, times);
  return times;
}

export function noteReached({ unreached }: Pick<WorkerContext, "unreached">, system: System, link: string): void {
  unreached?.delete(`${system}/${link}`);
}

/** Whether the last that is known is that it could not be reached. */
export function wasUnreached({ unreached }: Pick<WorkerContext, "unreached">, system: System, link: string): boolean {
  return unreached?.has(`${system}/${link}`) ?? false;
}
