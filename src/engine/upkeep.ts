/** What has to be done from time to time by one process of all, and messages to people. */
import { takeUpkeep } from "../ledger/upkeep.ts";
import { checkBooks } from "../sync/checkBooks.ts";
import { checkSchedules } from "../sync/checkSchedules.ts";
import { type ChannelOpener, notifyNext } from "../sync/notify.ts";
import { watch } from "../sync/watch.ts";
import { watchAnswers } from "../sync/watchAnswers.ts";
import type { WorkerContext } from "../sync/workerContext.ts";

interface Upkeep {
  name: string;
  /** Milliseconds. */
  every: number;
  run: (context: WorkerContext) => Promise<unknown>;
}

const upkeeps: readonly Upkeep[] = [
  { name: "alerts", every: 15_000, run: watch },
  { name: "answers", every: 15_000, run: watchAnswers },
  { name: "schedules", every: 60_000, run: checkSchedules },
  { name: "books", every: 3_600_000, run: checkBooks },
];

/**
 * Does what is due, and sends the messages that wait.
 *
 * @param live the workers that are alive; asked before each message, since one that began meanwhile is not dead
 * @param stopping asked between two steps
 */
export async function keepUp(
  context: WorkerContext,
  channels: ChannelOpener,
  live: () => Promise<readonly string[]>,
  stopping: () => boolean,
): Promise<void> {
  do {
    // Between two messages as well: while a channel does not answer, one is always due.
    for (const { name, every, run } of upkeeps) {
      if (stopping()) return;
      if (await takeUpkeep(context.ledger, name, every, context.clock())) await run(context);
    }
  } while (!stopping() && (await notifyNext(context, channels, await live())));
}
