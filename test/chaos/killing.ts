/** Workers that are started and killed, again and again, at named steps and at any moment. */
import { onTestFinished } from "vitest";
import type { Step } from "../../src/sync/steps.ts";
import { type ChaosWorker, prepareChaosWorker } from "./chaosWorker.ts";

/** The share of one file in the kills of the suite: ML_CONNECTOR_CHAOS_KILLS, or two hundred. */
export const killsOf = (share: number): number =>
  Math.ceil(Number(process.env.ML_CONNECTOR_CHAOS_KILLS ?? 200) * share);

export interface Killing {
  poolConfig: Parameters<typeof prepareChaosWorker>[0];
  directory: string;
  random: () => number;
  /** How many live at once. */
  workers: number;
  kills: number;
  /** Where they die. */
  steps: readonly Step[];
  /** Whether each step has to be met: what is rarely met gets more kills than were asked for. */
  everyStep: boolean;
  /** Resolves in the thick of something: a kill at any moment waits for it half of the time. */
  thick: () => Promise<void>;
  afterKill?: () => Promise<void>;
}

export interface Killed {
  kills: number;
  /** How often they died where. */
  at: Record<string, number>;
  /** Steps that none died at. */
  untried: string[];
  /** Lets workers live that nobody kills. */
  calm(ahead?: number): Promise<{ stop(): Promise<void> }>;
}

/** Half die at a step, those first that none died at yet; the other half at any moment, or in the thick of something. */
export async function keepKilling(killing: Killing): Promise<Killed> {
  const { random, workers, steps, everyStep } = killing;
  const at: Record<string, number> = {};
  const untried = new Set<string>(steps);
  const alive = new Set<ChaosWorker>();
  onTestFinished(() => {
    for (const worker of alive) worker.kill();
  });
  let kills = 0;
  const prepare = (): ChaosWorker => {
    const worker = prepareChaosWorker(killing.poolConfig, killing.directory);
    alive.add(worker);
    return worker;
  };
  const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(random() * values.length)] as Value;

  async function live(): Promise<void> {
    let next = prepare();
    while (kills < killing.kills || (everyStep && untried.size > 0 && kills < killing.kills + 60)) {
      const stepwise = random() < 0.6;
      // Whichever is reached first: a step that is rarely met is met sooner by one who waits for it among others.
      const chosen = untried.size > 0 ? [...untried] : Array.from({ length: 3 }, () => pick(steps));
      const times = (): number => (untried.size > 0 ? 1 : 1 + Math.floor(random() * 4));
      const worker = next;
      await worker.begin({
        killAt: stepwise ? chosen.map((step) => `${step}:${times()}`).join(",") : undefined,
        // Clocks that disagree, as if the workers did not go by the database's.
        clock: random() < 0.5 ? "database" : { ahead: Math.round((random() - 0.5) * 40_000) },
      });
      next = prepare();
      const patience = !stepwise ? random() * 700 : untried.size > 0 ? 6_000 : 2_500;
      const timer = setTimeout(worker.kill, patience);
      if (!stepwise && random() < 0.5) void killing.thick().then(worker.kill);
      const where = (await worker.ended) ?? "any moment";
      clearTimeout(timer);
      alive.delete(worker);
      untried.delete(where);
      at[where] = (at[where] ?? 0) + 1;
      kills += 1;
      if (process.env.ML_CONNECTOR_DEBUG) process.stderr.write(`${kills}: ${where}\n`);
      await killing.afterKill?.();
    }
    next.kill();
    alive.delete(next);
  }
  await Promise.all(Array.from({ length: workers }, live));

  return {
    kills,
    at,
    untried: [...untried],
    async calm(ahead = 0) {
      const calm = Array.from({ length: workers }, prepare);
      for (const worker of calm) await worker.begin({ clock: ahead === 0 ? "database" : { ahead } });
      return {
        async stop() {
          await Promise.all(calm.map((worker) => worker.stop()));
        },
      };
    },
  };
}

/** Where they died, one line each. */
export const tellKilled = ({ at }: Pick<Killed, "at">): string =>
  Object.entries(at)
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([where, times]) => `  ${where} ${times}\n`)
    .join("");
