/**
 * A worker takes jobs and deliveries from the ledger and carries them out, until it is told to stop.
 *
 * It lives in rounds. A round settles what dead workers left, takes jobs, and drains the links that have deliveries due.
 * A ring of the bell starts a round at once, a tick every second otherwise; both only say "look".
 *
 * One database session of its own stands for the worker's life (see ledger/workers.ts). Where that session breaks, the
 * worker registers anew and goes on; what it held meanwhile may have been given to others, which every write checks.
 */
import { hostname } from "node:os";
import pg from "pg";
import { databaseErrorCode, explainDatabaseError, isPassing } from "../database/databaseError.ts";
import { endSoonAfterVanishing } from "../database/roleLock.ts";
import { type ConnectorError, isConnectorError, reportOf } from "../errors/connectorError.ts";
import { alertOf, clearAlert, raiseAlert } from "../ledger/alerts.ts";
import { recordAudit, sealAudit } from "../ledger/audit.ts";
import { noteSetAhead, readClock } from "../ledger/clockReading.ts";
import type { DatabaseClock } from "../ledger/databaseClock.ts";
import { linksWithDrafts } from "../ledger/drafts.ts";
import { linksWithWork } from "../ledger/dueDeliveries.ts";
import { newIdentifier } from "../ledger/identifier.ts";
import { linksWithInbox } from "../ledger/inboundDocuments.ts";
import { claimJob, finishJob, handOverJob, type Job, restJob } from "../ledger/jobs.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { holdLink } from "../ledger/linkHold.ts";
import { retentionAlert } from "../ledger/retention.ts";
import { beat, forgetDeadWorkers, liveWorkers, registerWorker, removeWorker } from "../ledger/workers.ts";
import { deliverSome } from "../sync/deliver.ts";
import { enterNextDraft } from "../sync/drafts/enterDraft.ts";
import { releaseDrafts, settleNextDraft } from "../sync/drafts/settleDrafts.ts";
import { carryOutNext, releaseAbandoned } from "../sync/inbound/carryOut.ts";
import { collect, collectAlert } from "../sync/inbound/collect.ts";
import { readNextMessage } from "../sync/inbound/read.ts";
import { JobHandedOver, JobLost } from "../sync/jobInHand.ts";
import type { LinkResources } from "../sync/linkResources.ts";
import type { ChannelOpener } from "../sync/notify.ts";
import { poll } from "../sync/poll.ts";
import { createAnswerRecorder } from "../sync/recordAnswers.ts";
import { replay } from "../sync/replay.ts";
import { settleAbandoned, settleNextDoubt } from "../sync/settle.ts";
import type { StepObserver } from "../sync/steps.ts";
import { pollAlert } from "../sync/watch.ts";
import type { Progress, WorkerContext } from "../sync/workerContext.ts";
import type { Bell } from "./bell.ts";
import { endEach } from "./endEach.ts";
import { keepUp } from "./upkeep.ts";

const tick = 1_000;
const heartbeat = 5_000;

/** Rounds that may fail one after the other before a worker calls itself broken. */
const patience = 5;

/** From its start to the end of its rest, milliseconds: a collection that needs longer is told of. */
const longRest = 3_600_000;

/**
 * Milliseconds that nothing new is begun while the database takes nothing in: first, and at most. GP and Cleo would be asked for what
 * cannot be kept.
 */
const fullPause = { first: 1_000, longest: 10_000 };

/**
 * Groups of a link's deliveries that are under way at once, each as many as Cleo takes requests at the same time: while one is
 * sent, the next is made ready. Each document's own stay in order.
 */
const lanes = 2;

/** Inbound documents of one link that are carried out at once. */
const inboundLanes = 4;

/** Where a worker gets the two systems of a link from; kept and closed by the caller. */
export interface LinkSource {
  /** Whether the configuration has it; what a link left undone when it was removed is nobody's work. */
  has(link: string): boolean;
  /** Throws a ConnectorError where that cannot be done. */
  open(link: string): Promise<LinkResources>;
  /** Counts up when links are to be opened anew, because the configuration is another one. */
  version(): number;
  refresh(): Promise<void>;
}

export interface WorkerOptions {
  ledger: Ledger;
  bell: Bell;
  poolConfig: pg.PoolConfig;
  links: LinkSource;
  /** Opens the channels of notification; kept and closed by the caller. */
  channels: ChannelOpener;
  /** Carries out a fit check and keeps its report. It has no effect outside, so that it may be carried out again. */
  check: (job: Job) => Promise<void>;
  /** Lets go of what is old. It stops between two steps, and may be carried out again. */
  retention: (job: Job, stopping: () => boolean) => Promise<void>;
  clock?: () => Date;
  /** What `clock` reads, kept in step by the worker; without it the worker takes its own machine's clock for right. */
  databaseClock?: DatabaseClock;
  chance?: () => number;
  progress?: (progress: Progress) => void;
  reached?: StepObserver;
  /** Takes what is no one's error but the program's. */
  onError: (error: unknown) => void;
}

export interface Worker {
  id: string;
  /**
   * Aborted, with the error as its reason, when one round after the other fails. A long-lived process goes on trying; a
   * command that somebody waits for ends.
   */
  broken: AbortSignal;
  /** Looks for work now. */
  wake(): void;
  /** Takes nothing new, waits for the files that are being sent, and leaves a poll under way to another worker. */
  stop(): Promise<void>;
}

export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const { ledger, bell, onError } = options;
  const clock = options.clock ?? (() => new Date());
  const id = newIdentifier("wrk", clock());
  const context: WorkerContext = {
    ledger,
    worker: id,
    actor: "worker",
    clock,
    chance: options.chance ?? Math.random,
    ring: bell.ring,
    progress: options.progress ?? (() => {}),
    stopping: () => stopping,
    underWay: new Set(),
    unreached: new Map(),
    onError,
    ...(options.reached && { reached: options.reached }),
  };
  const life = await openLife(options, id);
  const underWay = new Set<Promise<void>>();
  const draining = new Set<string>();
  /** By the clock that nobody sets. */
  const pausedUntil = new Map<string, number>();
  let stopping = false;
  let looking: Promise<void> | undefined;
  let again = false;
  let busyWithJob = false;
  let busyWithUpkeep = false;
  let nextUpkeep = 0;
  let failures = 0;
  /** By the clock that nobody sets, as the others. */
  let fullUntil = 0;
  let fullFor = 0;
  // A process that begins cannot tell whether the clock was just set: by then every worker that lives has told so again.
  let trustHeartbeatsFrom = performance.now() + 2 * heartbeat;
  const broken = new AbortController();

  const start = (work: () => Promise<void>): void => {
    const running = work()
      .catch(meet)
      .finally(() => underWay.delete(running));
    underWay.add(running);
  };

  function meet(error: unknown): void {
    onError(error);
    const now = performance.now();
    if (databaseErrorCode(error) !== "DATABASE_DISK_FULL" || now < fullUntil) return;
    const still = fullFor > 0 && now < fullUntil + fullPause.longest;
    fullFor = still ? Math.min(fullFor * 2, fullPause.longest) : fullPause.first;
    fullUntil = now + fullFor;
    if (fullFor === fullPause.longest) broken.abort(error);
  }

  async function look(): Promise<void> {
    if (performance.now() < fullUntil) return;
    if (looking || stopping) {
      again = true;
      return;
    }
    looking = lookAround();
    await looking;
  }

  async function lookAround(): Promise<void> {
    try {
      do {
        again = false;
        await round();
        failures = 0;
      } while (again && !stopping);
    } catch (error) {
      meet(error);
      failures += 1;
      if (failures === patience) broken.abort(error);
    } finally {
      looking = undefined;
    }
  }

  const whoLives = () => liveWorkers(ledger, { heartbeats: performance.now() >= trustHeartbeatsFrom });

  /** See ledger/clockReading.ts. */
  async function followClock(): Promise<void> {
    const { now, setBack } = await readClock(ledger, bell.clockSetBack);
    const ahead = options.databaseClock?.follow(now) ?? 0;
    if (ahead > 0) {
      trustHeartbeatsFrom = performance.now() + 2 * heartbeat;
      await noteSetAhead(ledger, now);
    }
    if (setBack === undefined && ahead === 0) return;
    const moved = setBack === undefined ? { setAhead: ahead } : { setBack };
    await ledger.transaction().execute((transaction) =>
      recordAudit(transaction, {
        at: now,
        actor: context.actor,
        action: "clock.set",
        detail: { milliseconds: moved },
      }),
    );
  }

  async function round(): Promise<void> {
    await followClock();
    await options.links.refresh();
    const live = await whoLives();
    // Without a registration of its own a worker would take its own claims for abandoned ones.
    if (!live.includes(id)) return life.revive();
    await settleAbandoned(context, live);
    await releaseAbandoned(context, live);
    await releaseDrafts(context, live);
    if (!busyWithJob) {
      // With no job under way, one that is this worker's own was left behind when the database was out of reach. Who registered
      // since the round began may have taken one.
      const others = (await whoLives()).filter((other) => other !== id);
      const job = await claimJob(ledger, id, others, clock());
      if (job !== undefined) {
        busyWithJob = true;
        start(async () => {
          try {
            await runJob(job);
          } finally {
            busyWithJob = false;
            wake();
          }
        });
      }
    }
    if (!busyWithUpkeep && performance.now() >= nextUpkeep) {
      busyWithUpkeep = true;
      start(async () => {
        try {
          await keepUp(context, options.channels, whoLives, () => stopping);
        } finally {
          busyWithUpkeep = false;
          nextUpkeep = performance.now() + tick;
        }
      });
    }
    for (const link of await linksWithWork(ledger, clock())) workThrough(link, link, drain);
    for (const link of await linksWithInbox(ledger, clock())) workThrough(`inbox of ${link}`, link, receive);
    for (const link of await linksWithDrafts(ledger, clock())) workThrough(`drafts of ${link}`, link, enterDrafts);
  }

  /** Starts work on a link, unless the same is going on or paused. */
  function workThrough(key: string, link: string, work: (link: string) => Promise<void>): void {
    if (!options.links.has(link)) return;
    if (draining.has(key) || (pausedUntil.get(key) ?? 0) > performance.now()) return;
    draining.add(key);
    start(async () => {
      try {
        await work(link);
      } finally {
        draining.delete(key);
      }
    });
  }

  /** By the configuration in force since the job was taken: the link may have been removed before that. */
  async function openInForce(link: string): Promise<LinkResources> {
    await options.links.refresh();
    return options.links.open(link);
  }

  async function runJob(job: Job): Promise<void> {
    let error: unknown;
    try {
      if (job.kind === "replay") await replay(context, job);
      if (job.kind === "poll") await poll(context, await openInForce(job.link), job);
      if (job.kind === "check") await options.check(job);
      if (job.kind === "retention") await options.retention(job, () => stopping);
      if (job.kind === "collect") await collect(context, await openInForce(job.link), job);
    } catch (caught) {
      // Whoever took the job over ends it.
      if (caught instanceof JobLost) return;
      if (caught instanceof JobHandedOver) return leave(job);
      if (isPassing(caught)) {
        onError(caught);
        return rest(job, explainDatabaseError(caught, "behind the ledger", { retryAfter: 5_000 }) as ConnectorError);
      }
      error = caught;
      if (!isConnectorError(caught)) onError(caught);
    }
    if (isConnectorError(error) && error.retry === "throttled") return rest(job, error);
    await ledger.transaction().execute(async (transaction) => {
      const now = clock();
      const report = error === undefined ? undefined : reportOf(error);
      if (!(await finishJob(transaction, { id: job.id, worker: id, now, ...(report && { error: report }) }))) return;
      const told = alertOfJob(job);
      // One that was left waiting ends here after its link was removed, and needs nobody.
      if (told && report && (await holdLink(transaction, job.link))) {
        const about = { key: told.key, link: job.link, subject: job.id, now };
        await raiseAlert(transaction, alertOf({ ...report, message: `${told.what} fails: ${report.message}` }, about));
      }
      // What a collection or a retention that ran has to tell, it has told itself.
      if (job.kind === "poll" && report === undefined) await clearAlert(transaction, pollAlert(job.link), now);
      await recordAudit(transaction, {
        at: now,
        actor: context.actor,
        action: report === undefined ? `${job.kind}.finished` : `${job.kind}.failed`,
        jobId: job.id,
        link: job.link,
        detail: report === undefined ? {} : { error: report.code, message: report.message },
      });
    });
  }

  /** Dying before it is left makes no difference but the time until others notice. */
  async function leave(job: Job): Promise<void> {
    await handOverJob(ledger, job.id, id);
    await ledger.transaction().execute((transaction) => bell.ring(transaction));
  }

  /** GP or the database wants patience: the job keeps its place and is taken up again when that is over. */
  async function rest(job: Job, error: ConnectorError): Promise<void> {
    const now = clock();
    const until = new Date(now.getTime() + Math.max(error.retryAfter ?? 60_000, tick));
    const reason = error.report();
    await ledger.transaction().execute(async (transaction) => {
      if (!(await restJob(transaction, { id: job.id, worker: id, until, reason }))) return;
      await recordAudit(transaction, {
        at: now,
        actor: context.actor,
        action: `${job.kind}.resting`,
        jobId: job.id,
        link: job.link,
        detail: { error: reason.code, message: reason.message, until: until.toISOString() },
      });
      // GP's quiet hours are meant to be long; a Cleo that gives nothing for so long holds up what partners answer.
      if (job.kind !== "collect" || until.getTime() - (job.startedAt ?? now).getTime() < longRest) return;
      if (!(await holdLink(transaction, job.link))) return;
      await raiseAlert(transaction, {
        ...alertOf(reason, { key: collectAlert(job.link), link: job.link, subject: job.id, now }),
        message: `collecting from Cleo rests until ${until.toISOString()}: ${reason.message}`,
        fix: `Ask the Cleo administrator how many requests are allowed. \`ml-connector jobs cancel ${job.id}\` ends this collection.`,
      });
    });
  }

  async function drain(link: string): Promise<void> {
    let resources: LinkResources;
    const version = options.links.version();
    // Ends early where the configuration has changed: the next round goes on with the new one.
    const goesOn = (): boolean => !stopping && options.links.version() === version;
    try {
      resources = await options.links.open(link);
    } catch (error) {
      // The link cannot be opened, because its configuration or its secrets are gone. Its deliveries wait.
      pausedUntil.set(link, performance.now() + 30_000);
      throw error;
    }
    const begun = context.clock();
    while (goesOn() && (await settleNextDoubt(context, resources, begun))) {}
    // One goes ahead: where the connection is down, it alone runs into that, and puts the whole link off with the reason.
    const record = createAnswerRecorder(context, resources);
    let delivered = await deliverSome(context, resources, 1, record);
    const lane = async (): Promise<void> => {
      while (goesOn() && delivered === "done") {
        const next = await deliverSome(context, resources, resources.cleo.concurrency, record);
        if (next === "idle") return;
        if (next === "paused") delivered = next;
      }
    };
    if (delivered === "done") await Promise.all(Array.from({ length: lanes }, lane));
    if (delivered === "paused") pausedUntil.set(link, performance.now() + tick);
  }

  async function receive(link: string): Promise<void> {
    let resources: LinkResources;
    const version = options.links.version();
    const goesOn = (): boolean => !stopping && options.links.version() === version;
    try {
      resources = await options.links.open(link);
    } catch (error) {
      pausedUntil.set(`inbox of ${link}`, performance.now() + 30_000);
      throw error;
    }
    const lane = async (): Promise<void> => {
      // Messages first: an order's documents are then carried out in the order in which they came.
      while (
        goesOn() &&
        ((await readNextMessage(context, resources.link)) || (await carryOutNext(context, resources)))
      ) {}
    };
    await Promise.all(Array.from({ length: inboundLanes }, lane));
  }

  /** One after the other: each takes a GP process of the customer's, and people work there. */
  async function enterDrafts(link: string): Promise<void> {
    const version = options.links.version();
    const goesOn = (): boolean => !stopping && options.links.version() === version;
    const pause = (milliseconds: number) => pausedUntil.set(`drafts of ${link}`, performance.now() + milliseconds);
    let resources: LinkResources;
    try {
      resources = await options.links.open(link);
    } catch (error) {
      pause(30_000);
      throw error;
    }
    while (goesOn() && (await settleNextDraft(context, resources))) {}
    let entered = await enterNextDraft(context, resources);
    while (goesOn() && entered === "done") entered = await enterNextDraft(context, resources);
    if (entered === "paused") pause(tick);
  }

  const wake = (): void => void look();
  const ticking = setInterval(wake, tick);
  const sealing = setInterval(() => start(async () => void (await sealAudit(ledger))), tick);
  await forgetDeadWorkers(ledger);
  wake();

  return {
    id,
    broken: broken.signal,
    wake,
    async stop() {
      stopping = true;
      clearInterval(ticking);
      clearInterval(sealing);
      while (looking || underWay.size > 0) await Promise.all([looking, ...underWay]);
      await endEach([() => sealAudit(ledger), () => removeWorker(ledger, id), life.end]);
    },
  };
}

/** What is told of a job that fails, under which key; nothing of a job whose failure is told elsewhere. */
function alertOfJob({ kind, link }: Job): { key: string; what: string } | undefined {
  if (kind === "poll") return { key: pollAlert(link), what: "polling GP" };
  if (kind === "collect") return { key: collectAlert(link), what: "collecting from Cleo" };
  if (kind === "retention") return { key: retentionAlert, what: "retention" };
  return undefined;
}

/** The database session that stands for a worker's life, and its heartbeat. */
async function openLife(
  { ledger, poolConfig, onError }: WorkerOptions,
  id: string,
): Promise<{ revive: () => Promise<void>; end: () => Promise<void> }> {
  let client: pg.Client | undefined;
  let beating: NodeJS.Timeout | undefined;

  async function revive(): Promise<void> {
    // One that is dead may take minutes to say so.
    client?.end().catch(() => {});
    const session = new pg.Client({ ...poolConfig, application_name: "ml-connector worker" });
    session.on("error", () => {
      if (client === session) client = undefined;
    });
    client = session;
    await session.connect();
    await session.query(endSoonAfterVanishing);
    const { rows } = await session.query<{ pid: number }>("select pg_backend_pid() as pid");
    const backendPid = rows[0]?.pid ?? 0;
    await registerWorker(ledger, { id, host: hostname(), pid: process.pid, backendPid });
  }

  await revive();
  beating = setInterval(() => {
    beat(ledger, id).catch(onError);
  }, heartbeat);
  return {
    revive,
    async end() {
      clearInterval(beating);
      await client?.end().catch(() => {});
    },
  };
}
