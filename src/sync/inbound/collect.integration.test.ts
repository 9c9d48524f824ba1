import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { confirmation, invoice } from "../../../test/inboundSamples.ts";
import { untilWaiting } from "../../../test/lockWaits.ts";
import { openPollingSite, type PollingSite } from "../../../test/pollingSite.ts";
import { cancelJob } from "../../app/cancelJob.ts";
import type { InboundFlow } from "../../configuration/configuration.ts";
import { listAlerts } from "../../ledger/alerts.ts";
import { listMessages } from "../../ledger/inbox.ts";
import { claimJob, findJob, finishJob, type Job, requestJob } from "../../ledger/jobs.ts";
import { JobLost } from "../jobInHand.ts";
import type { LinkResources } from "../linkResources.ts";
import type { WorkerContext } from "../workerContext.ts";
import { type Collected, collect } from "./collect.ts";
import { storeArrival } from "./store.ts";

type FolderPoll = NonNullable<InboundFlow["poll"]>;

describe("collecting from a Cleo folder", () => {
  let site: PollingSite;
  let poll: FolderPoll;
  beforeEach(async () => {
    site = await openPollingSite({ now: "2026-01-15T16:00:00Z" });
    poll = {
      folder: "download",
      schedule: { kind: "manual", text: "manual" },
      after: "delete",
      maxBytes: 10_000,
    };
  });
  afterEach(() => site.close());

  const context = (): WorkerContext => ({
    ledger: site.ledger,
    worker: "wrk_collect",
    actor: "worker",
    clock: () => new Date("2026-01-15T16:00:00Z"),
    chance: () => 0.5,
    ring: async () => {},
    progress: () => {},
  });
  const put = (name: string, content: string, folder = "download") =>
    expect(
      site.sandbox.admin.putFile({ folder, name, content, encoding: "utf8", contentType: "application/edi-x12" }),
    ).toBe(true);
  type Change = (cleo: LinkResources["cleo"]) => Partial<LinkResources["cleo"]>;
  const request = async () => {
    const asked = { kind: "collect", link: site.link, parameters: {}, requestedBy: "test", now: new Date() } as const;
    return (await site.ledger.transaction().execute((transaction) => requestJob(transaction, asked))).id;
  };
  const carryOut = async (id: string, change: Change = () => ({})) => {
    const { resources } = site;
    await site.ledger
      .updateTable("job")
      .set({ state: "running", workerId: "wrk_collect" })
      .where("id", "=", id)
      .execute();
    const cleo = { ...resources.cleo, ...change(resources.cleo) };
    const inbound = { poll } as InboundFlow;
    await collect(
      context(),
      { ...resources, cleo, link: { ...resources.link, inbound } },
      (await findJob(site.ledger, id)) as Job,
    );
    return (await findJob(site.ledger, id))?.checkpoint as Collected;
  };
  const collectNow = async (change?: Change) => carryOut(await request(), change);
  const inFolder = async (folder = "download") => (await site.resources.cleo.list(folder)).map(({ name }) => name);
  const messages = () => listMessages(site.ledger, { limit: 100 });

  it("stores each file, and only then takes it away", async () => {
    put("855_1.edi", confirmation("PO1"));
    put("810_1.edi", invoice("PO1", "INV1", { interchange: 2 }));
    const seen: number[] = [];
    const collected = await collectNow((cleo) => ({
      remove: async (folder, file) => {
        seen.push((await messages()).filter(({ fileName }) => fileName === file.name).length);
        return cleo.remove(folder, file);
      },
    }));
    expect(collected).toMatchObject({ listed: 2, received: 2, takenAway: 2 });
    expect(seen).toEqual([1, 1]);
    expect(await inFolder()).toEqual([]);
    expect(await messages()).toMatchObject([{ source: "folder", folder: "download" }, { source: "folder" }]);
  });

  it("takes no more files away once another worker has the job", async () => {
    put("855_1.edi", confirmation("PO1"));
    const lost = collectNow((cleo) => ({
      download: async (folder, file) => {
        await site.ledger.updateTable("job").set({ workerId: "wrk_other" }).execute();
        return cleo.download(folder, file);
      },
    }));
    await expect(lost).rejects.toThrow(JobLost);
    expect(await inFolder()).toEqual(["855_1.edi"]);
    expect(await messages()).toHaveLength(1);
  });

  it("is ended by a person between two files, never while one is taken away", async () => {
    put("855_1.edi", confirmation("PO1"));
    put("855_2.edi", confirmation("PO2", { interchange: 2 }));
    const id = await request();
    let ended: Promise<Job> | undefined;
    const lost = carryOut(id, (cleo) => ({
      remove: async (folder, file) => {
        ended = cancelJob(site.application, id);
        await untilWaiting(site.ledger, 1);
        return cleo.remove(folder, file);
      },
    }));
    await expect(lost).rejects.toThrow(JobLost);
    expect(await ended).toMatchObject({ state: "failed", error: { code: "JOB_CANCELED" } });
    expect(await inFolder()).toEqual(["855_2.edi"]);
    expect(await messages()).toHaveLength(2);
  });

  it("reads no further file once a person has ended it", async () => {
    poll.after = "leave";
    for (const number of [1, 2]) put(`855_${number}.edi`, confirmation(`PO${number}`, { interchange: number }));
    const id = await request();
    const lost = carryOut(id, (cleo) => ({
      download: async (folder, file) => {
        const content = await cleo.download(folder, file);
        await cancelJob(site.application, id);
        return content;
      },
    }));
    await expect(lost).rejects.toThrow(JobLost);
    expect(await messages()).toHaveLength(1);
  });

  it("is one worker's at a time: another one would take away a file that came under the name of one it had read", async () => {
    const { ledger, link } = site;
    const now = new Date("2026-01-15T16:00:00Z");
    const request = { kind: "collect", link, parameters: {}, requestedBy: "test", now } as const;
    const ask = () => ledger.transaction().execute((transaction) => requestJob(transaction, request));
    const live = ["wrk_1", "wrk_2"];
    const { id } = await ask();
    expect(await claimJob(ledger, "wrk_1", live, now)).toMatchObject({ id });
    const next = await ask();
    expect(next.joined).toBe(false);
    expect(await claimJob(ledger, "wrk_2", live, now)).toBeUndefined();
    await ledger.transaction().execute((transaction) => finishJob(transaction, { id, worker: "wrk_1", now }));
    expect(await claimJob(ledger, "wrk_2", live, now)).toMatchObject({ id: next.id });
  });

  it("recognises what came by webhook, and takes the file away all the same", async () => {
    const content = Buffer.from(confirmation("PO1"));
    await storeArrival({ ...context(), wake: () => {} }, { link: site.link, source: "webhook", content });
    put("855_1.edi", confirmation("PO1"));
    expect(await collectNow()).toMatchObject({ received: 0, duplicates: 1, takenAway: 1 });
    expect(await messages()).toHaveLength(1);
  });

  it("finds again what it could not take away before it died, and processes it once", async () => {
    put("855_1.edi", confirmation("PO1"));
    const dying = collectNow(() => ({
      remove: () => {
        throw new Error("the process died here");
      },
    }));
    await expect(dying).rejects.toThrow("died here");
    expect(await inFolder()).toEqual(["855_1.edi"]);
    expect(await collectNow()).toMatchObject({ received: 0, duplicates: 1, takenAway: 1 });
    expect(await messages()).toHaveLength(1);
  });

  it("leaves a file that is still being written, is gone, or was replaced meanwhile, for the next time", async () => {
    put("855_1.edi", confirmation("PO1"));
    const growing = await collectNow((cleo) => ({
      list: async (folder) => (await cleo.list(folder)).map((file) => ({ ...file, size: (file.size ?? 0) - 5 })),
    }));
    expect(growing).toMatchObject({ received: 0, unsettled: 1 });
    const gone = await collectNow(() => ({ download: async () => undefined }));
    expect(gone).toMatchObject({ received: 0, unsettled: 1 });
    const replaced = await collectNow((cleo) => ({
      download: async (folder, file) => {
        const content = await cleo.download(folder, file);
        put("855_1.edi", confirmation("PO2", { interchange: 2 }).replace("IEA", " IEA"));
        return content;
      },
    }));
    expect(replaced).toMatchObject({ received: 1, takenAway: 0, unsettled: 1 });
    expect(await collectNow()).toMatchObject({ received: 1, takenAway: 1 });
    expect(await messages()).toHaveLength(2);
  });

  it("takes away none that it has not read, where Cleo does not tell when a file was written", async () => {
    put("855_1.edi", confirmation("PO1"));
    let replacement: string | undefined = confirmation("PO2", { interchange: 2 });
    const withoutTimes = (cleo: LinkResources["cleo"]): Partial<LinkResources["cleo"]> => ({
      list: async (folder) => (await cleo.list(folder)).map(({ modified: _, ...file }) => file),
      download: async (folder, file) => {
        const content = await cleo.download(folder, file);
        if (replacement !== undefined) put("855_1.edi", replacement);
        replacement = undefined;
        return content;
      },
    });
    expect(await collectNow(withoutTimes)).toMatchObject({ received: 1, takenAway: 0, unsettled: 1 });
    expect(await collectNow(withoutTimes)).toMatchObject({ received: 1, takenAway: 1, unsettled: 0 });
    expect(await messages()).toHaveLength(2);
    expect(await inFolder()).toEqual([]);
  });

  it("leaves files where it is told to, and does not read them again until they change", async () => {
    poll.after = "leave";
    put("855_1.edi", confirmation("PO1"));
    expect(await collectNow()).toMatchObject({ received: 1, takenAway: 0 });
    expect(await collectNow()).toMatchObject({ received: 0, known: 1 });
    put("855_1.edi", `${confirmation("PO1")}${invoice("PO1", "INV1", { interchange: 2 })}`);
    expect(await collectNow()).toMatchObject({ received: 1, known: 0 });
    expect(await inFolder()).toEqual(["855_1.edi"]);
  });

  it("moves files where it is told to, from each folder of its own", async () => {
    poll = { ...poll, after: "move", moveTo: "inbox/read", subfolders: ["855", "810"] };
    put("a.edi", confirmation("PO1"), "download/855");
    put("b.edi", invoice("PO1", "INV1", { interchange: 2 }), "download/810");
    put("c.edi", confirmation("PO3", { interchange: 3 }), "download");
    expect(await collectNow()).toMatchObject({ received: 2, takenAway: 2 });
    expect([await inFolder("download/855"), await inFolder("inbox/read/855")]).toEqual([[], ["a.edi"]]);
    expect(await inFolder("inbox/read/810")).toEqual(["b.edi"]);
    expect(await inFolder()).toEqual(["c.edi"]);
  });

  const refuseDownload = (path: string) =>
    site.sandbox.admin.armFault({ target: "cleo.download", path, effect: { kind: "status", status: 500 } });
  const openAlerts = () => listAlerts(site.ledger, { state: "open", limit: 10 });

  it("goes past a file that Cleo cannot give, and tells of it until it came or is gone", async () => {
    put("a.edi", confirmation("PO1"));
    put("b.edi", invoice("PO1", "INV1", { interchange: 2 }));
    refuseDownload("a.edi");
    expect(await collectNow()).toMatchObject({ received: 1, takenAway: 1, problems: [{ code: "CLEO_SERVER_ERROR" }] });
    expect(await inFolder()).toEqual(["a.edi"]);
    const [alert, ...others] = await openAlerts();
    expect(others).toEqual([]);
    expect(alert).toMatchObject({ key: `collect/${site.link}`, code: "CLEO_SERVER_ERROR", subject: "download/a.edi" });
    expect(alert?.message).toContain("`download/a.edi`");

    site.sandbox.admin.clearFaults();
    expect(await collectNow()).toMatchObject({ received: 1, takenAway: 1, problems: [] });
    expect(await openAlerts()).toEqual([]);
  });

  it("takes several files in a row that Cleo cannot give for a Cleo that is down, and keeps what it got", async () => {
    for (let number = 1; number <= 9; number++)
      put(`${number}.edi`, confirmation(`PO${number}`, { interchange: number }));
    for (let number = 2; number <= 9; number++) refuseDownload(`${number}.edi`);
    await expect(collectNow()).rejects.toMatchObject({ code: "CLEO_SERVER_ERROR" });
    const asked = site.sandbox.admin.cleoRequests().filter(({ method }) => method === "GET");
    expect(asked.filter(({ path }) => path.endsWith(".edi"))).toHaveLength(7);
    expect(await messages()).toHaveLength(1);
    expect(await inFolder()).not.toContain("1.edi");
  });

  it("goes past more files than are taken for a Cleo that is down, where it gives the last one", async () => {
    for (let number = 10; number <= 30; number++)
      put(`${number}.edi`, confirmation(`PO${number}`, { interchange: number }));
    for (let number = 10; number <= 17; number++) refuseDownload(`${number}.edi`);
    const { received, takenAway, problems } = await collectNow();
    expect([received, takenAway, problems.length]).toEqual([13, 13, 8]);
    expect(await inFolder()).toEqual(Array.from({ length: 8 }, (_, index) => `${index + 10}.edi`));
  });

  it("does so too where the last one of the folder is known", async () => {
    poll.after = "leave";
    put("99.edi", confirmation("PO99", { interchange: 99 }));
    expect(await collectNow()).toMatchObject({ received: 1 });
    for (let number = 10; number <= 20; number++)
      put(`${number}.edi`, confirmation(`PO${number}`, { interchange: number }));
    for (let number = 10; number <= 17; number++) refuseDownload(`${number}.edi`);
    const { received, known, problems } = await collectNow();
    expect([received, known, problems.length]).toEqual([3, 1, 8]);
  });

  it("goes on reading though files cannot be taken away", async () => {
    for (let number = 10; number <= 40; number++)
      put(`${number}.edi`, confirmation(`PO${number}`, { interchange: number }));
    for (let number = 10; number <= 20; number++)
      site.sandbox.admin.armFault({
        target: "cleo.delete",
        path: `${number}.edi`,
        effect: { kind: "status", status: 500 },
      });
    expect(await collectNow()).toMatchObject({ received: 31 });
  });

  /** Carries a job out until Cleo has given so many files; a worker lets it rest then, and takes it up again. */
  const carryOutUntil = async (id: string, downloads: number) => {
    site.sandbox.admin.clearFaults();
    const patience = { kind: "status", status: 429, headers: { "retry-after": "60" } } as const;
    site.sandbox.admin.armFault({ target: "cleo.download", skip: downloads, effect: patience });
    return carryOut(id).then(
      () => "done",
      (error) => error.code,
    );
  };

  it("gets further each time where Cleo asks for patience after a few files, until all are read and taken away", async () => {
    for (let number = 1; number <= 5; number++)
      put(`${number}.edi`, confirmation(`PO${number}`, { interchange: number }));
    const id = await request();
    const toDo = async () => 5 - (await messages()).length + (await inFolder()).length;
    let before = await toDo();
    while ((await carryOutUntil(id, 3)) !== "done") {
      const left = await toDo();
      expect(left).toBeLessThan(before);
      before = left;
    }
    expect([await toDo(), (await messages()).length]).toEqual([0, 5]);
  });

  it("gets further each time too where files are left, and the first of them came by webhook", async () => {
    poll.after = "leave";
    for (let number = 1; number <= 5; number++) {
      const content = confirmation(`PO${number}`, { interchange: number });
      put(`${number}.edi`, content);
      const arrival = { link: site.link, source: "webhook", content: Buffer.from(content) } as const;
      if (number <= 3) await storeArrival({ ...context(), wake: () => {} }, arrival);
    }
    const id = await request();
    expect(await carryOutUntil(id, 3)).toBe("CLEO_THROTTLED");
    expect(await carryOutUntil(id, 3)).toBe("done");
    expect(await messages()).toHaveLength(5);
  });

  it("keeps what it cannot read, and tells of what is too large until that is gone", async () => {
    put("readme.txt", "hello");
    put("huge.edi", "x".repeat(10_001));
    expect(await collectNow()).toMatchObject({ quarantined: 1, takenAway: 1, tooLarge: ["download/huge.edi"] });
    expect(await listAlerts(site.ledger, { state: "open", limit: 10 })).toMatchObject([{ code: "INBOUND_TOO_LARGE" }]);
    await site.resources.cleo.remove("download", { name: "huge.edi" });
    await collectNow();
    expect(await listAlerts(site.ledger, { state: "open", limit: 10 })).toEqual([]);
  });
});
