/** Workers that are started and killed, again and again, at named steps and at any moment. */
import { onTestFinished } from "vitest";
import type { Step } from "../../src/sync/steps.ts";
import { builtProgram } from "../builtProgram.ts";
import { type ChaosWorker, prepareChaosWorker } from "./chaosWorker.ts";

/** The share of one file in the kills of the suite: ML_CONNECTOR_CHAOS_KILLS, or two hundred. */
export const killsOf = (share: number): number =>
  Math.ceil(Number(process.env.ML_CONNECTOR_CHAOS_KILLS ?? 200) * share);

/** Milliseconds in which a step is waited for; a machine that is busy with other things needs more. */
const shortPatience = 1_200;
const longPatience = 20_000;

export interface Killing {
  poolConfig: Parameters<typeof prepareChaosWorker>[1];
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

/**
 * Half die at a step, the other half at any moment, or in the thick of something. Where each step has to be met, those go first that
 * none died at yet: whichever of them is reached first, since one that is rarely met is met sooner by one who waits for it among others.
 */
export async function keepKilling(killing: Killing): Promise<Killed> {
  const { random, workers, steps, everyStep } = killing;
  const at: Record<string, number> = {};
  const untried = new Set<string>(steps);
  const alive = new Set<ChaosWorker>();
  onTestFinished(() => {
    for (const worker of alive) worker.kill();
  });
  const built = await builtProgram();
  let kills = 0;
  let patience = shortPatience;
  const prepare = (): ChaosWorker => {
    const worker = prepareChaosWorker(built, killing.poolConfig, killing.directory);
    alive.add(worker);
    return worker;
  };
  const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(random() * values.length)] as Value;

  /** Those that none died at yet, shared out, so that two do not wait for the same. */
  const untriedOf = (share: number): Step[] => {
    const left = steps.filter((step) => untried.has(step));
    const own = left.filter((step) => steps.indexOf(step) % workers === share);
    return own.length > 0 ? own : left;
  };

  async function live(_: unknown, share: number): Promise<void> {
    let next = prepare();
    while (kills < killing.kills || (everyStep && untried.size > 0 && kills < killing.kills + 60)) {
      const stepwise = (everyStep && untried.size > 0) || random() < 0.6;
      const chosen = untried.size > 0 ? untriedOf(share) : Array.from({ length: 3 }, () => pick(steps));
      const times = (): number => (untried.size > 0 ? 1 : 1 + Math.floor(random() * 4));
      const worker = next;
      await worker.begin({
        killAt: stepwise ? chosen.map((step) => `${step}:${times()}`).join(",") : undefined,
        // Clocks that disagree, as if the workers did not go by the database's.
        clock: random() < 0.5 ? "database" : { ahead: Math.round((random() - 0.5) * 40_000) },
      });
      next = prepare();
      // One that reaches nothing new leaves something for the next one to find, which gets more time for it.
      const inTheThick = () => void killing.thick().then(worker.kill);
      const timer = stepwise ? setTimeout(inTheThick, patience) : setTimeout(worker.kill, random() * 700);
      if (!stepwise && random() < 0.5) inTheThick();
      const where = await worker.ended;
      clearTimeout(timer);
      if (stepwise) patience = where === undefined ? Math.min(patience * 2, longPatience) : shortPatience;
      alive.delete(worker);
      const place = where ?? "any moment";
      untried.delete(place);
      at[place] = (at[place] ?? 0) + 1;
      kills += 1;
      if (process.env.ML_CONNECTOR_DEBUG) process.stderr.write(`${kills}: ${place}\n`);
      await killing.afterKill?.();
    }
    next.kill();
    alive.delete(next);
  }
  await Promise.all(Array.from({ length: workers }).map(live));

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
