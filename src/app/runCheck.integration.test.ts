import { describe, expect, it } from "vitest";
import { openCheckedSite } from "../../test/checkedSite.ts";
import { sandboxSecrets } from "../../test/commandLine.ts";
import { checkStages } from "../check/report.ts";
import type { Bell } from "../engine/bell.ts";
import type { Job } from "../ledger/jobs.ts";
import { claimJob, findJob } from "../ledger/jobs.ts";
import { loadConfiguration } from "./configure.ts";
import { listChecks, readCheck } from "./keptChecks.ts";
import { requestCheck, runCheck, runCheckJob } from "./runCheck.ts";

describe("a check of a site that works", () => {
  it("says how many open orders would go out, and why the others would not", async () => {
    const { application } = await openCheckedSite();
    const { fit, lines, verdict, summary } = await runCheck(application);
    expect(fit.purchaseOrders).toMatchObject({ read: 17, complete: true, ready: 10, blocked: 2 });
    expect(fit.purchaseOrders?.causes).toMatchObject([
      { code: "DOCUMENT_UNIT_UNMAPPED", field: "Lines[].UofM", element: "PO103", count: 1, documents: ["PO2020"] },
      { code: "DOCUMENT_NO_LINES", field: "Lines", element: "PO1", count: 1, documents: ["PO2072"] },
    ]);
    expect(fit.vendors).toMatchObject({ read: 18, ready: 18, blocked: 0 });
    expect(verdict).toBe("conditions");
    expect(summary).toMatch(/^10 of 12 open purchase orders would be valid for their partner today\./);
    expect(lines.filter(({ status }) => status === "fail")).toEqual([]);
  });

  it("writes nothing to GP and nothing to Cleo", async () => {
    const { sandbox, application } = await openCheckedSite();
    const { calls } = await runCheck(application);
    const gp = sandbox.admin.gpRequests();
    const cleo = sandbox.admin.cleoRequests();
    expect(new Set(gp.map(({ method }) => method))).toEqual(new Set(["GET"]));
    expect(new Set(cleo.map(({ operation }) => operation))).toEqual(new Set(["cleo.token", "cleo.list"]));
    expect(sandbox.admin.uploads()).toHaveLength(0);
    // Legs of a logon are no calls of their own.
    expect(calls.gp).toBe(gp.filter(({ status }) => status !== 401).length);
    expect(calls.cleo).toBe(cleo.length);
  });

  it("tells its lines in the order of the stages while it goes on, and keeps the report without a secret", async () => {
    const { application } = await openCheckedSite();
    const told: string[] = [];
    const report = await runCheck(application, { onLine: ({ code }) => told.push(code) });
    expect(told).toEqual(report.lines.map(({ code }) => code));
    const places = report.lines.map(({ stage }) => checkStages.indexOf(stage));
    expect(places).toEqual(places.toSorted((left, right) => left - right));
    expect(await readCheck(application, report.jobId)).toEqual(JSON.parse(JSON.stringify(report)));
    expect(await listChecks(application, { limit: 5 })).toMatchObject([
      { jobId: report.jobId, link: "two-to-cleo", verdict: "conditions", requestedBy: "test" },
    ]);
    for (const secret of Object.values(sandboxSecrets)) expect(JSON.stringify(report)).not.toContain(secret);
  });

  it("writes one marked file where it is asked to, and removes it", async () => {
    const { sandbox, application } = await openCheckedSite();
    const { lines, probe } = await runCheck(application, { probeUpload: true });
    expect(lines).toContainEqual(expect.objectContaining({ code: "CHECK_CLEO_WRITE", status: "pass" }));
    // What was not exercised stays open: the probe was in none of the link's own folders.
    expect(lines.find(({ code }) => code === "CHECK_CLEO_WRITE_NOT_TRIED")?.seen).toBe(
      "not tried: upload/vendors, upload/850",
    );
    const writes = sandbox.admin.cleoRequests().filter(({ method }) => method !== "GET" && method !== "POST");
    expect(writes.map(({ method, path }) => `${method} ${path}`)).toEqual([
      `PUT /api/folders/test/${probe?.fileName}`,
      `DELETE /api/folders/test/${probe?.fileName}`,
    ]);
    expect(probe?.fileName).toMatch(/^ML-CONNECTOR-PROBE-job-/);
  });
});

describe("a check by schedule", () => {
  const bell = { bell: { ring: async () => {} } as unknown as Bell };

  it("is one job however often it falls due before a worker has time", async () => {
    const { application } = await openCheckedSite();
    const { ledger, clock } = application;
    for (let due = 0; due < 3; due++) await requestCheck(application, bell, "two-to-cleo");
    const job = await claimJob(ledger, "wrk_1", ["wrk_1"], clock());
    expect(job).toMatchObject({ kind: "check", link: "two-to-cleo" });
    expect(await claimJob(ledger, "wrk_1", ["wrk_1"], clock())).toBeUndefined();
  });

  it("keeps its report, raises what failed, and clears it once it fits again", async () => {
    const { sandbox, application } = await openCheckedSite();
    const { ledger, clock } = application;
    const run = async (): Promise<string> => {
      await requestCheck(application, bell, "two-to-cleo");
      const job = (await claimJob(ledger, "wrk_1", ["wrk_1"], clock())) as Job;
      await runCheckJob(application, await loadConfiguration(application), job);
      await ledger.updateTable("job").set({ state: "succeeded" }).where("id", "=", job.id).execute();
      return job.id;
    };
    const open = () => ledger.selectFrom("alert").selectAll().where("clearedAt", "is", null).execute();
    sandbox.admin.armFault({ target: "cleo.list", effect: { kind: "status", status: 404 } });
    const failed = await run();
    expect(await findJob(ledger, failed)).toMatchObject({ kind: "check" });
    expect(await readCheck(application, failed)).toMatchObject({ verdict: "notYet" });
    expect(await open()).toMatchObject([
      { key: "check/two-to-cleo", code: "CHECK_NOT_YET", message: expect.stringContaining("CLEO_FOLDER_NOT_FOUND") },
    ]);
    sandbox.admin.clearFaults();
    await run();
    expect(await open()).toEqual([]);
  });
});
