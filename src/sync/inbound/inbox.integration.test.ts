import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { confirmation, invoice } from "../../../test/inboundSamples.ts";
import { testLink } from "../../../test/ledgerRecords.ts";
import { type TemporaryLedger, temporaryLedger } from "../../../test/temporaryLedger.ts";
import { ConnectorError } from "../../errors/connectorError.ts";
import {
  findInboundDocument,
  type InboundDocument,
  listedDocuments,
  messageDocuments,
  wakeWaiting,
} from "../../ledger/inboundDocuments.ts";
import { findMessage, type InboxMessage, listMessages, requeueMessage } from "../../ledger/inbox.ts";
import { findJob } from "../../ledger/jobs.ts";
import type { LinkResources } from "../linkResources.ts";
import type { WorkerContext } from "../workerContext.ts";
import { carryOutNext, releaseAbandoned } from "./carryOut.ts";
import type { InboundOutcome } from "./handle.ts";
import { readNextMessage } from "./read.ts";
import { type Arrival, storeArrival } from "./store.ts";

const link = { name: testLink, partners: {} } as LinkResources["link"];
const resources = { link } as LinkResources;

describe("the inbox", () => {
  let temporary: TemporaryLedger;
  let now: Date;
  beforeEach(async () => {
    temporary = await temporaryLedger();
    now = new Date("2026-01-15T10:00:00Z");
  });
  afterEach(() => temporary.close());

  const worker = (id: string): WorkerContext => ({
    ledger: temporary.ledger,
    worker: id,
    actor: "worker",
    clock: () => now,
    chance: () => 0.5,
    ring: async () => {},
    progress: () => {},
    stopping: () => false,
  });
  const post = (text: string, rest: Partial<Arrival> = {}) =>
    storeArrival(
      { ...worker("webhook"), wake: () => {} },
      { link: testLink, source: "webhook", content: Buffer.from(text), ...rest },
    );
  const readAll = async () => {
    while (await readNextMessage(worker("one"), link)) {}
  };
  const done = async (): Promise<InboundOutcome> => ({ kind: "done", summary: "as it should be" });
  const one = async (messageId: string): Promise<InboundDocument> =>
    (await messageDocuments(temporary.ledger, messageId))[0] as InboundDocument;

  it("gives the same message the first receipt, however often and however wrapped it comes", async () => {
    const first = await post(confirmation("PO1"));
    expect(first).toMatchObject({ status: "accepted", duplicate: false, id: expect.stringMatching(/^rcv_/) });
    const again = [
      await post(confirmation("PO1")),
      await post(confirmation("PO1").replaceAll("~", "~\n")),
      await post(JSON.stringify({ eventId: "1", payload: confirmation("PO1") })),
      await post(JSON.stringify({ eventId: "2", payload: confirmation("PO1") })),
      await post(JSON.stringify({ eventId: "2", payload: confirmation("PO1") })),
    ];
    for (const receipt of again) expect(receipt).toMatchObject({ id: first.id, duplicate: true, status: "accepted" });
    expect(await findMessage(temporary.ledger, first.id)).toMatchObject({ duplicates: 5 });
    await readAll();
    expect(await messageDocuments(temporary.ledger, first.id)).toHaveLength(1);
  });

  it("stores one of a hundred that come at the same moment", async () => {
    const receipts = await Promise.all(Array.from({ length: 100 }, () => post(confirmation("PO1"))));
    expect(new Set(receipts.map(({ id }) => id)).size).toBe(1);
    expect(receipts.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
  });

  it("takes what overlaps from many senders at once without a deadlock, and each document once", async () => {
    const text = (number: number) => confirmation(`PO${number}`, { interchange: number, group: number });
    const pairs = Array.from({ length: 40 }, (_, index) => [(index % 8) + 1, ((index * 3) % 8) + 1] as const);
    await Promise.all(pairs.map(([one, other]) => post(text(one) + text(other))));
    await readAll();
    const carried: string[] = [];
    while (
      await carryOutNext(worker("one"), resources, async (_context, _resources, document) => {
        carried.push(document.key);
        return done();
      })
    ) {}
    expect(carried.toSorted()).toEqual([...new Set(carried)].toSorted());
    expect(carried).toHaveLength(8);
  });

  it("takes the new document of a message whose other one it has already", async () => {
    const first = await post(confirmation("PO1"));
    const second = await post(confirmation("PO1") + invoice("PO1", "INV1", { interchange: 2 }));
    expect(second).toMatchObject({ duplicate: false });
    await readAll();
    const documents = await messageDocuments(temporary.ledger, second.id);
    expect(documents).toMatchObject([
      { type: "855", state: "ignored", summary: `came before, in ${first.id}` },
      { type: "810", state: "received" },
    ]);
  });

  it("tells of a number that comes with another content, and does not drop it", async () => {
    await post(confirmation("PO1"));
    const reused = await post(confirmation("PO2"));
    expect(reused).toMatchObject({ status: "accepted", duplicate: false });
    await readAll();
    expect(await one(reused.id)).toMatchObject({
      state: "quarantined",
      error: { code: "INBOUND_NUMBER_REUSED", message: expect.stringContaining("ISA13 000000001") },
    });
    expect((await post(confirmation("PO2"))).id).toBe(reused.id);
    const event = (total: number) => post(JSON.stringify({ eventId: "9", payload: { documentType: "810", total } }));
    const kept = await event(1);
    const other = await event(2);
    expect(other).toMatchObject({ duplicate: false });
    expect((await event(1)).id).toBe(kept.id);
    await readAll();
    expect((await one(other.id)).error).toMatchObject({ code: "INBOUND_NUMBER_REUSED" });
  });

  it("keeps what cannot be read, once, with the reason", async () => {
    const receipt = await post("<order/>");
    expect(receipt).toMatchObject({ status: "quarantined", error: { code: "INBOUND_UNREADABLE" } });
    expect(await post("<order/>")).toMatchObject({ id: receipt.id, duplicate: true, status: "quarantined" });
    expect(await findMessage(temporary.ledger, receipt.id)).toMatchObject({ state: "quarantined", size: 8 });
  });

  it("puts a message aside whose reading fails, reads those behind it, and that one once it can", async () => {
    const { id } = await post(confirmation("PO1"));
    const { contentDigest } = (await findMessage(temporary.ledger, id)) as InboxMessage;
    const content = temporary.ledger.updateTable("content").where("digest", "=", contentDigest);
    const { bytes } = await temporary.ledger
      .selectFrom("content")
      .select("bytes")
      .where("digest", "=", contentDigest)
      .executeTakeFirstOrThrow();
    await content.set({ bytes: Buffer.from("damaged") }).execute();
    const behind = await post(confirmation("PO2", { interchange: 2 }));
    const readThem = async () => {
      while (await readNextMessage(worker("one"), link)) {}
    };
    await readThem();
    const aside = await findMessage(temporary.ledger, id);
    expect(aside).toMatchObject({ state: "quarantined", error: { code: "CONTENT_DAMAGED" } });
    expect(await findJob(temporary.ledger, aside?.jobId ?? "")).toMatchObject({ kind: "receive", state: "failed" });
    expect(await one(behind.id)).toMatchObject({ state: "received" });

    const readAgain = async () => {
      await temporary.ledger.transaction().execute((transaction) => requeueMessage(transaction, id, "cli:mia"));
      await readThem();
    };
    await readAgain();
    expect(await findMessage(temporary.ledger, id)).toMatchObject({ state: "quarantined" });
    await content.set({ bytes }).execute();
    await readAgain();
    expect(await one(id)).toMatchObject({ state: "received", type: "855" });
  });

  it("leaves a message unread where the database breaks off", async () => {
    const { id } = await post(confirmation("PO1"));
    const context = {
      ...worker("one"),
      reached: () => {
        throw Object.assign(new Error("terminating connection due to administrator command"), { code: "57P01" });
      },
    };
    await expect(readNextMessage(context, link)).rejects.toMatchObject({ code: "57P01" });
    expect(await findMessage(temporary.ledger, id)).toMatchObject({ state: "received" });
    await readAll();
    expect(await one(id)).toMatchObject({ state: "received" });
  });

  it("lets a corrected set come again under the numbers of the broken one", async () => {
    const good = confirmation("PO1");
    await post(good.replace("SE*6", "SE*9"));
    const corrected = await post(good);
    expect(corrected).toMatchObject({ status: "accepted", duplicate: false });
    await readAll();
    expect(await one(corrected.id)).toMatchObject({ state: "received" });
  });

  it("carries each document out once, on any number of workers, and never two of one order at once", async () => {
    for (let number = 1; number <= 30; number++)
      await post(confirmation(`PO${number % 3}`, { interchange: number, group: number }));
    await readAll();
    const working = new Set<string>();
    let carried = 0;
    const lane = async (id: string) => {
      const handle = async (_c: unknown, _r: unknown, document: InboundDocument): Promise<InboundOutcome> => {
        const { purchaseOrder } = document.document as { purchaseOrder: string };
        expect(working).not.toContain(purchaseOrder);
        working.add(purchaseOrder);
        await new Promise((resolve) => setImmediate(resolve));
        working.delete(purchaseOrder);
        carried += 1;
        return done();
      };
      for (let idle = 0; idle < 50; ) idle = (await carryOutNext(worker(id), resources, handle)) ? 0 : idle + 1;
    };
    await Promise.all(["one", "two", "three", "four"].map(lane));
    expect(carried).toBe(30);
  });

  it("carries out one after the other what names the same order in small letters and in capitals", async () => {
    const first = await post(confirmation("PO2075"));
    const second = await post(confirmation("po2075", { interchange: 2 }));
    const third = await post(JSON.stringify({ documentType: "855", eventId: "3", poNumber: "po2075 " }));
    await readAll();
    let other: boolean | undefined;
    await carryOutNext(worker("one"), resources, async () => {
      other = await carryOutNext(worker("two"), resources, done);
      return done();
    });
    expect(other).toBe(false);
    for (const { id } of [first, second, third])
      expect(await listedDocuments(temporary.ledger, [id])).toMatchObject([{ orders: ["PO2075"] }]);
    const named = await listMessages(temporary.ledger, { order: "po2075", limit: 10 });
    expect(named).toHaveLength(3);
  });

  it("starts a document anew whose worker died, and takes no late outcome of that worker", async () => {
    const { id } = await post(confirmation("PO1"));
    await readAll();
    let survivor = 0;
    await carryOutNext(worker("dead"), resources, async () => {
      await releaseAbandoned(worker("two"), ["two"]);
      await carryOutNext(worker("two"), resources, async () => {
        survivor += 1;
        return { kind: "done", summary: "by the second" };
      });
      return { kind: "done", summary: "by the first, too late" };
    });
    expect(survivor).toBe(1);
    const document = await one(id);
    expect(document).toMatchObject({ state: "done", summary: "by the second", attempts: 2 });
    expect(await findJob(temporary.ledger, document.jobId)).toMatchObject({ kind: "receive", state: "succeeded" });
  });

  it("starts a document anew that was being carried out when the database broke off", async () => {
    const { id } = await post(confirmation("PO1"));
    await readAll();
    const context = { ...worker("one"), underWay: new Set<string>() };
    const cutOff = carryOutNext(context, resources, async () => {
      const session = new pg.Client(temporary.poolConfig);
      session.on("error", () => {});
      await session.connect();
      await session.query("select pg_terminate_backend(pg_backend_pid())");
      throw new Error("the session was not ended");
    });
    await expect(cutOff).rejects.toMatchObject({ code: "57P01" });
    expect(await one(id)).toMatchObject({ state: "processing", error: null });
    expect(await releaseAbandoned(context, ["one"])).toBe(1);
    expect(await carryOutNext(context, resources, done)).toBe(true);
    expect(await one(id)).toMatchObject({ state: "done", error: null });
  });

  it("wakes what waits when that has come, and looks again after a while in any case", async () => {
    const { id } = await post(confirmation("PO1"));
    await readAll();
    const wait = async (): Promise<InboundOutcome> => ({
      kind: "waiting",
      for: "purchaseOrder:PO1",
      summary: "PO1 is not known yet",
    });
    expect(await carryOutNext(worker("one"), resources, wait)).toBe(true);
    expect(await carryOutNext(worker("one"), resources, wait)).toBe(false);
    const woken = await temporary.ledger
      .transaction()
      .execute((transaction) => wakeWaiting(transaction, testLink, "purchaseOrder:PO1", now));
    expect(woken).toBe(1);
    expect(await carryOutNext(worker("one"), resources, wait)).toBe(true);
    now = new Date(now.getTime() + 2 * 60 * 60_000);
    expect(await carryOutNext(worker("one"), resources, done)).toBe(true);
    expect(await one(id)).toMatchObject({ state: "done", waitsFor: null });
  });

  it("tries again what can succeed later, and leaves to a person what cannot", async () => {
    const { id } = await post(confirmation("PO1"));
    await readAll();
    const failing = async (): Promise<InboundOutcome> => {
      throw new ConnectorError("CLEO_UNREACHABLE", "no way through");
    };
    await carryOutNext(worker("one"), resources, failing);
    expect(await one(id)).toMatchObject({ state: "failed", error: { code: "CLEO_UNREACHABLE" } });
    expect((await one(id)).nextAttemptAt).not.toBeNull();
    now = new Date(now.getTime() + 60_000);
    await carryOutNext(worker("one"), resources, async () => {
      throw new Error("a defect");
    });
    const document = await findInboundDocument(temporary.ledger, (await one(id)).id);
    expect(document).toMatchObject({ state: "failed", error: { code: "INTERNAL" }, nextAttemptAt: null });
    expect(await findJob(temporary.ledger, document?.jobId ?? "")).toMatchObject({ state: "failed" });
  });
});
