import { sql } from "kysely";
import { type Bell, openBell } from "../engine/bell.ts";
import { endEach } from "../engine/endEach.ts";
import { keepInStep } from "../ledger/databaseClock.ts";
import type { Progress } from "../sync/workerContext.ts";
import type { Application } from "./application.ts";
import { openWebhookDesk, type WebhookDesk } from "./inbox/webhookDesk.ts";
import { followLinks, type LinkFollower } from "./linkFollower.ts";
import type { Role } from "./roles.ts";
import { type Runtime, startRuntime } from "./runtime.ts";
import { startScheduler } from "./scheduler.ts";

export interface Service {
  /** The worker of this process, where it has that role. */
  runtime?: Runtime;
  /** Wakes the workers, of whatever process, for what is asked for here. */
  bell: Bell;
  /** Takes in what Cleo sends. */
  webhooks: WebhookDesk;
  /** Names of the links in force. */
  links(): string[];
  /** Whether this process is the one that turns schedules into jobs, or stands by to become it. */
  schedules(): "here" | "standby" | "none";
  ready: () => Promise<boolean>;
  stop(): Promise<void>;
}

export interface ServiceOptions {
  /** Any number of processes may have each role; of those that could schedule, one does. */
  roles: ReadonlySet<Role>;
  progress?: (progress: Progress) => void;
  onError: (error: unknown) => void;
}

/** Runs the connector until it is stopped. Goes by the configuration in force, and waits for one where there is none. */
export async function startService(application: Application, options: ServiceOptions): Promise<Service> {
  const stops: (() => Promise<void>)[] = [];
  // The last to come is the first to go.
  const stop = (): Promise<void> => endEach(stops.splice(0).reverse());
  try {
    let links: LinkFollower | undefined;
    let runtime: Runtime | undefined;
    if (options.roles.has("worker")) {
      runtime = await startRuntime(application, options);
      stops.push(runtime.stop);
      links = runtime.links;
    } else {
      links = await followLinks(application);
      stops.push(links.close);
      const { ledger, databaseClock } = application;
      if (databaseClock) stops.push(keepInStep(ledger, databaseClock, options.onError));
    }
    const { database, backend } = application;
    const bell = runtime?.bell ?? (await openBell(database.poolConfig, { supervise: false, backend, ...options }));
    if (runtime === undefined) stops.push(bell.close);
    const { configuration } = links;
    const scheduler = options.roles.has("scheduler") ? await startScheduler(application, links, options) : undefined;
    if (scheduler) stops.push(scheduler.stop);
    return {
      ...(runtime && { runtime }),
      bell,
      webhooks: openWebhookDesk(application, links, wakeOf(application, runtime, bell)),
      links: () => configuration().links.map((link) => link.name),
      schedules: () => (scheduler === undefined ? "none" : scheduler.held() ? "here" : "standby"),
      ready: async () => {
        await sql`select 1`.execute(application.ledger);
        return true;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Milliseconds between two calls of the workers, however many messages come. */
const callAgain = 100;

/** Calls the worker of this process, else those of others by the bell. A call that is lost costs a second. */
function wakeOf({ ledger }: Application, runtime: Runtime | undefined, bell: Bell): () => void {
  let calling = false;
  return () => {
    if (calling) return;
    calling = true;
    setTimeout(() => {
      calling = false;
      if (runtime) runtime.worker.wake();
      else
        ledger
          .transaction()
          .execute(bell.ring)
          .catch(() => {});
    }, callAgain).unref();
  };
}
