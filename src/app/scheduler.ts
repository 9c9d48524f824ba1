/**
 * The scheduler: turns the configuration's schedules into jobs, and keeps pg-boss's tables in order. One process at a time
 * has the role; the others stand by.
 */
import { openBell } from "../engine/bell.ts";
import { hearSchedules, keepSchedules } from "../engine/schedules.ts";
import { type Standby, standBy } from "../engine/standby.ts";
import { isSchedulePaused } from "../ledger/schedulePauses.ts";
import { plannedSchedules } from "../sync/plannedSchedules.ts";
import type { Application } from "./application.ts";
import type { LinkFollower } from "./linkFollower.ts";
import { requestScheduled } from "./requestScheduled.ts";

/** Milliseconds between two looks at the configuration in force. */
const lookAgain = 5_000;

export function startScheduler(
  application: Application,
  links: LinkFollower,
  { onError }: { onError: (error: unknown) => void },
): Promise<Standby> {
  return standBy({
    lock: () => application.database.lockRole("scheduler"),
    onError,
    async begin() {
      const bell = await openBell(application.database.poolConfig, { supervise: true, onError });
      let kept: number | undefined;
      const keep = async (): Promise<void> => {
        await links.refresh();
        if (kept === links.version()) return;
        const version = links.version();
        await keepSchedules(bell, plannedSchedules(links.configuration()));
        kept = version;
      };
      try {
        await keep();
        await hearSchedules(bell, async (occurrence) => {
          if (await isSchedulePaused(application.ledger, occurrence.link, occurrence.entity)) return;
          await requestScheduled({ ...application, actor: "schedule" }, { bell }, occurrence);
        });
      } catch (error) {
        await bell.close();
        throw error;
      }
      let keeping: Promise<void> = Promise.resolve();
      const timer = setInterval(() => {
        keeping = keeping.then(keep).catch(onError);
      }, lookAgain);
      return async () => {
        clearInterval(timer);
        await keeping;
        await bell.close();
      };
    },
  });
}
