import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { openPollingSite, type PollingSite } from "../../test/pollingSite.ts";
import { temporaryDirectory } from "../../test/temporaryDirectory.ts";
import { listAlerts } from "../ledger/alerts.ts";
import { digestOf, readContent, storeContent } from "../ledger/contents.ts";
import { settleMessage, storeMessage } from "../ledger/inbox.ts";
import { findJob } from "../ledger/jobs.ts";
import { applyRetention, planRetention } from "./applyRetention.ts";
import { verifyTrail } from "./auditTrail.ts";
import { applyConfiguration, exportConfiguration } from "./configure.ts";
import { readSentFile } from "./deliveryContent.ts";
import { inboundContent } from "./inbox/readInbox.ts";
import { finished } from "./pollNow.ts";
import { readDocument } from "./readDocument.ts";
import { planReplay, startReplay } from "./replay.ts";
import { requestRetention } from "./runRetention.ts";
import { startRuntime } from "./runtime.ts";

const data = { vendors: 3, purchaseOrders: 6, linesPerOrder: 2, seed: 5, spreadDays: 30 };
const company = { database: "TWO", id: -1, displayName: "Fabrikam, Inc.", data };
const bell = { ring: async () => {} } as never;

async function openSite(): Promise<PollingSite> {
  const site = await openPollingSite({ now: "2026-03-18T17:00:00Z", sandbox: { gp: { companies: [company] } } });
  onTestFinished(() => site.close());
  await site.poll({ full: true });
  return site;
}

const sent = (site: PollingSite) =>
  site.ledger.selectFrom("delivery").selectAll().where("state", "=", "sent").orderBy("position").execute();
const here = async (site: PollingSite) =>
  (await site.ledger.selectFrom("content").select("digest").where("bytes", "is not", null).execute()).map(
    ({ digest }) => digest,
  );

test("Bytes go to the archive when their term is over, are still shown from there, and are sent again as they were; without the archive they are refused by its name.", async () => {
  const site = await openSite();
  const { ledger } = site;
  const [first, second, doubtful] = await sent(site);
  if (!first?.contentDigest || !second || !doubtful?.contentDigest) throw new Error("nothing was sent");
  await ledger.updateTable("delivery").set({ state: "inDoubt" }).where("id", "=", doubtful.id).execute();
  const text = (await readSentFile(ledger, first.id)).bytes;
  const history = await readDocument(ledger, first.key);
  const uploads = site.sandbox.admin.uploads().length;

  site.setTime("2033-01-01T00:00:00Z");
  expect(await planRetention(site.application)).toMatchObject({ contents: 0 });
  site.setTime("2034-01-01T00:00:00Z");
  const plan = await planRetention(site.application);
  const all = await here(site);
  expect(plan.contents).toBe(all.length - 1);
  const folder = await temporaryDirectory();
  const { archive } = await applyRetention(site.application, folder);
  expect(await here(site)).toEqual([doubtful.contentDigest]);
  const lines = readFileSync(archive?.file ?? "", "utf8")
    .trimEnd()
    .split("\n");
  const contents = lines.map((line) => JSON.parse(line)).filter(({ kind }) => kind === "content");
  expect(contents.map(({ digest }) => digest).toSorted()).toEqual(
    all.filter((digest) => digest !== doubtful.contentDigest).toSorted(),
  );
  for (const { digest, gzip } of contents) expect(digestOf(gunzipSync(Buffer.from(gzip, "base64")))).toBe(digest);

  // What was sent, when, and under which name and numbers, stands as before, and at hand are the bytes too.
  expect(await readDocument(ledger, first.key)).toEqual(history);
  expect((await verifyTrail(ledger)).ok).toBe(true);

  const file = archive?.file ?? "";
  renameSync(file, `${file}.away`);
  const refusal = expect.objectContaining({ code: "CONTENT_ARCHIVED", message: expect.stringContaining(file) });
  await expect(readSentFile(ledger, first.id)).rejects.toEqual(refusal);
  const refused = await planReplay(ledger, [first.id], "resend");
  expect(refused.replays).toMatchObject([{ refused: expect.stringContaining(file) }]);
  expect((await planReplay(ledger, [first.id], "rerender")).replays[0]?.refused).toBeUndefined();
  expect((await readDocument(ledger, first.key)).at(0)?.deliveries[0]).toMatchObject({ state: "sent", content: null });

  // An archive that was changed is as good as none.
  const whole = readFileSync(`${file}.away`, "utf8");
  writeFileSync(
    file,
    whole.replaceAll(/"gzip":"H4sI.{40}/g, (found) => found.replace(/.{8}$/, "AAAAAAAA")),
  );
  await expect(readSentFile(ledger, first.id)).rejects.toEqual(refusal);

  renameSync(`${file}.away`, file);
  const again = await planReplay(ledger, [first.id], "resend");
  expect(again.replays).toMatchObject([{ sameBytes: true, consequence: expect.stringContaining(file) }]);
  await startReplay(site.application, { bell }, again, "the partner lost it");
  expect(await here(site)).toContain(first.contentDigest);
  // Its term begins anew: it is open, and the next retention leaves it.
  expect((await applyRetention(site.application, folder)).archive).toBeNull();
  await site.deliver();
  expect(site.sandbox.admin.uploads()).toHaveLength(uploads + 1);
  const repeat = site.sandbox.admin.uploads().at(-1);
  expect(await site.sandbox.admin.uploadContent(repeat?.seq ?? 0)).toEqual(text);
});

test("A content that comes again after it was archived is here again.", async () => {
  const site = await openSite();
  const [delivery] = await sent(site);
  const digest = delivery?.contentDigest ?? "";
  const bytes = (await readContent(site.ledger, digest)) as Buffer;
  site.setTime("2034-01-01T00:00:00Z");
  await applyRetention(site.application, await temporaryDirectory());
  expect(await here(site)).toEqual([]);
  const stored = await site.ledger
    .transaction()
    .execute((transaction) => storeContent(transaction, bytes, site.application.clock()));
  expect(stored).toBe(digest);
  expect(await here(site)).toEqual([digest]);
});

test("What came in goes once it was read and all its documents are done, and never before.", async () => {
  const site = await openSite();
  const { ledger, application, link } = site;
  const folder = await temporaryDirectory();
  const now = application.clock();
  const content = Buffer.from("ISA of long ago");
  const message = { link, source: "folder", content, format: "x12", keys: [], metadata: {}, now } as const;
  const stored = await ledger.transaction().execute((transaction) => storeMessage(transaction, message));
  site.setTime("2034-01-01T00:00:00Z");
  await applyRetention(application, folder);
  expect(await here(site)).toEqual([digestOf(content)]);
  const jobId = (await ledger.selectFrom("job").select("id").executeTakeFirstOrThrow()).id;
  const read = { state: "read", jobId, now } as const;
  await ledger.transaction().execute((transaction) => settleMessage(transaction, stored.id, read));
  const document = { messageId: stored.id, number: 1, link, format: "x12", type: "855", key: "k", jobId } as const;
  await ledger
    .insertInto("inboundDocument")
    .values({ ...document, id: "inb_1", document: "{}", notes: "[]", state: "review", attempts: 1, receivedAt: now })
    .execute();
  expect((await applyRetention(application, folder)).rows).toBe(0);
  await ledger.updateTable("inboundDocument").set({ state: "done", settledAt: now }).execute();
  expect((await applyRetention(application, folder)).rows).toBe(1);
  expect(await inboundContent(ledger, stored.id)).toEqual(content);
});

/** Asks for retention as its schedule does, and waits for what a worker made of it. */
async function openRuns({ application, ledger }: PollingSite, onError: (error: unknown) => void) {
  const runtime = await startRuntime(application, { onError });
  onTestFinished(() => runtime.stop());
  return async () => {
    const { id } = await requestRetention({ ...application, actor: "schedule" }, runtime);
    const { broken } = runtime.worker;
    const signal = new AbortController().signal;
    await finished(ledger, id, { clock: application.clock, patience: 20_000, stop: signal, broken });
    return findJob(ledger, id);
  };
}
const unexpected = (error: unknown) => expect.unreachable(String(error));
const alertsOf = async ({ ledger }: PollingSite) =>
  (await listAlerts(ledger, { state: "open", limit: 10 })).filter(({ key }) => key === "retention");

test("Bytes that are damaged stay, keep no others from the archive, and are told by their file until they are mended.", async () => {
  const site = await openSite();
  const { ledger } = site;
  const [first] = await sent(site);
  const digest = first?.contentDigest ?? "";
  const content = ledger.updateTable("content").where("digest", "=", digest);
  const { bytes } = await ledger
    .selectFrom("content")
    .select("bytes")
    .where("digest", "=", digest)
    .executeTakeFirstOrThrow();
  await content.set({ bytes: Buffer.from("damaged") }).execute();
  site.setTime("2034-01-01T00:00:00Z");
  const run = await openRuns(site, unexpected);
  expect(await run()).toMatchObject({ state: "succeeded" });
  expect(await here(site)).toEqual([digest]);
  const message = expect.stringContaining(first?.id ?? "none");
  expect(await alertsOf(site)).toMatchObject([{ code: "CONTENT_DAMAGED", message, count: 1 }]);
  await run();
  expect(await alertsOf(site)).toMatchObject([{ count: 2 }]);
  await content.set({ bytes }).execute();
  await run();
  expect(await here(site)).toEqual([]);
  expect(await alertsOf(site)).toEqual([]);
});

test("However many are damaged and the oldest, what is whole behind them goes.", async () => {
  const site = await openSite();
  const { ledger } = site;
  const old = new Date("2026-01-01T00:00:00Z");
  const digests = Array.from({ length: 45 }, (_, number) => digestOf(`${number}`)).toSorted();
  const bytes = Buffer.from("damaged");
  await ledger
    .insertInto("content")
    .values(digests.map((digest) => ({ digest, bytes, createdAt: old })))
    .execute();
  site.setTime("2034-01-01T00:00:00Z");
  expect(await applyRetention(site.application, await temporaryDirectory())).toMatchObject({ damaged: digests });
  expect((await here(site)).toSorted()).toEqual(digests);
});

test("Whatever else it fails at is told as well.", async () => {
  const site = await openSite();
  const told: unknown[] = [];
  const run = await openRuns(site, (error) => void told.push(error));
  await sql`alter table content rename to content_away`.execute(site.ledger);
  expect(await run()).toMatchObject({ state: "failed", error: { code: "INTERNAL" } });
  expect(await alertsOf(site)).toMatchObject([{ code: "INTERNAL" }]);
  expect(told).toHaveLength(1);
  await sql`alter table content_away rename to content`.execute(site.ledger);
  expect(await run()).toMatchObject({ state: "succeeded" });
  expect(await alertsOf(site)).toEqual([]);
});

test("Where the archive cannot be written nothing goes, and whoever operates it is told; the job of the next time clears that.", async () => {
  const site = await openSite();
  const { application } = site;
  site.setTime("2034-01-01T00:00:00Z");
  const before = await here(site);
  const folder = await temporaryDirectory();
  writeFileSync(join(folder, "taken"), "");
  const environment = { GP_PASSWORD: "Sandbox-Pa55!", CLEO_PASSWORD: "S@mple&Pw+1%" };
  const usual = await exportConfiguration(application);
  const configured = async (archive: string) => {
    const file = join(folder, "site.yaml");
    writeFileSync(file, `${usual}\nretention: { archive: ${JSON.stringify(archive)} }\n`);
    await applyConfiguration(application, file, environment);
  };
  await configured(join(folder, "taken", "archive"));
  const run = await openRuns(site, unexpected);
  expect(await run()).toMatchObject({ state: "failed", error: { code: "ARCHIVE_UNWRITABLE" } });
  expect(await here(site)).toEqual(before);
  expect(await alertsOf(site)).toMatchObject([{ code: "ARCHIVE_UNWRITABLE" }]);
  await configured(join(folder, "archive"));
  expect(await run()).toMatchObject({ state: "succeeded", link: "program" });
  expect(await here(site)).toEqual([]);
  expect(await alertsOf(site)).toEqual([]);
  expect(readdirSync(join(folder, "archive")).map((name) => name.replace(/.*\.jsonl/, ""))).toEqual(["", ".sha256"]);
});
