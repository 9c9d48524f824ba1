import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { sandboxConfiguration, sandboxSecrets } from "../../test/commandLine.ts";
import { openPollingSite, type PollingSite } from "../../test/pollingSite.ts";
import { temporaryDirectory } from "../../test/temporaryDirectory.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { applyConfiguration } from "./configure.ts";
import { readLinks } from "./readLinks.ts";
import { listSchedules } from "./schedules.ts";
import { systemHealth } from "./systemHealth.ts";

test("A hundred links are read by as many statements as two.", async () => {
  const site = await openPollingSite({ now: "2026-01-16T10:00:00-06:00" });
  onTestFinished(site.close);
  await haveLinks(site, 1);
  const ofTwo = await statements(site);
  await haveLinks(site, 99);
  expect(await readLinks(site.application)).toHaveLength(100);
  expect(await statements(site)).toEqual(ofTwo);
});

test("Each link is told its own: its last poll that ended, the one that runs, its last file.", async () => {
  const site = await openPollingSite({ now: "2026-01-16T10:00:00-06:00" });
  onTestFinished(site.close);
  await haveLinks(site, 2);
  await site.request({ entities: ["vendors"] });
  await site.takeUp();
  await site.deliver();
  await sql`
    insert into job (id, kind, link, state, parameters, requested_by, requested_at, finished_at, clock_set_back_to) values
      ('job_a', 'poll', 'company-1', 'failed', '{"entities":["vendors"]}', 'schedule', '2026-01-16T09:00Z', '2026-01-16T09:01Z', null),
      ('job_b', 'poll', 'company-1', 'succeeded', '{"entities":["vendors"]}', 'schedule', '2026-01-16T08:00Z', '2026-01-16T08:01Z', null),
      ('job_c', 'poll', 'company-1', 'running', '{"entities":["vendors"]}', 'schedule', '2026-01-16T10:00Z', null, null),
      ('job_d', 'poll', 'company-2', 'succeeded', '{"entities":["vendors"]}', 'schedule', '2026-01-16T09:00Z', '2026-01-16T09:01Z', null),
      ('job_e', 'poll', 'company-2', 'succeeded', '{"entities":["vendors"]}', 'schedule', '2026-01-17T09:00Z', '2026-01-17T09:01Z', '2026-01-16T09:30Z')
  `.execute(site.ledger);
  const links = await readLinks(site.application);
  const told = Object.fromEntries(
    links.map(({ name, lastPoll, currentPoll, lastSentAt }) => [
      name,
      { last: lastPoll?.id, before: lastPoll?.clockSetBack, current: currentPoll?.id, sent: lastSentAt !== null },
    ]),
  );
  expect(told).toEqual({
    [site.link]: { last: expect.stringContaining("job_"), before: false, current: undefined, sent: true },
    "company-1": { last: "job_a", before: false, current: "job_c", sent: false },
    "company-2": { last: "job_e", before: true, current: undefined, sent: false },
  });
});

/** Beside the link of the site, so many of their own. */
async function haveLinks({ sandbox, application }: PollingSite, count: number): Promise<void> {
  const text = sandboxConfiguration(sandbox);
  const link = text.slice(text.indexOf("  - name: two-to-cleo"));
  const others = Array.from({ length: count }, (_, index) => link.replace("two-to-cleo", `company-${index + 1}`));
  const file = join(await temporaryDirectory(), "links.yaml");
  writeFileSync(file, text + others.join(""));
  await applyConfiguration(application, file, sandboxSecrets);
}

async function statements({ application }: PollingSite) {
  let count = 0;
  const ledger: Ledger = application.ledger.withPlugin({
    transformQuery: ({ node }) => {
      count += 1;
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  const of = async (read: () => Promise<unknown>): Promise<number> => {
    count = 0;
    await read();
    return count;
  };
  return {
    links: await of(() => readLinks({ ledger })),
    systems: await of(() => systemHealth(ledger)),
    schedules: await of(() => listSchedules({ ...application, ledger })),
  };
}
