/**
 * Kills workers at every named step (docs/kill-points.md), at random moments and in the thick of uploads, while GP's data
 * changes, Cleo misbehaves and the workers' clocks disagree by up to 20 seconds either way, and judges by Cleo's own upload
 * log: nothing lost, nothing sent twice, no control number twice. What is held in doubt is neither: a person looks into the log
 * and says what is there.
 *
 * ML_CONNECTOR_CHAOS_KILLS sets the number of kills, ML_CONNECTOR_CHAOS_SEED the kills that are chosen. Fewer than 200 do not
 * meet every step; from there on they have to.
 */
import { describe, expect, it, onTestFinished } from "vitest";
import { seededRandom } from "../../src/sandbox/faults.ts";
import { type Step, steps } from "../../src/sync/steps.ts";
import { type ChaosSite, openChaosSite } from "./chaosSite.ts";
import { type ChaosWorker, prepareChaosWorker } from "./chaosWorker.ts";

const kills = Number(process.env.ML_CONNECTOR_CHAOS_KILLS ?? 200);
const everyStep = kills >= 200;
const seed = Number(process.env.ML_CONNECTOR_CHAOS_SEED ?? Date.now() % 1_000_000);

/** What is not met by outbound documents alone. */
const inbound = (step: string): boolean => /^(collect|receive|draft)\./.test(step);
const outboundSteps = (Object.keys(steps) as Step[]).filter((step) => !inbound(step));

describe.each([
  { workers: 1, share: 0.5 },
  { workers: 3, share: 0.5 },
])("$workers worker(s) that are killed again and again", ({ workers, share }) => {
  const rounds = Math.ceil(kills * share);

  it(
    `send every revision once and lose none in ${rounds} kills (seed ${seed})`,
    async () => {
      const random = seededRandom(seed + workers);
      const site = await openChaosSite();
      onTestFinished(site.close);
      site.misbehave();
      const killed: Record<string, number> = {};
      const untried = new Set<string>(outboundSteps);
      const alive = new Set<ChaosWorker>();
      onTestFinished(() => {
        for (const worker of alive) worker.kill();
      });
      let count = 0;
      const prepare = (): ChaosWorker => {
        const worker = prepareChaosWorker(site.poolConfig, site.directory);
        alive.add(worker);
        return worker;
      };

      /** Half at a step, those first that none died at yet; the other half at any moment, or as a file arrives. */
      async function live(): Promise<void> {
        let next = prepare();
        // A step that is rarely met gets more kills than were asked for.
        while (count < rounds || (everyStep && untried.size > 0 && count < rounds + 60)) {
          const step =
            random() < 0.6 ? ([...untried][Math.floor(random() * untried.size)] ?? pick(outboundSteps)) : undefined;
          const times = step !== undefined && untried.has(step) ? 1 : 1 + Math.floor(random() * 4);
          const worker = next;
          await worker.begin({
            killAt: step && `${step}:${times}`,
            // Clocks of machines differ, and are set while nobody looks.
            clockAhead: Math.round((random() - 0.5) * 40_000),
          });
          next = prepare();
          const patience = step === undefined ? random() * 700 : untried.has(step) ? 6_000 : 2_500;
          const timer = setTimeout(worker.kill, patience);
          if (step === undefined && random() < 0.5)
            void site.whenUploaded(1 + Math.floor(random() * 4)).then(worker.kill);
          const at = (await worker.ended) ?? "any moment";
          clearTimeout(timer);
          alive.delete(worker);
          untried.delete(at);
          killed[at] = (killed[at] ?? 0) + 1;
          count += 1;
          if (process.env.ML_CONNECTOR_DEBUG) process.stderr.write(`${count}: ${at}\n`);
        }
        next.kill();
        alive.delete(next);
      }
      const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(random() * values.length)] as Value;

      let ended = false;
      /** People go on working in GP, polls are asked for, and now and then somebody looks after what is held. */
      async function people(): Promise<void> {
        while (!ended) {
          await site.changeSome(random);
          await site.requestPoll();
          await site.settleHeld();
          await new Promise((resolve) => setTimeout(resolve, 300));
        }
      }
      const peopleWork = people();
      try {
        await Promise.all(Array.from({ length: workers }, live));
      } finally {
        ended = true;
        await peopleWork;
      }

      // Everything calms down, and what is left is brought to its end.
      site.behave();
      const last = Array.from({ length: workers }, prepare);
      for (const worker of last) await worker.begin({ clockAhead: 0 });
      await site.bringToEnd();
      await Promise.all(last.map((worker) => worker.stop()));

      await judge(site);
      if (everyStep) expect([...untried], "steps that no worker died at").toEqual([]);
      const doubts = await site.doubts();
      if (everyStep)
        expect(doubts, "no kill came while a file was being sent: the test has tried nothing").toBeGreaterThan(0);
      process.stderr.write(
        `${workers} worker(s), ${count} kills: ${site.sandbox.admin.uploads().length} files, ${doubts} doubts, ${site.settledByHand()} settled by a person; 0 lost, 0 twice\n${Object.entries(
          killed,
        )
          .toSorted(([one], [other]) => one.localeCompare(other))
          .map(([at, times]) => `  ${at} ${times}`)
          .join("\n")}\n`,
      );
    },
    240_000 + rounds * 10_000,
  );
});

async function judge(site: ChaosSite): Promise<void> {
  const uploads = site.sandbox.admin.uploads();
  const names = uploads.map(({ path }) => path);
  const twice = (values: readonly string[]) => values.filter((value, at) => values.indexOf(value) !== at);
  expect(twice(names), "files sent twice").toEqual([]);
  // No revision under two names either: the name without the digest of its bytes.
  expect(twice(names.map((name) => name.replace(/_[0-9a-f]{8}\.\w+$/, ""))), "revisions sent twice").toEqual([]);
  expect(twice(await site.interchangeNumbers()), "control numbers given twice").toEqual([]);
  expect(await site.statesThatAreNotSent(), "documents that did not arrive").toEqual([]);
  for (const { number, quantity } of site.orders()) {
    expect(await site.newestContent(number), `${number} in Cleo is what it is in GP`).toContain(`PO1*1*${quantity}*`);
  }
  expect(await site.auditVerdict()).toMatchObject({ ok: true });
}
