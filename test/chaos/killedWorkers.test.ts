/**
 * Kills workers at every named step (docs/kill-points.md), at random moments and in the thick of uploads, while GP's data
 * changes, Cleo misbehaves and the workers' clocks disagree by up to 20 seconds either way, and judges by Cleo's own upload
 * log: nothing lost, nothing sent twice, no control number twice. What is held in doubt is neither: a person looks into the log
 * and says what is there.
 *
 * ML_CONNECTOR_CHAOS_KILLS sets the number of kills of the suite, three quarters of which come here, and ML_CONNECTOR_CHAOS_SEED
 * the kills that are chosen. From 200 on every step has to be met.
 */
import { describe, expect, it, onTestFinished } from "vitest";
import { seededRandom } from "../../src/sandbox/faults.ts";
import { type Step, steps } from "../../src/sync/steps.ts";
import { type ChaosSite, openChaosSite } from "./chaosSite.ts";
import { type Killed, keepKilling, killsOf, tellKilled } from "./killing.ts";

const kills = killsOf(0.75);
const everyStep = kills >= 150;
const seed = Number(process.env.ML_CONNECTOR_CHAOS_SEED ?? Date.now() % 1_000_000);

/** What is not met by outbound documents alone. */
const elsewhere = (step: string): boolean => /^(collect|receive|draft|notify|retention)\./.test(step);
const outboundSteps = (Object.keys(steps) as Step[]).filter((step) => !elsewhere(step));

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
      let killed: Killed;
      try {
        killed = await keepKilling({
          ...site,
          random,
          workers,
          kills: rounds,
          steps: outboundSteps,
          everyStep,
          thick: () => site.whenUploaded(1 + Math.floor(random() * 4)),
        });
      } finally {
        ended = true;
        await peopleWork;
      }

      // Everything calms down, and what is left is brought to its end.
      site.behave();
      const calm = await killed.calm();
      await site.bringToEnd();
      await calm.stop();

      await judge(site);
      if (everyStep) expect(killed.untried, "steps that no worker died at").toEqual([]);
      const doubts = await site.doubts();
      if (everyStep)
        expect(doubts, "no kill came while a file was being sent: the test has tried nothing").toBeGreaterThan(0);
      process.stderr.write(
        `${workers} worker(s), ${killed.kills} kills: ${site.sandbox.admin.uploads().length} files, ${doubts} doubts, ${site.settledByHand()} settled by a person; 0 lost, 0 twice\n${tellKilled(killed)}`,
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
