import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ApiSite, type Ask, openApiSite } from "../../test/apiSite.ts";
import { openPollingSite, type PollingSite } from "../../test/pollingSite.ts";

describe("what an administrator does with the HTTP API", () => {
  let site: PollingSite;
  let api: ApiSite;
  let administrator: Ask;
  let reader: Ask;

  beforeAll(async () => {
    site = await openPollingSite();
    await site.poll();
    api = await openApiSite(site.application);
    administrator = await api.as("administrator");
    reader = await api.as("administrator", { readsContent: true });
  }, 120_000);
  afterAll(async () => {
    await api?.close();
    await site?.close();
  });
  const actions = async (action: string) =>
    (await administrator("GET", `/api/audit?action=${action}`)).json.entries.map(
      (entry: { actor: string }) => entry.actor,
    );

  it("takes a backup, lists it, and gives it to who may read documents", async () => {
    expect((await administrator("GET", "/api/backups")).json).toEqual({ backups: [] });
    const taken = await administrator("POST", "/api/backups");
    expect(taken.status).toBe(201);
    expect(taken.json).toMatchObject({ file: expect.stringMatching(/^ml-connector-.*\.backup$/), keySource: "file" });
    const { file, size } = taken.json;
    expect((await administrator("GET", "/api/backups")).json.backups).toMatchObject([{ file, size }]);
    expect((await administrator("GET", `/api/backups/${file}`)).json.error.code).toBe("RIGHT_MISSING");
    const download = await reader("GET", `/api/backups/${file}`);
    expect(download.headers).toMatchObject({ "content-disposition": `attachment; filename="${file}"` });
    expect(download.status).toBe(200);
    expect(readFileSync(join(site.application.dataDirectory, "backups", file)).length).toBe(size);
    expect(await actions("ledger.backedUp")).toEqual(["token:test-administrator"]);
  });

  it("refuses a backup that is none, wherever its name leads", async () => {
    for (const name of ["nothing.backup", "..%2Fmaster.key", "ml-connector-2026.backup%00"]) {
      const answer = await reader("GET", `/api/backups/${name}`);
      expect([name, answer.status, answer.json.error.code]).toEqual([name, 404, "BACKUP_UNKNOWN"]);
    }
  });

  it("puts the secrets under a new key, and goes on with it", async () => {
    const answer = await administrator("POST", "/api/secrets/rotate-key");
    expect(answer.json).toMatchObject({ keySource: "file", secrets: 2 });
    expect(answer.json.after).not.toBe(answer.json.before);
    expect(await actions("secrets.keyRotated")).toEqual(["token:test-administrator"]);
  });

  it("shows the series of control numbers and moves one ahead, never back", async () => {
    const named = { sender: "ZZ:FABRIKAM", receiver: "ZZ:PARTNER", usage: "P", kind: "interchange" };
    const advance = (next: number) =>
      administrator("POST", "/api/control-numbers/advance", { ...named, next, reason: "the old system" });
    expect((await advance(500)).json).toEqual({ before: 0, next: 500 });
    const refused = await advance(499);
    expect([refused.status, refused.json.error.code]).toEqual([409, "CONTROL_NUMBER_BELOW_GIVEN"]);
    const { series } = (await administrator("GET", "/api/control-numbers")).json;
    const leaps = [{ from: 1, to: 499, reason: "the old system" }];
    expect(series).toContainEqual({ ...named, last: 499, given: 0, leaps });
  });

  it("moves no series ahead that nobody sends by", async () => {
    const named = { sender: "ZZ:FABRIKAM", receiver: "ZZ:PARTNER", usage: "T", kind: "interchange" };
    const wrong = [
      { sender: "FABRIKAM" },
      { sender: "ZZ:" },
      { sender: "ZZ:THIS-ID-IS-FAR-TOO-LONG-FOR-ISA" },
      { receiver: "ZZ:PARTNR" },
    ];
    const before = (await administrator("GET", "/api/control-numbers")).json;
    for (const change of wrong) {
      const asked = { ...named, ...change, next: 900, reason: "the old system" };
      const { status, json } = await administrator("POST", "/api/control-numbers/advance", asked);
      expect([status, json.error.code]).toEqual([404, "CONTROL_NUMBER_SERIES_UNKNOWN"]);
      expect(json.error.fix).toBe("There is: ZZ:FABRIKAM to ZZ:PARTNER.");
    }
    expect((await administrator("GET", "/api/control-numbers")).json).toEqual(before);
  });

  it("tells what the terms would let go, and lets it go into an archive", async () => {
    expect((await administrator("GET", "/api/retention")).json).toMatchObject({ pages: 0, notifications: 0 });
    expect((await administrator("POST", "/api/retention")).json).toEqual({ rows: 0, archive: null, damaged: [] });
    expect(existsSync(join(site.application.dataDirectory, "archive"))).toBe(false);
    expect(await actions("retention.applied")).toEqual(["token:test-administrator"]);
  });

  it("has no page for the webhook of a link that has none, and no folder to read", async () => {
    const sheet = await administrator("GET", "/api/links/two-to-cleo/webhook-sheet");
    expect([sheet.status, sheet.json.error.code]).toEqual([404, "WEBHOOK_UNKNOWN"]);
    const collection = await administrator("POST", "/api/links/two-to-cleo/collection");
    expect([collection.status, collection.json.error.code]).toEqual([409, "FOLDERS_NOT_POLLED"]);
    const unknown = await administrator("POST", "/api/links/none/collection");
    expect([unknown.status, unknown.json.error.code]).toEqual([404, "LINK_UNKNOWN"]);
  });

  it("plans a replay of what fits a filter, shows what would differ to who may read it, and starts it", async () => {
    const plan = { filter: { state: "sent", type: "purchaseOrder" }, mode: "rerender", explain: true };
    const without = (await administrator("POST", "/api/replays/plan", plan)).json;
    expect(without.filter.total).toBe(without.replays.length);
    expect(without.effects).toBeUndefined();
    const explained = (await reader("POST", "/api/replays/plan", plan)).json;
    expect(explained.effects).toHaveLength(without.filter.total);
    expect(explained.effects[0]).toMatchObject({
      difference: [
        { kind: "removed", text: '  "purpose": "original",' },
        { kind: "added", text: '  "purpose": "replace",' },
      ],
      mapping: { before: 1 },
    });

    const start = (reason?: string) =>
      administrator("POST", "/api/replays", { filter: plan.filter, mode: plan.mode, ...(reason && { reason }) });
    const refused = await start();
    expect([refused.status, refused.json.error.code]).toEqual([422, "REPLAY_NEEDS_REASON"]);
    const started = await start("the partner lost them");
    expect(started.status).toBe(202);
    expect(started.json.jobs).toMatchObject([{ replayOf: null, link: "two-to-cleo" }]);
    const both = await administrator("POST", "/api/replays/plan", { ...plan, ids: ["PO1"], explain: false });
    expect(both.status).toBe(400);
    expect((await administrator("POST", "/api/replays/plan", {})).status).toBe(400);
  });

  it("gives the report of a fit check as a page, with samples only to who may read documents", async () => {
    const run = await administrator("POST", "/api/checks", { link: "two-to-cleo" });
    const last = JSON.parse(run.text.trimEnd().split("\n").at(-1) ?? "");
    const url = `/api/checks/${last.report.jobId}/report`;
    const page = await reader("GET", `${url}?timeZone=America/Chicago`);
    expect(page.headers).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "content-disposition": expect.stringMatching(/^attachment; filename="fit-check-two-to-cleo-.*\.html"$/),
    });
    expect(page.text).toContain(last.report.summary);
    const [sample] = (await reader("GET", `/api/checks/${last.report.jobId}`)).json.fit.samples;
    expect(page.text).toContain(sample.fileName);
    expect((await administrator("GET", url)).text).not.toContain(sample.fileName);
    expect((await reader("GET", "/api/checks/job_none/report")).status).toBe(404);
  });
});
