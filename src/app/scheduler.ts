/**
 * The scheduler: turns the configuration's schedules into jobs, and keeps pg-boss's tables in order. One process at a time
 * has the role; the others stand by.
 */
import { openBell } from "../engine/bell.ts";
import { catchUpSince, hearSchedules, keepSchedules, takeTimesAgain } from "../engine/schedules.ts";
import { type Standby, standBy } from "../engine/standby.ts";
import { clockTolerance, readClock } from "../ledger/clockReading.ts";
import { openDatabaseClock } from "../ledger/databaseClock.ts";
import { isSchedulePaused } from "../ledger/schedulePauses.ts";
import { plannedSchedules } from "../sync/plannedSchedules.ts";
import type { Application } from "./application.ts";
import type { LinkFollower } from "./linkFollower.ts";
import { requestScheduled } from "./requestScheduled.ts";

export function startScheduler(
  application: Application,
  links: LinkFollower,
  options: {
    onError: (error: unknown) => void;
    /** Milliseconds between two looks at the configuration in force, at the clock, and whether the role is free. */
    lookAgain?: number;
  },
): Promise<Standby> {
  const { onError, lookAgain = 5_000 } = options;
  const { ledger, backend } = application;
  return standBy({
    lock: () => application.database.lockRole("scheduler"),
    onError,
    lookAgain,
    async begin(anew) {
      const clock = await openDatabaseClock(ledger);
      const bell = await openBell(application.database.poolConfig, { supervise: true, backend, onError });
      let kept: number | undefined;
      const keep = async (): Promise<void> => {
        await links.refresh();
        if (kept === links.version()) return;
        const version = links.version();
        await keepSchedules(bell, plannedSchedules(links.configuration()));
        kept = version;
      };
      let missedSince: Date | undefined;
      const followClock = async (): Promise<void> => {
        const { now } = await readClock(ledger, bell.clockSetBack);
        const expected = clock.now();
        clock.follow(now);
        const moved = now.getTime() - expected.getTime();
        if (moved > clockTolerance) missedSince ??= expected;
        if (Math.abs(moved) > clockTolerance) anew();
      };
      try {
        await followClock();
        await takeTimesAgain(ledger);
        await keep();
        await hearSchedules(bell, async (occurrence) => {
          if (await isSchedulePaused(ledger, occurrence.link, occurrence.entity)) return;
          await requestScheduled({ ...application, actor: "schedule" }, { bell }, occurrence);
        });
      } catch (error) {
        await bell.close();
        throw error;
      }
      let keeping: Promise<void> = Promise.resolve();
      const timer = setInterval(() => {
        keeping = keeping.then(followClock).then(keep).catch(onError);
      }, lookAgain);
      return async () => {
        clearInterval(timer);
        await keeping;
        await bell.close();
        // What was looked for in the meantime was looked for by the clock as it was.
        if (missedSince) await catchUpSince(ledger, missedSince);
      };
    },
  });
}
