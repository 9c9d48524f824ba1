import { afterEach, describe, expect, it } from "vitest";
import type { ConnectorError } from "../errors/connectorError.ts";
import { type Sandbox, startSandbox } from "../sandbox/sandbox.ts";
import { createLogonGuard, createWindowsHttpClient } from "../windows-auth/index.ts";
import { createGpClient, type GpClient } from "./client.ts";
import type { GpPurchaseOrder } from "./entities.ts";
import { type ProfileSetting, resolveProfile } from "./profile/resolve.ts";
import type { GpPage } from "./read/readPages.ts";

type GpSettings = NonNullable<Parameters<typeof startSandbox>[0]>["gp"];

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const part of open.splice(0).reverse()) await part.close();
});

interface Choices {
  password?: string;
  profile?: ProfileSetting;
  urlValue?: string;
  database?: string;
  tenant?: string;
}

async function start(
  gp: GpSettings,
  choices: Choices = {},
): Promise<{ sandbox: Sandbox; client: GpClient; logons: () => number }> {
  const sandbox = await startSandbox({ gp: { coldStartMs: 0, ...gp } });
  open.push(sandbox);
  const transport = createWindowsHttpClient({
    origin: new URL(sandbox.gpUrl).origin,
    credentials: { username: "CONTOSO\\svc-mlconnector", password: choices.password ?? "Sandbox-Pa55!" },
    scheme: "ntlm",
    logonGuard: createLogonGuard(),
  });
  let logons = 0;
  const client = createGpClient({
    connection: {
      url: sandbox.gpUrl,
      tenant: choices.tenant ?? "DefaultTenant",
      version: "2018",
      company: {
        database: choices.database ?? "TWO",
        timeZone: "America/Chicago",
        ...(choices.urlValue ? { urlValue: choices.urlValue } : {}),
      },
    },
    profile: resolveProfile(choices.profile ?? "sba"),
    now: () => new Date(),
    transport: {
      close: () => transport.close(),
      async request(request) {
        const answer = await transport.request(request);
        logons += answer.authentication.handshakes;
        return answer;
      },
    },
  });
  open.push(client);
  return { sandbox, client, logons: () => logons };
}

async function recordsOf<Entity>(pages: AsyncIterable<GpPage<Entity>>) {
  const records: GpPage<Entity>["records"] = [];
  for await (const page of pages) records.push(...page.records);
  return records;
}

async function ordersOf(client: GpClient): Promise<GpPurchaseOrder[]> {
  const records = await recordsOf(client.purchaseOrders());
  return records.map((record) => {
    if (!record.ok) throw record.problem;
    return record.record;
  });
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => "no error",
    (error: ConnectorError) => error.code,
  );
}

describe("the sandbox, over NTLM", () => {
  it("gives every vendor and order, on one logon", async () => {
    const { client, logons } = await start({ pageCap: 5 });
    expect((await client.ping()).services.length).toBeGreaterThan(0);
    expect(await client.checkCompany()).toMatchObject({ database: "TWO", id: "-1" });
    const vendors = await recordsOf(client.vendors());
    const orders = await ordersOf(client);
    expect(vendors.length).toBeGreaterThan(10);
    expect(orders.length).toBeGreaterThan(5);
    expect(vendors.filter((record) => !record.ok)).toEqual([]);
    expect(new Set(orders.map(({ number }) => number)).size).toBe(orders.length);
    expect(logons()).toBe(1);
    const [first] = orders;
    expect(await client.purchaseOrder(first?.number ?? "")).toMatchObject({ ok: true, record: first });
    expect(await client.purchaseOrder("PO99999999")).toBeUndefined();
  });

  it("gives the same orders in every style, envelope, date form and decimal form", async () => {
    const fixed = { today: "2026-01-15", rowStamps: true } as const;
    const variants: GpSettings[] = [
      { ...fixed },
      { ...fixed, bodyStyle: "column", dates: "isoDate", envelope: "array" },
      { ...fixed, bodyStyle: "mixed", dates: "ms", envelope: "total", decimals: "string", pageCap: 3 },
      { ...fixed, bodyStyle: "object", dates: "msZone", envelope: "payload", pageCap: 1 },
    ];
    const results: object[][] = [];
    for (const variant of variants) {
      const { client } = await start(variant);
      const orders = await ordersOf(client);
      // Only the object model carries the ISO code and the total.
      results.push(orders.map(({ currencyIsoCode: _, total: __, ...order }) => order));
    }
    for (const result of results.slice(1)) expect(result).toEqual(results[0]);
  });

  it("reads details where the list holds summaries", async () => {
    const profile = { extends: "sba", resources: { purchaseOrders: { detail: true } } };
    const { client } = await start({ listDetail: "summary", today: "2026-01-15" }, { profile });
    const { client: whole } = await start({ today: "2026-01-15" });
    expect(await ordersOf(client)).toEqual(await ordersOf(whole));
  });

  it("says what to change where the list holds summaries and the profile does not know", async () => {
    const { client } = await start({ listDetail: "summary" });
    const [record] = await recordsOf(client.purchaseOrders());
    expect(record).toMatchObject({ ok: false, problem: { code: "GP_RECORD_UNREADABLE" } });
    expect(record?.ok === false && record.problem.message).toContain("detail: true");
  });

  it("loses no row when one that was read moves to the end", async () => {
    const { client } = await start({ movingRows: "toEnd", pageCap: 6, today: "2026-01-15" });
    const { client: quiet } = await start({ pageCap: 6, today: "2026-01-15" });
    const moved = (await ordersOf(client)).map(({ number }) => number);
    expect([...new Set(moved)].sort()).toEqual((await ordersOf(quiet)).map(({ number }) => number).sort());
  });

  it("asks with the dates that were given", async () => {
    const { client } = await start({ today: "2026-01-15" });
    const all = await ordersOf(client);
    const days = all
      .map(({ modifiedDate }) => modifiedDate)
      .filter((day) => day !== undefined)
      .sort();
    const last = days.at(-1);
    if (!last) throw new Error("no modified date");
    const records = await recordsOf(client.purchaseOrders({ from: last, to: last }));
    expect(records.length).toBe(days.filter((day) => day === last).length);
  });

  it.each<[string, GpSettings, Choices, string]>([
    ["a wrong password", {}, { password: "wrong" }, "GP_LOGON_REFUSED"],
    ["a tenant that is not there", {}, { tenant: "Other" }, "GP_TENANT_NOT_FOUND"],
    ["a company that is not there", {}, { database: "THREE" }, "GP_COMPANY_MISMATCH"],
    ["another company in the check", { wrongCompany: "check" }, {}, "GP_COMPANY_MISMATCH"],
    ["another company in the documents", { wrongCompany: "documents" }, {}, "GP_COMPANY_MISMATCH"],
    ["a stock server without purchase orders", { purchaseOrderService: false }, {}, "GP_SERVICE_NOT_FOUND"],
    ["a server that only knows display names", { companyNames: "displayName" }, {}, "GP_COMPANY_MISMATCH"],
    ["Basic only", { schemes: ["Basic"] }, {}, "GP_SCHEME_NOT_OFFERED"],
    [
      "an account without GP user",
      {
        accounts: [
          { domain: "CONTOSO", username: "svc-mlconnector", password: "Sandbox-Pa55!", gpUser: false, state: "active" },
        ],
      },
      {},
      "GP_ACCESS_DENIED",
    ],
  ])("refuses %s with its own code", async (_, gp, choices, code) => {
    const { client } = await start(gp, choices);
    expect(await codeOf(recordsOf(client.purchaseOrders()))).toBe(code);
  });

  it("is reached by the display name where that is configured", async () => {
    const { client } = await start({ companyNames: "displayName" }, { urlValue: "Fabrikam, Inc." });
    expect((await ordersOf(client)).length).toBeGreaterThan(5);
  });

  it("is unreachable once it is gone", async () => {
    const { client, sandbox } = await start({});
    await sandbox.close();
    expect(await codeOf(client.ping())).toBe("GP_UNREACHABLE");
  });
});
