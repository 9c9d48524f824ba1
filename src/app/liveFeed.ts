/**
 * What changes, for whoever watches: jobs that wait, run or have just ended, and what is open. Whatever process does the
 * work, the ledger tells of it; so one look a second at the ledger serves every watcher of this process, and none is
 * taken while nobody watches. A watcher that comes later, or missed something, is given the present state first.
 */
import { configurationVersion } from "../ledger/configurations.ts";
import { type Job, listJobs } from "../ledger/jobs.ts";
import { documentsToReview, openDeliveries } from "../ledger/overview.ts";
import type { Application } from "./application.ts";
import { type JobPage, withProgress } from "./listJobs.ts";

export type LiveEvent =
  | { event: "jobs"; data: JobPage["jobs"] }
  /** Deliveries that are not done with, by state; open alerts; documents from partners that wait for a person. */
  | { event: "counters"; data: Counters };

export interface Counters {
  deliveries: Record<string, number>;
  alerts: number;
  review: number;
  /** Grows when another configuration is in force. */
  configuration: number;
}

export interface LiveFeed {
  /** Calls `tell` with the present state, and then with every change, until the answer is called. */
  watch(tell: (event: LiveEvent) => void): () => void;
  close(): void;
}

/** Milliseconds between two looks. */
const pace = 1_000;
/** Jobs that are told of at most at once; more are found on their own page. */
const mostJobs = 50;

export function openLiveFeed({
  ledger,
  clock,
  onError,
}: Pick<Application, "ledger" | "clock"> & { onError: (error: unknown) => void }): LiveFeed {
  const watchers = new Set<(event: LiveEvent) => void>();
  let timer: NodeJS.Timeout | undefined;
  let looking = false;
  /** What was told last, as text, by what it is about. */
  const told = new Map<string, string>();
  let running = new Set<string>();

  async function jobsNow(): Promise<JobPage["jobs"]> {
    const open: Job[] = [
      ...(await listJobs(ledger, { state: "running", limit: mostJobs })),
      ...(await listJobs(ledger, { state: "queued", limit: mostJobs })),
    ];
    // One that ran at the last look and does so no more has ended in between.
    const ids = new Set(open.map(({ id }) => id));
    const ended = [...running].filter((id) => !ids.has(id));
    running = ids;
    const last = (await listJobs(ledger, { limit: 10 })).filter(
      ({ id, finishedAt }) =>
        !ids.has(id) &&
        (ended.includes(id) || (finishedAt !== null && clock().getTime() - finishedAt.getTime() < 15_000)),
    );
    return withProgress(ledger, [...open, ...last]);
  }

  async function countersNow(): Promise<Counters> {
    const deliveries: Record<string, number> = {};
    for (const { state, deliveries: count } of await openDeliveries(ledger)) {
      deliveries[state] = (deliveries[state] ?? 0) + count;
    }
    const alerts = await ledger
      .selectFrom("alert")
      .select(({ fn }) => fn.countAll<number>().as("count"))
      .where("clearedAt", "is", null)
      .executeTakeFirstOrThrow();
    const review = await documentsToReview(ledger);
    const configuration = await configurationVersion(ledger);
    return { deliveries, alerts: Number(alerts.count), review, configuration };
  }

  async function look(): Promise<void> {
    if (looking || watchers.size === 0) return;
    looking = true;
    try {
      const jobs = (await jobsNow()).filter((job) => changed(`job ${job.id}`, job));
      if (jobs.length > 0) tellAll({ event: "jobs", data: jobs });
      const counters = await countersNow();
      if (changed("counters", counters)) tellAll({ event: "counters", data: counters });
    } catch (error) {
      onError(error);
    } finally {
      looking = false;
    }
  }

  function changed(about: string, value: unknown): boolean {
    const text = JSON.stringify(value);
    if (told.get(about) === text) return false;
    told.set(about, text);
    // Jobs that ended long ago change no more.
    if (told.size > 500) for (const key of [...told.keys()].slice(0, 250)) if (key !== "counters") told.delete(key);
    return true;
  }

  function tellAll(event: LiveEvent): void {
    for (const tell of watchers) tell(event);
  }

  return {
    watch(tell) {
      watchers.add(tell);
      if (timer === undefined) {
        told.clear();
        timer = setInterval(() => void look(), pace);
      }
      void (async () => {
        try {
          tell({ event: "jobs", data: await jobsNow() });
          tell({ event: "counters", data: await countersNow() });
        } catch (error) {
          onError(error);
        }
      })();
      return () => {
        watchers.delete(tell);
        if (watchers.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
    close() {
      clearInterval(timer);
      watchers.clear();
    },
  };
}
