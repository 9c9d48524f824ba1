/**
 * Kills workers at every step of what comes in: folders that are read, messages, documents, drafts in GP, word to people; at
 * random moments too, while GP loses answers. Judged by what GP, Cleo and the people got: every answer of the partner carried
 * out once, answered once with a 997 under a control number of its own, every draft once in GP, every file taken away with its
 * copy kept, every message sent (Invariants 2, 4 and 8).
 *
 * ML_CONNECTOR_CHAOS_KILLS and ML_CONNECTOR_CHAOS_SEED as in killedWorkers.test.ts; a fifth of the kills come here. Forty, which is
 * what comes of two hundred, have to meet every step.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { loadConfiguration } from "../../src/app/configure.ts";
import { requestCollection } from "../../src/app/inbox/requestCollection.ts";
import { createLinkOpener } from "../../src/app/linkOpener.ts";
import { seededRandom } from "../../src/sandbox/faults.ts";
import { releaseDrafts } from "../../src/sync/drafts/settleDrafts.ts";
import { type Step, steps } from "../../src/sync/steps.ts";
import { type ChaosSite, openChaosSite } from "./chaosSite.ts";
import { type Killed, keepKilling, killsOf, tellKilled } from "./killing.ts";

const kills = killsOf(0.2);
const everyStep = kills >= 40;
const seed = Number(process.env.ML_CONNECTOR_CHAOS_SEED ?? Date.now() % 1_000_000);
/** Of the way out, those about a request: a 997 is on its way in each. */
const around997: readonly Step[] = ["deliver.taken", "deliver.answered", "deliver.recording"];
const inboundSteps = [
  ...(Object.keys(steps) as Step[]).filter((step) => /^(collect|receive|draft|notify)\./.test(step)),
  ...around997,
];

/** Longer than GP may be at work on a call that was cut off. Milliseconds. */
const beyondDoubt = 20 * 60_000;

it(
  `answers of partners are carried out once and drafts entered once in ${kills} kills (seed ${seed})`,
  async () => {
    const random = seededRandom(seed);
    const people = await mailbox();
    const partners = "    partners:\n      default:";
    const inbound =
      "    inbound: { poll: { folder: download, schedule: manual, after: move, moveTo: outbox/done }, review: { '856': auto, '810': auto } }\n";
    const site = await openChaosSite({
      // Two at least for each kill, and a few more.
      purchaseOrders: Math.min(2_000, 60 + 3 * kills),
      configuration: {
        [partners]: `${inbound}${partners}`,
        "gs: PARTNER }": "gs: PARTNER, send997: { folder: upload/997 } }",
      },
      more: `notifications:\n  channels:\n    - { name: dock, webhook: { url: "${people.url}" }, events: [shipment.announced, invoice.received] }\n`,
    });
    onTestFinished(site.close);
    const { partner } = site.sandbox.admin;

    // The orders are with the partner before anything is killed.
    const none = {
      ...site,
      random,
      workers: 2,
      kills: 0,
      steps: inboundSteps,
      everyStep: false,
      thick: async () => {},
    };
    const before = await (await keepKilling(none)).calm();
    await site.bringToEnd();
    await before.stop();
    const orders = partner.orders();
    expect(orders.length).toBeGreaterThan(40);

    site.sandbox.admin.armFault({ target: "gp.draft", probability: 0.05, effect: { kind: "lostAnswer" } });
    site.sandbox.admin.armFault({ target: "gp.draft", probability: 0.03, effect: { kind: "status", status: 503 } });
    site.sandbox.admin.armFault({ target: "cleo.list", probability: 0.03, effect: { kind: "status", status: 503 } });
    site.sandbox.admin.armFault({ target: "cleo.upload", probability: 0.05, effect: { kind: "lostAnswer" } });
    const answered: string[] = [];
    const answerSome = async (count: number): Promise<void> => {
      for (let more = count; more > 0; more--) {
        const order = orders[answered.length];
        if (order === undefined) return;
        answered.push(order);
        // In any order, and now and then the same file again.
        const types = (["997", "855", "856", "810"] as const).toSorted(() => random() - 0.5);
        await partner.answer(
          order,
          types.map((type) => ({ type, by: "folder" as const, times: random() < 0.1 ? 2 : 1 })),
        );
      }
    };
    const opener = createLinkOpener(site.application, await loadConfiguration(site.application));
    onTestFinished(opener.close);
    const filesIn = async (folder: string): Promise<string[]> =>
      (await (await opener.open(site.link)).cleo.list(folder)).map(({ name }) => name);
    const collectOnce = () => requestCollection(site.application, { bell: site.bell }, site.link);
    await answerSome(6);
    let ended = false;
    const collecting = (async () => {
      while (!ended) {
        await collectOnce();
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
    })();
    let killed: Killed;
    try {
      killed = await keepKilling({
        ...site,
        random,
        workers: 2,
        kills,
        steps: inboundSteps,
        everyStep,
        thick: () => whenDraftsCome(site),
        afterKill: () => answerSome(2),
      });
    } finally {
      ended = true;
      await collecting;
    }

    site.behave();
    // What the last ones left is found by the right clock: by that of the calm ones it would have been cut off only then.
    const finder = { ledger: site.ledger, worker: "wrk_finder", actor: "finder", clock: () => new Date() };
    const idle = { chance: () => 0, ring: async () => {}, progress: () => {} };
    await releaseDrafts({ ...finder, ...idle }, []);
    // A draft that GP does not show is entered again only when no call can be at work any more.
    const calm = await killed.calm(beyondDoubt);
    // What is left grows with the kills: each brings more, and takes away who would carry it out.
    const patience = { timeout: 120_000 + kills * 3_000, interval: 200 };
    await expect
      .poll(async () => {
        await collectOnce();
        return (await filesIn("download")).length;
      }, patience)
      .toBe(0);
    await expect
      .poll(async () => {
        await site.settleHeld();
        return unsettled(site);
      }, patience)
      .toEqual([]);
    await calm.stop();

    // Every document of the partner once, whatever number of files brought it.
    const sent = partner.sent(0);
    const contents = new Set(sent.map(({ content }) => content));
    const documents = await site.ledger
      .selectFrom("inboundDocument")
      .select(["id", "key", "state", "summary"])
      .execute();
    expect(new Set(documents.map(({ key }) => key)).size).toBe(contents.size);
    const carriedOut = documents.filter(({ state }) => state !== "ignored");
    expect(carriedOut.length).toBe(contents.size);
    expect(
      carriedOut.filter(({ state }) => state !== "done"),
      "not carried out",
    ).toEqual([]);
    // Every file was taken away, its copy kept. One that was sent again came under another name.
    const names = new Set(sent.map(({ fileName }) => fileName));
    expect(new Set((await filesIn("outbox/done")).map((name) => name.replace(/\.1(\.\w+)$/, "$1")))).toEqual(names);
    // Each group of the partner's got one 997, but for its own 997s, and no control number went out twice.
    const groups = sent.filter(({ type }) => type !== "997").map(({ content }) => groupOf(content));
    const uploads = site.sandbox.admin.uploads().filter(({ path }) => path.startsWith("upload/997/"));
    const acknowledged = await Promise.all(
      uploads.map(async ({ seq }) =>
        acknowledgedBy((await site.sandbox.admin.uploadContent(seq))?.toString("latin1") ?? ""),
      ),
    );
    expect(acknowledged.toSorted()).toEqual([...new Set(groups)].toSorted());
    const interchanges = await site.interchangeNumbers();
    expect(interchanges.length).toBeGreaterThan(acknowledged.length);
    expect(interchanges.filter((one, at) => interchanges.indexOf(one) !== at)).toEqual([]);
    // GP has of each answered order one receipt and one invoice, and nothing twice.
    const drafts = draftsInGp(site);
    const references = drafts.map(({ reference }) => reference);
    expect(references.filter((one, at) => references.indexOf(one) !== at)).toEqual([]);
    const numbers = drafts.map(({ kind, documentNumber }) => `${kind} ${documentNumber}`);
    expect(numbers.filter((one, at) => numbers.indexOf(one) !== at)).toEqual([]);
    expect(drafts).toHaveLength(2 * answered.length);
    expect(drafts.filter(({ state }) => state !== "Work")).toEqual([]);
    // People got every word, under one identifier each, however often.
    const queued = await site.ledger.selectFrom("notification").select(["id", "state"]).execute();
    expect(queued.length).toBe(2 * answered.length);
    expect(new Set(people.got())).toEqual(new Set(queued.map(({ id }) => id)));
    expect(await site.auditVerdict()).toMatchObject({ ok: true });
    if (everyStep) expect(killed.untried, "steps that no worker died at").toEqual([]);
    process.stderr.write(
      `${killed.kills} kills: ${answered.length} orders answered, ${sent.length} files, ${acknowledged.length} 997s, ${drafts.length} drafts, ${people.got().length} messages to people of ${queued.length}; 0 lost, 0 twice\n${tellKilled(killed)}`,
    );
  },
  300_000 + kills * 15_000,
);

/** Functional identifier and control number of a file's only group. */
const groupOf = (content: string): string =>
  /~\s*GS\*(\w\w)\*[^~]*?\*(\d+)\*X\*/.exec(content)?.slice(1).join(" ") ?? content;
const acknowledgedBy = (content: string): string => /~AK1\*(\w\w)\*(\d+)/.exec(content)?.slice(1).join(" ") ?? content;

/** What is still to be done about what came in. */
async function unsettled({ ledger }: ChaosSite): Promise<string[]> {
  const messages = await ledger
    .selectFrom("inboxMessage")
    .select(["id", "state"])
    .where("state", "=", "received")
    .execute();
  const documents = await ledger
    .selectFrom("inboundDocument")
    .select(["id", "state"])
    .where("state", "in", ["received", "processing", "waiting", "failed"])
    .execute();
  const drafts = await ledger
    .selectFrom("draft")
    .select(["id", "state"])
    .where("state", "not in", ["created", "rejected"])
    .execute();
  const words = await ledger.selectFrom("notification").select(["id", "state"]).where("state", "!=", "sent").execute();
  const deliveries = await ledger
    .selectFrom("delivery")
    .select(["id", "state"])
    .where("state", "not in", ["sent", "superseded", "unneeded"])
    .execute();
  return [...messages, ...documents, ...drafts, ...words, ...deliveries].map(({ id, state }) => `${id} ${state}`);
}

/** Resolves when GP has taken one or two more, or when the time is over. */
async function whenDraftsCome(site: ChaosSite): Promise<void> {
  const goal = draftsInGp(site).length + 1;
  const end = performance.now() + 3_000;
  while (draftsInGp(site).length < goal && performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/** Takes messages to people, and tells their identifiers. */
async function mailbox(): Promise<{ url: string; got: () => string[] }> {
  const got: string[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    got.push((JSON.parse(body) as { id: string }).id);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, got: () => got };
}

const draftsInGp = ({ sandbox }: ChaosSite) => sandbox.admin.company().drafts();
