/**
 * Kills the process that lets go of what is old, between its archive and the ledger: nothing is in neither of them, and the next
 * run finishes.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, it, onTestFinished } from "vitest";
import { readBooks } from "../../src/app/books.ts";
import { readSentFile } from "../../src/app/deliveryContent.ts";
import { requestRetention } from "../../src/app/runRetention.ts";
import type { ContentLine } from "../../src/ledger/archiveFile.ts";
import { findJob } from "../../src/ledger/jobs.ts";
import { builtProgram } from "../builtProgram.ts";
import { openChaosSite } from "./chaosSite.ts";
import { type Orders, prepareChaosWorker } from "./chaosWorker.ts";

/** Beyond the term of everything. */
const later = { ahead: 3_000 * 86_400_000 };
const within = { timeout: 60_000, interval: 50 };

/** Pages of readings go first, in one batch; the files that were sent follow in several. */
const deaths = ["retention.archived:1", "retention.removed:1", "retention.archived:2", "retention.finished:1"];

it("what is old is in the archive or in the ledger wherever its process dies, and the next one finishes", async () => {
  const site = await openChaosSite({ purchaseOrders: 70 });
  onTestFinished(site.close);
  const { ledger, application } = site;
  const built = await builtProgram();
  const prepare = () => {
    const worker = prepareChaosWorker(built, site.poolConfig, site.directory);
    onTestFinished(worker.kill);
    return worker;
  };
  let next = prepare();
  const live = async (orders: Orders) => {
    const worker = next;
    next = prepare();
    await worker.begin(orders);
    return worker;
  };
  const before = await live({ clock: "database" });
  await site.bringToEnd();
  await before.stop();
  const sent = await ledger
    .selectFrom("delivery")
    .select(["id", "contentDigest"])
    .where("state", "=", "sent")
    .execute();
  expect(sent.length).toBeGreaterThan(45);
  const files = new Map<string, Buffer>();
  for (const { id } of sent) files.set(id, (await readSentFile(ledger, id)).bytes as Buffer);
  const period = { from: "2020-01-01", to: "2050-01-01" };
  const books = await readBooks(application, period);

  const { id } = await requestRetention(application, { bell: site.bell });
  const folder = join(site.directory, "archive");
  const archives = () => readdirSync(folder).filter((name) => name.endsWith(".jsonl"));
  for (const killAt of deaths) {
    const worker = await live({ killAt, clock: later });
    expect(`${await worker.ended}:${killAt.split(":")[1]}`).toBe(killAt);
    expect((await findJob(ledger, id))?.state).toBe("running");
    for (const { id: delivery } of sent)
      expect((await readSentFile(ledger, delivery)).bytes).toEqual(files.get(delivery));
  }
  const last = await live({ clock: later });
  await expect.poll(async () => (await findJob(ledger, id))?.state, within).toBe("succeeded");
  await last.stop();

  // Everything old is gone from the ledger, and is in an archive whose lines are whole.
  expect(await ledger.selectFrom("content").select("digest").where("bytes", "is not", null).execute()).toEqual([]);
  expect(await ledger.selectFrom("page").select("number").where("compacted", "is", null).execute()).toEqual([]);
  const archived = new Set<string>();
  let pages = 0;
  for (const name of archives()) {
    for (const line of readFileSync(join(folder, name), "utf8").split("\n").filter(Boolean)) {
      const row = JSON.parse(line) as ContentLine | { kind: "page" };
      if (row.kind === "page") pages += 1;
      if (row.kind !== "content") continue;
      const digest = createHash("sha256")
        .update(gunzipSync(Buffer.from(row.gzip, "base64")))
        .digest("hex");
      expect(digest).toBe(row.digest);
      archived.add(digest);
    }
  }
  expect(pages).toBeGreaterThan(0);
  expect(sent.filter(({ contentDigest }) => !archived.has(contentDigest ?? ""))).toEqual([]);
  for (const { id: delivery } of sent)
    expect((await readSentFile(ledger, delivery)).bytes).toEqual(files.get(delivery));
  expect(archives()).toHaveLength(deaths.length);
  const complete = readdirSync(folder).filter((name) => name.endsWith(".sha256"));
  expect(complete.length).toBeGreaterThan(0);
  for (const name of complete) {
    const [digest, file = ""] = readFileSync(join(folder, name), "utf8").trim().split(/\s+/);
    expect(
      createHash("sha256")
        .update(readFileSync(join(folder, file)))
        .digest("hex"),
    ).toBe(digest);
  }
  expect(await readBooks(application, period)).toEqual(books);
  expect(await site.auditVerdict()).toMatchObject({ ok: true });
}, 180_000);
