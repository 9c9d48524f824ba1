import { afterEach, describe, expect, it } from "vitest";
import { decimal } from "../decimal/decimal.ts";
import type { ConnectorError } from "../errors/connectorError.ts";
import { type Sandbox, startSandbox } from "../sandbox/sandbox.ts";
import { createLogonGuard, createWindowsHttpClient } from "../windows-auth/index.ts";
import { parseBusinessDate } from "./businessDate.ts";
import { createGpClient, type GpClient } from "./client.ts";
import type { GpDraft } from "./draft/draft.ts";
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

describe("drafts in the sandbox", () => {
  const today = "2026-01-15";
  const day = parseBusinessDate(today) ?? "";

  /** A receipt for one unit of the first line of an open order. */
  function receiptFor(order: GpPurchaseOrder, changes: Partial<GpDraft> = {}): GpDraft {
    const [line] = order.lines;
    if (!line) throw new Error("an order without lines");
    return {
      kind: "purchaseReceipt",
      reference: "ML-856-0001",
      batchId: "ML-RECEIPTS",
      vendorId: order.vendorId,
      documentNumber: "SHIP-77",
      date: day as GpDraft["date"],
      lines: [
        {
          purchaseOrder: order.number,
          purchaseOrderLine: line.ord,
          itemNumber: line.itemNumber,
          unitOfMeasure: line.unitOfMeasure,
          quantity: decimal("1"),
          unitCost: line.unitCost,
          extendedCost: line.unitCost,
        },
      ],
      ...changes,
    };
  }

  async function openOrder(client: GpClient): Promise<GpPurchaseOrder> {
    const orders = await ordersOf(client);
    const order = orders.find(({ status, onHold, lines }) => status === "released" && !onHold && lines.length > 0);
    if (!order) throw new Error("no open order");
    return order;
  }

  const drafted = (sandbox: Sandbox) => sandbox.admin.gpRequests().filter(({ method }) => method === "POST");

  it("enters a receipt as Work and reads it back", async () => {
    const { client, sandbox } = await start({ today });
    const draft = receiptFor(await openOrder(client));
    expect(await client.drafts.precheck(draft)).toEqual({ problems: [], remaining: "unverified" });
    const outcome = await client.drafts.create(draft);
    expect(outcome).toMatchObject({ outcome: "created", found: { state: "Work", reference: "ML-856-0001" } });
    expect(sandbox.admin.state().gp.customActions).toBe(0);
  });

  it.each<GpDraft["kind"]>(["purchaseOrder", "payablesInvoice", "receivablesInvoice"])("enters a %s", async (kind) => {
    const { client } = await start({ today });
    const [vendor] = await recordsOf(client.vendors());
    const amounts = { subtotal: decimal("100.10"), tax: decimal("8.01"), total: decimal("108.11") };
    const draft: GpDraft = {
      kind,
      reference: "ML-810-0001",
      date: day as GpDraft["date"],
      documentNumber: "INV-1",
      ...(kind === "receivablesInvoice" ? { customerId: "AARONFIT0001" } : { vendorId: vendor?.key ?? "" }),
      ...(kind === "purchaseOrder" ? {} : amounts),
      lines:
        kind === "purchaseOrder" ? [{ itemNumber: "100XLG", quantity: decimal("2"), unitCost: decimal("28.46") }] : [],
    };
    expect(await client.drafts.create(draft)).toMatchObject({ outcome: "created", found: { kind, state: "Work" } });
  });

  it("does not enter the same document twice", async () => {
    const { client, sandbox } = await start({ today });
    const draft = receiptFor(await openOrder(client));
    const first = await client.drafts.create(draft);
    const second = await client.drafts.create(draft);
    expect(second).toMatchObject({
      outcome: "present",
      found: { number: first.outcome === "created" && first.found.number },
    });
    expect(drafted(sandbox)).toHaveLength(1);
  });

  it.each<[string, { kind: "lostAnswer" } | { kind: "doneButStatus"; status: number }]>([
    ["the answer is lost", { kind: "lostAnswer" }],
    ["GP fails after it has saved", { kind: "doneButStatus", status: 500 }],
  ])("finds the document after all where %s", async (_, effect) => {
    const { client, sandbox } = await start({ today });
    const draft = receiptFor(await openOrder(client));
    sandbox.admin.armFault({ target: "gp.draft", method: "POST", times: 1, effect });
    expect(await client.drafts.create(draft)).toMatchObject({
      outcome: "created",
      found: { reference: "ML-856-0001" },
    });
    expect(drafted(sandbox)).toHaveLength(1);
  });

  it("says that the outcome is unknown where nothing proves it", async () => {
    const { client, sandbox } = await start({ today });
    const draft = receiptFor(await openOrder(client));
    sandbox.admin.armFault({ target: "gp.draft", method: "POST", times: 1, effect: { kind: "resetMidBody" } });
    expect(await client.drafts.create(draft)).toMatchObject({
      outcome: "unknown",
      problem: { code: "GP_OUTCOME_UNKNOWN", retry: "inDoubt" },
    });
    expect(await client.drafts.create(draft)).toMatchObject({ outcome: "created" });
    expect(await client.drafts.find("purchaseReceipt", draft.reference)).toHaveLength(1);
  });

  it("translates a closed fiscal period, before and after sending", async () => {
    const closedPeriods = [{ year: 2026, period: 1, series: "Purchasing" as const }];
    const { client } = await start({ today, closedPeriods, fiscalPeriodService: true });
    const draft = receiptFor(await openOrder(client));
    const [problem] = (await client.drafts.precheck(draft)).problems;
    expect(problem).toMatchObject({
      code: "GP_PERIOD_CLOSED",
      message: "the fiscal period for 2026-01-15 is closed for Purchasing in TWO",
    });
    const outcome = await client.drafts.create(draft);
    expect(outcome).toMatchObject({ outcome: "refused", problem: { code: "GP_PERIOD_CLOSED" } });
    expect(outcome.outcome === "refused" && outcome.problem.fix).toContain("Fiscal Periods Setup of company TWO");
  });

  it("finds by reading what GP would refuse", async () => {
    const { client } = await start({ today });
    const order = await openOrder(client);
    const [line] = receiptFor(order).lines;
    if (!line) throw new Error("no line");
    const codesOf = async (changes: Partial<GpDraft>) =>
      (await client.drafts.precheck(receiptFor(order, changes))).problems.map(({ code }) => code);
    expect(await codesOf({ vendorId: "NOBODY" })).toEqual(["GP_VENDOR_UNKNOWN", "GP_ORDER_MISMATCH"]);
    expect(await codesOf({ lines: [{ ...line, quantity: decimal("1000000") }] })).toEqual(["GP_ORDER_MISMATCH"]);
    expect(await codesOf({ lines: [{ ...line, itemNumber: "OTHER" }] })).toEqual(["GP_ORDER_MISMATCH"]);
    expect(await codesOf({ lines: [{ ...line, purchaseOrderLine: 1 }] })).toEqual(["GP_ORDER_MISMATCH"]);
    expect(await codesOf({ lines: [{ ...line, purchaseOrder: "PO00000" }] })).toEqual(["GP_ORDER_MISMATCH"]);
  });

  it.each(["object", "column"] as const)(
    "sees receipts entered by hand where the %s service tells of them",
    async (bodyStyle) => {
      const { client } = await start({ today, bodyStyle, receivedQuantities: true });
      const order = await openOrder(client);
      const [line] = order.lines;
      const [one] = receiptFor(order).lines;
      if (!line?.extendedCost || !one) throw new Error("no line with a cost");
      const all = { ...one, quantity: line.quantityOrdered, extendedCost: line.extendedCost };
      const byHand = receiptFor(order, { reference: "COUNTER", documentNumber: "HAND-1", lines: [all] });
      const ours = receiptFor(order);
      expect(await client.drafts.precheck(ours)).toEqual({ problems: [], remaining: "verified" });
      expect(await client.drafts.create(byHand)).toMatchObject({ outcome: "created" });
      const { problems } = await client.drafts.precheck(ours);
      expect(problems[0]).toMatchObject({ code: "GP_ORDER_MISMATCH" });
      expect(problems[0]?.message).toMatch(/of which [\d.]+ are on receipts in GP; the receipt is for/);
      // What is there already is not in its own way.
      expect(await client.drafts.precheck(byHand)).toEqual({ problems: [] });
    },
  );

  it("asks for no receipt of a line that GP has set to Received", async () => {
    const { client, sandbox } = await start({ today });
    const order = await openOrder(client);
    sandbox.admin.company().editLine(order.number, order.lines[0]?.ord ?? 0, { status: 4 });
    const { problems } = await client.drafts.precheck(receiptFor(order));
    expect(problems[0]?.message).toContain("is received and takes no more receipts");
  });

  it.each<[Partial<GpDraft>, string]>([
    [{ batchId: "SIXTEEN-CHARS-AB" }, "batchId"],
    [{ reference: "x".repeat(31) }, "reference"],
    [{ lines: [] }, "lines"],
  ])("refuses %j before any call", async (changes, field) => {
    const { client, sandbox } = await start({ today });
    const draft = receiptFor(await openOrder(client), changes);
    const before = sandbox.admin.gpRequests().length;
    await expect(client.drafts.create(draft)).rejects.toMatchObject({ code: "GP_DRAFT_INVALID", at: { field } });
    expect(sandbox.admin.gpRequests()).toHaveLength(before);
  });

  it.each(["errors", "text", "econnect"] as const)(
    "keeps and sorts GP's message, written as %s",
    async (errorBodies) => {
      const { client } = await start({ today, errorBodies });
      const draft = receiptFor(await openOrder(client), { vendorId: "NOBODY" });
      const outcome = await client.drafts.create(draft);
      expect(outcome).toMatchObject({ outcome: "refused", problem: { code: "GP_VENDOR_UNKNOWN" } });
      expect(outcome.outcome === "refused" && outcome.problem.message).toContain("The vendor 'NOBODY' does not exist");
    },
  );
});
