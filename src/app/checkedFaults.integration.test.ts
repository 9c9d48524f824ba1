/** Each thing that can be wrong with a site ends in a line of its own, which names the repair and whose job that is. */
import { describe, expect, it } from "vitest";
import { openCheckedSite } from "../../test/checkedSite.ts";
import { type CheckLine, type CheckStage, checkStages } from "../check/report.ts";
import type { SandboxOptions } from "../sandbox/options.ts";
import { runCheck } from "./runCheck.ts";

interface Case {
  name: string;
  sandbox?: SandboxOptions;
  change?: Record<string, string>;
  secrets?: Record<string, string>;
  stage: CheckStage;
  code: string;
  status?: CheckLine["status"];
  owner?: string;
}

const account = {
  domain: "CONTOSO",
  username: "svc-mlconnector",
  password: "Sandbox-Pa55!",
  gpUser: true,
  state: "active",
} as const;
const cleoUser = { username: "gpsvc", password: "S@mple&Pw+1%" } as const;
/** A server that is not there would otherwise be waited for, as a first call starts a GP runtime. */
const impatient = {
  "auth: { scheme: ntlm":
    "profile: { extends: sba, load: { retries: 0 }, timeouts: { firstCall: 1000, call: 1000 } }\n    timeoutSeconds: 5\n    auth: { scheme: ntlm",
};
const profile = (text: string) => ({
  "auth: { scheme: ntlm": `profile: { extends: sba, ${text} }\n    auth: { scheme: ntlm`,
});

async function check({ sandbox, change, secrets }: Pick<Case, "sandbox" | "change" | "secrets">) {
  const site = await openCheckedSite({
    ...(sandbox && { sandbox }),
    ...(change && { change }),
    ...(secrets && { secrets }),
  });
  return { ...site, report: await runCheck(site.application) };
}

describe("a fault of GP", () => {
  it.each<Case>([
    {
      name: "a host that does not exist",
      change: { "url: http://127.0.0.1": "url: http://no-such-host.invalid" },
      stage: "reach",
      code: "GP_UNREACHABLE",
    },
    {
      name: "a stopped service",
      sandbox: { faults: [{ target: "gp", effect: { kind: "status", status: 503 } }] },
      change: impatient,
      stage: "reach",
      code: "GP_BUSY",
    },
    {
      name: "a page of HTML with an error",
      sandbox: { faults: [{ target: "gp", effect: { kind: "status", status: 500 } }] },
      stage: "reach",
      code: "GP_SERVER_ERROR",
    },
    {
      name: "no answer in time",
      sandbox: { faults: [{ target: "gp", effect: { kind: "hang" } }] },
      change: impatient,
      stage: "reach",
      code: "GP_TIMEOUT",
    },
    {
      name: "a wrong password",
      secrets: { GP_PASSWORD: "wrong-password" },
      stage: "identity",
      code: "GP_LOGON_REFUSED",
    },
    {
      name: "a locked account",
      sandbox: { gp: { accounts: [{ ...account, state: "locked" }] } },
      stage: "identity",
      code: "GP_LOGON_REFUSED",
    },
    {
      name: "a disabled account",
      sandbox: { gp: { accounts: [{ ...account, state: "disabled" }] } },
      stage: "identity",
      code: "GP_LOGON_REFUSED",
    },
    {
      name: "a scheme that is not offered",
      sandbox: { gp: { schemes: ["Basic"] } },
      stage: "identity",
      code: "GP_SCHEME_NOT_OFFERED",
    },
    {
      name: "Basic over an address without TLS",
      change: { "scheme: ntlm": "scheme: basic" },
      stage: "reach",
      code: "GP_CONNECTION_INVALID",
      owner: "operator",
    },
    {
      name: "an account without a GP user",
      sandbox: { gp: { accounts: [{ ...account, gpUser: false }] } },
      stage: "permission",
      code: "GP_ACCESS_DENIED",
    },
    {
      name: "a GP user without access to the company",
      sandbox: { gp: { accounts: [{ ...account, companies: ["THREE"] }] } },
      stage: "permission",
      code: "GP_ACCESS_DENIED",
    },
    {
      name: "a service that refuses the user",
      sandbox: { faults: [{ target: "gp.purchaseOrders", effect: { kind: "status", status: 403 } }] },
      stage: "permission",
      code: "GP_ACCESS_DENIED",
    },
    { name: "a wrong tenant", sandbox: { gp: { tenant: "Other" } }, stage: "company", code: "GP_TENANT_NOT_FOUND" },
    {
      name: "a wrong company",
      change: { "database: TWO": "database: THREE" },
      stage: "company",
      code: "GP_COMPANY_MISMATCH",
    },
    {
      name: "an address that leads to another company",
      sandbox: { gp: { wrongCompany: "check" } },
      stage: "company",
      code: "GP_COMPANY_MISMATCH",
    },
    {
      name: "records of another company",
      sandbox: { gp: { wrongCompany: "documents" } },
      stage: "company",
      code: "GP_COMPANY_MISMATCH",
    },
    {
      name: "stock GP, without a purchase order service",
      sandbox: { gp: { purchaseOrderService: false } },
      stage: "company",
      code: "GP_SERVICE_NOT_FOUND",
    },
    {
      name: "a version that is no longer supported",
      sandbox: { gp: { version: "2015" } },
      change: { 'version: "2018"': 'version: "2015"' },
      stage: "company",
      code: "CHECK_GP_VERSION_SUPPORT",
      status: "warn",
    },
    {
      name: "another version than the configured one",
      change: { 'version: "2018"': 'version: "2016"' },
      stage: "company",
      code: "CHECK_GP_VERSION_DIFFERS",
      status: "warn",
      owner: "operator",
    },
    {
      name: "a list that is no JSON",
      sandbox: {
        faults: [
          { target: "gp.vendors", effect: { kind: "status", status: 200, body: "<html>", contentType: "text/html" } },
        ],
      },
      stage: "shape",
      code: "GP_ANSWER_UNREADABLE",
    },
    {
      name: "lists without lines",
      sandbox: { gp: { listDetail: "summary" } },
      stage: "shape",
      code: "GP_RECORD_UNREADABLE",
    },
    {
      name: "field names of another kind",
      change: profile("bodyStyle: object, fields: { object: { purchaseOrder: { vendorId: [Supplier.Key] } } }"),
      stage: "shape",
      code: "GP_RECORD_UNREADABLE",
    },
    {
      name: "a service that pays no heed to dates",
      sandbox: { gp: { ignoreDateFilter: true } },
      stage: "shape",
      code: "CHECK_GP_DATE_FILTER_IGNORED",
      status: "warn",
    },
    {
      name: "no cost center where the profile says",
      change: profile("costCenter: { source: field, field: CostCategory }"),
      stage: "shape",
      code: "CHECK_GP_COST_CENTERS_MISSING",
      status: "warn",
    },
    {
      name: "quiet hours",
      change: profile(
        'load: { quietHours: [{ from: "00:00", to: "12:00", callsPerHour: 0 }, { from: "12:00", to: "00:00", callsPerHour: 0 }] }',
      ),
      stage: "reach",
      code: "GP_QUIET",
      owner: "operator",
    },
  ])("$name", async ({ sandbox, change, secrets, stage, code, status = "fail", owner = "gp-admin" }) => {
    const { report } = await check({
      ...(sandbox && { sandbox }),
      ...(change && { change }),
      ...(secrets && { secrets }),
    });
    const line = report.lines.find((each) => each.code === code);
    expect(line, report.lines.map((each) => `${each.status} ${each.code} ${each.seen}`).join("\n")).toMatchObject({
      stage,
      status,
      owner,
    });
    expect(line?.fix).toBeTruthy();
    if (status === "fail") {
      expect(report.verdict).toBe("notYet");
      expect(report.summary).toContain(code);
    }
    // Where the account got nowhere, whatever GP could not be asked for is open, not good.
    if (report.fit.vendors === undefined && report.fit.purchaseOrders === undefined) {
      const ended = checkStages.indexOf(stage);
      const later = report.lines.filter((each) => each.system !== "cleo" && checkStages.indexOf(each.stage) > ended);
      for (const each of later) if (each.stage !== "company") expect(each.status).not.toBe("pass");
      expect(later.some((each) => each.code === "CHECK_NOT_LOOKED_AT")).toBe(true);
    }
    // Cleo is looked at all the same.
    expect(report.lines).toContainEqual(expect.objectContaining({ code: "CHECK_CLEO_TOKEN", status: "pass" }));
  });

  it.each([
    { name: "a wrong password", secrets: { GP_PASSWORD: "wrong-password" }, tries: 1 },
    { name: "a locked account", sandbox: { gp: { accounts: [{ ...account, state: "locked" as const }] } }, tries: 1 },
  ])("$name costs one logon try, and the next check one more", async ({ secrets, sandbox, tries }) => {
    const { sandbox: running, application } = await openCheckedSite({
      ...(secrets && { secrets }),
      ...(sandbox && { sandbox }),
    });
    const logons = () => running.admin.gpRequests().filter(({ credentials }) => credentials === "NTLM type 3").length;
    await runCheck(application);
    expect(logons()).toBe(tries);
    await runCheck(application);
    expect(logons()).toBe(2 * tries);
  });

  it("is forgotten once the account was put right", async () => {
    const { sandbox, application } = await openCheckedSite({
      sandbox: { gp: { accounts: [{ ...account, state: "locked" }] } },
    });
    expect((await runCheck(application)).verdict).toBe("notYet");
    sandbox.admin.changeWindowsAccount({ user: "svc-mlconnector", state: "active" });
    expect((await runCheck(application)).verdict).toBe("conditions");
  });
});

describe("a fault of Cleo", () => {
  it.each<Case>([
    {
      name: "a host that does not exist",
      change: {
        "cleo:\n  - name: cleo\n    url: http://127.0.0.1":
          "cleo:\n  - name: cleo\n    url: http://no-such-host.invalid",
      },
      stage: "reach",
      code: "CLEO_UNREACHABLE",
    },
    {
      name: "no token service",
      sandbox: { faults: [{ target: "cleo.token", effect: { kind: "status", status: 404 } }] },
      stage: "reach",
      code: "CLEO_TOKEN_ADDRESS",
    },
    {
      name: "a page of HTML with an error",
      sandbox: { faults: [{ target: "cleo.token", effect: { kind: "status", status: 502 } }] },
      stage: "reach",
      code: "CLEO_SERVER_ERROR",
    },
    {
      name: "a login page in place of a token",
      sandbox: {
        faults: [
          { target: "cleo.token", effect: { kind: "status", status: 200, body: "<html>", contentType: "text/html" } },
        ],
      },
      stage: "reach",
      code: "CLEO_ANSWER_UNREADABLE",
    },
    {
      name: "a wrong password",
      secrets: { CLEO_PASSWORD: "wrong-password" },
      stage: "identity",
      code: "CLEO_LOGIN_REFUSED",
    },
    {
      name: "an expired password",
      sandbox: { cleo: { users: [{ ...cleoUser, state: "passwordExpired" }] } },
      stage: "identity",
      code: "CLEO_LOGIN_REFUSED",
    },
    {
      name: "a locked account",
      sandbox: { cleo: { users: [{ ...cleoUser, state: "locked" }] } },
      stage: "identity",
      code: "CLEO_LOGIN_REFUSED",
    },
    {
      name: "a token without a life",
      sandbox: { cleo: { announceExpiry: false } },
      stage: "identity",
      code: "CHECK_CLEO_TOKEN_LIFE",
      status: "unverified",
    },
    {
      name: "a folder that does not exist",
      sandbox: { cleo: { missingFolders: ["upload/850"] } },
      stage: "permission",
      code: "CLEO_FOLDER_NOT_FOUND",
    },
    {
      name: "a folder that may not be seen",
      sandbox: { cleo: { forbiddenFolders: ["upload/850"] } },
      stage: "permission",
      code: "CLEO_FOLDER_FORBIDDEN",
    },
    {
      name: "access that was taken away",
      sandbox: { faults: [{ target: "cleo.list", effect: { kind: "status", status: 401 } }] },
      stage: "permission",
      code: "CLEO_ACCESS_REVOKED",
    },
  ])("$name", async ({ sandbox, change, secrets, stage, code, status = "fail", owner = "cleo-admin" }) => {
    const { report, sandbox: running } = await check({
      ...(sandbox && { sandbox }),
      ...(change && { change }),
      ...(secrets && { secrets }),
    });
    const line = report.lines.find((each) => each.code === code);
    expect(line, report.lines.map((each) => `${each.status} ${each.code} ${each.seen}`).join("\n")).toMatchObject({
      stage,
      status,
      owner,
    });
    expect(line?.fix).toBeTruthy();
    if (code === "CLEO_LOGIN_REFUSED") expect(running.admin.cleoRequests()).toHaveLength(1);
    // GP is looked at all the same.
    expect(report.fit.purchaseOrders).toMatchObject({ ready: 10, blocked: 2 });
  });

  it("ends with the file named, where a probe cannot be removed again", async () => {
    const { application } = await openCheckedSite({
      sandbox: { faults: [{ target: "cleo.delete", effect: { kind: "status", status: 403 } }] },
    });
    const { lines, probe } = await runCheck(application, { probeUpload: "test" });
    expect(lines.find(({ code }) => code === "CLEO_FOLDER_FORBIDDEN")?.fix).toContain(`test/${probe?.fileName}`);
  });

  it("tells when a data flow took the probe", async () => {
    const { sandbox, application } = await openCheckedSite();
    const { lines } = await runCheck(application, { probeUpload: "upload/850" });
    expect(lines).toContainEqual(expect.objectContaining({ code: "CHECK_CLEO_PROBE_TAKEN", status: "warn" }));
    expect(sandbox.admin.uploads()).toMatchObject([
      { path: expect.stringMatching(/^\/?upload\/850\/ML-CONNECTOR-PROBE-/) },
    ]);
  });
});

describe("a fault of the data or of the settings", () => {
  it("names the vendors with open orders that have no partner settings", async () => {
    const { report } = await check({
      change: {
        "      default:      { isa: { qualifier: ZZ, id: PARTNER }, gs: PARTNER }":
          "      ACETRAVE0001: { isa: { qualifier: ZZ, id: ACE }, gs: ACE, usage: P }",
      },
    });
    expect(report.lines.find(({ code }) => code === "CHECK_PARTNERS_MISSING")).toMatchObject({
      stage: "partner",
      status: "fail",
    });
    expect(report.lines).toContainEqual(expect.objectContaining({ code: "CHECK_USAGE_PRODUCTION", status: "pass" }));
    expect(report.fit.purchaseOrders?.causes.some(({ code }) => code === "PARTNER_UNKNOWN")).toBe(true);
  });

  it("is unverified, not good, in an empty company", async () => {
    const { report } = await check({
      sandbox: { gp: { companies: [{ database: "TWO", id: -1, displayName: "Fabrikam, Inc.", data: "empty" }] } },
    });
    const codes = report.lines.filter(({ status }) => status === "unverified").map(({ code }) => code);
    expect(codes).toEqual(
      expect.arrayContaining(["CHECK_GP_NOTHING_TO_READ", "CHECK_NO_OPEN_ORDERS", "CHECK_PARTNERS_UNKNOWN"]),
    );
  });

  it("looks at the newest first where there is more than it may look at, and says so", async () => {
    const { application } = await openCheckedSite({
      sandbox: {
        gp: {
          companies: [
            {
              database: "TWO",
              id: -1,
              displayName: "Fabrikam, Inc.",
              data: { vendors: 50, purchaseOrders: 400, linesPerOrder: 1, seed: 1, spreadDays: 400 },
            },
          ],
        },
      },
    });
    const { fit, lines } = await runCheck(application, { limit: 100 });
    expect(fit.purchaseOrders).toMatchObject({ complete: false, read: expect.any(Number), since: expect.any(String) });
    expect(fit.purchaseOrders?.read).toBeLessThan(200);
    expect(lines.find(({ title }) => title === "Open purchase orders")?.seen).toMatch(
      /all changed since \d{4}-.*there are more/,
    );
    const all = await runCheck(application, { limit: Number.POSITIVE_INFINITY });
    expect(all.fit.purchaseOrders).toMatchObject({ complete: true, read: 400 });
  });
});
