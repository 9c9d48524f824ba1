import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Sandbox } from "../../sandbox.ts";
import { adminClient, gpClient, type Json } from "../../testing/clients.ts";
import { sandboxes } from "../../testing/running.ts";

const start = sandboxes();
const today = "2026-03-02";

const receipt = (change: object = {}, line: object = {}) => ({
  VendorKey: { Id: "ACETRAVE0001" },
  VendorDocumentNumber: "SHP-1",
  Date: `${today}T00:00:00`,
  BatchKey: { Id: "MLC-0302" },
  Reference: "rcv_1",
  Lines: [
    {
      PurchaseOrderLineKey: { PurchaseOrderKey: { Id: "PO2075" }, LineSequenceNumber: 16384 },
      ItemKey: { Id: "100XLG" },
      QuantityShipped: { Value: 5 },
      UofM: "Each",
      ...line,
    },
  ],
  ...change,
});
const invoice = (change: object = {}, line: object = {}) => {
  const { Lines, ...header } = receipt({ VendorDocumentNumber: "INV-1" });
  const [{ QuantityShipped: _, ...first } = { QuantityShipped: 0 }] = Lines;
  return { ...header, Lines: [{ ...first, QuantityInvoiced: { Value: 5 }, ...line }], ...change };
};
const payables = (change: object = {}) => ({
  VendorKey: { Id: "ADVANCED0001" },
  VendorDocumentNumber: "9773",
  Date: today,
  PurchasesAmount: { Value: "269.94" },
  FreightAmount: 10,
  DocumentAmount: "279.94",
  Description: "PO2076",
  ...change,
});

const poster =
  (sandbox: Sandbox) =>
  (service: string, body: unknown, headers: Record<string, string> = {}) =>
    gpClient(sandbox).company(service, {
      method: "POST",
      body: typeof body === "string" ? body : JSON.stringify(body),
      headers: { "content-type": "application/json", ...headers },
    });
const codes = (answer: { json: Json }): string[] => answer.json.Errors.map((each: Json) => each.Code);

describe("a draft receipt", () => {
  test("is created in Work, read back by key and found by reference", async () => {
    const sandbox = await start({ gp: { today } });
    const created = await poster(sandbox)("Purchasing/PurchaseReceipts", receipt());
    expect(created.status).toBe(201);
    expect(created.json).toMatchObject({
      Key: { Id: "RCT1169" },
      TransactionState: "Work",
      BatchKey: { Id: "MLC-0302" },
      Subtotal: { Value: 142.3 },
      CreatedBy: "CONTOSO\\svc-mlconnector",
    });
    expect(created.text).toContain('"ExtendedCost":{"Currency":"USD","Value":142.30000');
    const gp = gpClient(sandbox);
    expect((await gp.company("Purchasing/PurchaseReceipts(RCT1169)")).json).toEqual(created.json);
    expect((await gp.company("Purchasing/PurchaseReceipts?Reference=rcv_1")).json).toEqual({
      PurchaseReceipts: [created.json],
    });
    expect((await gp.company("Purchasing/PurchaseReceipts?Reference=rcv_2")).json).toEqual({ PurchaseReceipts: [] });
    expect(sandbox.admin.company().drafts()).toHaveLength(1);
  });

  test.each<[string, number, object, object]>([
    ["VendorNotFound", 422, { VendorKey: { Id: "NOBODY" } }, {}],
    ["VendorInactive", 422, { VendorKey: { Id: "BUSINESS0001" } }, {}],
    ["VendorMismatch", 422, { VendorKey: { Id: "ADVANCED0001" } }, {}],
    ["QuantityExceeded", 422, {}, { QuantityShipped: { Value: 11.00001 } }],
    ["InvalidQuantity", 422, {}, { QuantityShipped: 0 }],
    ["ItemMismatch", 422, {}, { ItemKey: { Id: "CB100" } }],
    [
      "PurchaseOrderLineNotFound",
      422,
      {},
      { PurchaseOrderLineKey: { PurchaseOrderKey: { Id: "PO2075" }, LineSequenceNumber: 2 } },
    ],
    [
      "PurchaseOrderNotFound",
      422,
      {},
      { PurchaseOrderLineKey: { PurchaseOrderKey: { Id: "PO9" }, LineSequenceNumber: 16384 } },
    ],
    ["NoLines", 422, { Lines: [] }, {}],
    ["2006", 422, { Subtotal: { Value: 142.31 } }, {}],
    ["TransactionState", 422, { TransactionState: "History" }, {}],
    ["InvalidDocument", 400, { BatchKey: { Id: "A-BATCH-ID-OF-20-CHR" } }, {}],
    ["InvalidDocument", 400, { Date: "yesterday" }, {}],
    ["InvalidDocument", 400, {}, { QuantityShipped: "many" }],
  ])("is refused with %s", async (code, status, change, line) => {
    const sandbox = await start({ gp: { today } });
    const answer = await poster(sandbox)("Purchasing/PurchaseReceipts", receipt(change, line));
    expect([answer.status, codes(answer)[0]]).toEqual([status, code]);
    expect(sandbox.admin.company().drafts()).toEqual([]);
  });

  test.each([
    ["PO1013", "ATTRACTI00001", "ACCS-HDS-2EAR", "PurchaseOrderOnHold"],
    ["PO2024", "ADVANCED0001", "100XLG", "PurchaseOrderStatus"],
    ["PO1014", "COMVEXIN0001", "SCAN100F", "PurchaseOrderStatus"],
  ])("for %s is refused", async (number, vendor, item, code) => {
    const line = {
      PurchaseOrderLineKey: { PurchaseOrderKey: { Id: number }, LineSequenceNumber: 16384 },
      ItemKey: { Id: item },
      QuantityShipped: 1,
    };
    const answer = await poster(await start())(
      "Purchasing/PurchaseReceipts",
      receipt({ VendorKey: { Id: vendor } }, line),
    );
    expect(codes(answer)).toContain(code);
  });

  test("is not JSON: refused", async () => {
    expect((await poster(await start())("Purchasing/PurchaseReceipts", "{")).status).toBe(400);
  });

  test("gives its number back when it is deleted, and cannot be deleted when posted", async () => {
    const sandbox = await start({ gp: { today } });
    const post = poster(sandbox);
    const gp = gpClient(sandbox);
    await post("Purchasing/PurchaseReceipts", receipt());
    expect((await gp.company("Purchasing/PurchaseReceipts(RCT1169)", { method: "DELETE" })).status).toBe(204);
    expect((await post("Purchasing/PurchaseReceipts", receipt())).json.Key.Id).toBe("RCT1169");
    const posted = await adminClient(sandbox)("POST", "/gp/drafts/PurchaseReceipts/RCT1169/post");
    expect(posted.json.state).toBe("History");
    expect(codes(await gp.company("Purchasing/PurchaseReceipts(RCT1169)", { method: "DELETE" }))).toEqual(["Posted"]);
  });

  test("never takes more than was ordered, in whatever portions it comes", async () => {
    const sandbox = await start({ gp: { today } });
    const post = poster(sandbox);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 6 }), async (portions) => {
        await sandbox.admin.reset();
        let taken = 0;
        for (const portion of portions) {
          const answer = await post("Purchasing/PurchaseReceipts", receipt({}, { QuantityShipped: portion }));
          expect(answer.status).toBe(taken + portion <= 11 ? 201 : 422);
          if (answer.status === 201) taken += portion;
        }
      }),
      { numRuns: 15 },
    );
  });
});

describe("a draft invoice", () => {
  test("is matched to what was received, or to what the site allows", async () => {
    const sandbox = await start({ gp: { today } });
    const post = poster(sandbox);
    expect(codes(await post("Purchasing/PurchaseInvoices", invoice()))).toEqual(["QuantityExceeded"]);
    await post("Purchasing/PurchaseReceipts", receipt());
    expect((await post("Purchasing/PurchaseInvoices", invoice())).status).toBe(201);
    expect(codes(await post("Purchasing/PurchaseInvoices", invoice({ VendorDocumentNumber: "INV-2" })))).toEqual([
      "QuantityExceeded",
    ]);

    const posted = await start({ gp: { today, invoiceMatches: "posted" } });
    await poster(posted)("Purchasing/PurchaseReceipts", receipt());
    expect(codes(await poster(posted)("Purchasing/PurchaseInvoices", invoice()))).toEqual(["QuantityExceeded"]);
    posted.admin.company().postDraft("PurchaseReceipts", "RCT1169");
    expect((await poster(posted)("Purchasing/PurchaseInvoices", invoice())).status).toBe(201);
  });

  test("needs a document number that the vendor did not use before, on either kind of invoice", async () => {
    const sandbox = await start({ gp: { today, invoiceMatches: "any" } });
    const post = poster(sandbox);
    expect(
      (
        await post(
          "Purchasing/PayablesInvoices",
          payables({ VendorKey: "ACETRAVE0001", VendorDocumentNumber: "INV-1" }),
        )
      ).status,
    ).toBe(201);
    const again = await post("Purchasing/PurchaseInvoices", invoice({ VendorDocumentNumber: "inv-1" }));
    expect([again.status, codes(again)]).toEqual([409, ["DuplicateDocumentNumber"]]);
    expect(codes(await post("Purchasing/PayablesInvoices", payables({ VendorDocumentNumber: "" })))).toEqual([
      "DocumentNumberMissing",
    ]);
  });

  test("for payables has parts that add up, and a voucher of 17 digits", async () => {
    const post = poster(await start({ gp: { today } }));
    expect(codes(await post("Purchasing/PayablesInvoices", payables({ DocumentAmount: 280 })))).toEqual([
      "DocumentAmount",
    ]);
    expect((await post("Purchasing/PayablesInvoices", payables())).json).toMatchObject({
      Key: { Id: "00000000000000462" },
      TransactionState: "Work",
      DocumentAmount: { Value: 279.94 },
    });
  });

  test("as a receivables record names a customer", async () => {
    const post = poster(await start({ gp: { today } }));
    const record = {
      CustomerKey: { Id: "AARONFIT0001" },
      Date: today,
      SalesAmount: "50",
      DocumentAmount: "50",
      Reference: "rcv_9",
    };
    expect((await post("Sales/ReceivablesInvoices", record)).json).toMatchObject({
      Key: { Id: "SALES100000001001" },
      CustomerName: "Aaron Fitz Electrical",
    });
    expect(codes(await post("Sales/ReceivablesInvoices", { ...record, CustomerKey: { Id: "ACETRAVE0001" } }))).toEqual([
      "CustomerNotFound",
    ]);
  });
});

describe("a closed fiscal period", () => {
  test("refuses its series by the posting date, until it is opened", async () => {
    const sandbox = await start({ gp: { today, fiscalPeriodService: true } });
    const admin = adminClient(sandbox);
    const post = poster(sandbox);
    await admin("POST", "/gp/periods", { year: 2026, period: 3, closed: true });
    const refused = await post("Purchasing/PayablesInvoices", payables());
    expect(refused.json.Errors[0].Message).toBe(
      "The fiscal period for 03/02/2026 is closed for the Purchasing series in company TWO.",
    );
    expect(
      (await post("Purchasing/PayablesInvoices", payables({ GeneralLedgerPostingDate: "2026-04-01" }))).status,
    ).toBe(201);
    const periods = (await gpClient(sandbox).company("Companies/FiscalPeriods")).json.FiscalPeriods;
    expect(periods.filter((each: Json) => each.ClosedSeries.length > 0)).toMatchObject([
      {
        Year: 2026,
        PeriodId: 3,
        FirstDate: "2026-03-01T00:00:00",
        LastDate: "2026-03-31T00:00:00",
        ClosedSeries: ["Purchasing"],
      },
    ]);
    await admin("POST", "/gp/periods", { year: 2026, period: 3, closed: false });
    expect((await post("Purchasing/PayablesInvoices", payables({ VendorDocumentNumber: "9774" }))).status).toBe(201);
  });
});

describe("a new purchase order", () => {
  const order = (change: object = {}) => ({
    VendorKey: { Id: "ACETRAVE0001" },
    Date: today,
    Reference: "po_77",
    Lines: [{ ItemKey: { Id: "100XLG" }, QuantityOrdered: { Value: 4 }, UnitCost: { Value: 28.46 } }],
    ...change,
  });

  test("is New, in Work, and from then on in the list", async () => {
    const sandbox = await start({ gp: { today } });
    const created = await poster(sandbox)("Purchasing/PurchaseOrders", order());
    expect(created.status).toBe(201);
    expect(created.json).toMatchObject({
      Key: { Id: "PO2077" },
      Status: "New",
      TransactionState: "Work",
      Subtotal: { Value: 113.84 },
    });
    const gp = gpClient(sandbox);
    expect((await gp.company("Purchasing/PurchaseOrders?Reference=po_77")).json.PurchaseOrders[0].Key.Id).toBe(
      "PO2077",
    );
    expect((await gp.company(`Purchasing/PurchaseOrders?ModifiedDateFrom=${today}`)).json.PurchaseOrders).toHaveLength(
      1,
    );
  });

  test.each<[string, object]>([
    ["8053", { Key: { Id: "po2075" } }],
    ["ItemNotFound", { Lines: [{ ItemKey: { Id: "NO-SUCH" }, QuantityOrdered: 1 }] }],
    ["Status", { Status: "Released" }],
    ["VendorNotFound", { VendorKey: { Id: "NOBODY" } }],
  ])("is refused with %s", async (code, change) => {
    expect(codes(await poster(await start({ gp: { today } }))("Purchasing/PurchaseOrders", order(change)))).toEqual([
      code,
    ]);
  });
});

describe("an outcome that nobody saw", () => {
  test.each(["lostAnswer", "doneButStatus"] as const)(
    "%s: the draft is there, once, under its reference",
    async (kind) => {
      const sandbox = await start({ gp: { today } });
      sandbox.admin.armFault({
        target: "gp.draft",
        times: 1,
        effect: kind === "lostAnswer" ? { kind } : { kind, status: 500 },
      });
      await poster(sandbox)("Purchasing/PurchaseReceipts", receipt()).catch(() => undefined);
      const found = await gpClient(sandbox).company("Purchasing/PurchaseReceipts?Reference=rcv_1");
      expect(found.json.PurchaseReceipts).toHaveLength(1);
    },
  );
});

test("a posting action does here what it would do in GP, and is counted", async () => {
  const sandbox = await start({ gp: { today } });
  const post = poster(sandbox);
  await post("Purchasing/PurchaseReceipts", receipt());
  const answer = await post("Purchasing/PurchaseReceipts(RCT1169)", "", { "GP-Custom-Action": "POST" });
  expect(answer.json.TransactionState).toBe("History");
  expect(sandbox.admin.state().gp.customActions).toBe(1);
  expect(sandbox.admin.gpRequests().at(-1)?.note).toBe("GP-Custom-Action: POST");
});

test("errors may come as eConnect's text", async () => {
  const sandbox = await start({ gp: { today, errorBodies: "econnect" } });
  const answer = await poster(sandbox)("Purchasing/PurchaseReceipts", receipt({ Subtotal: 1 }));
  expect(answer.text).toMatch(/^Sql procedure error codes returned:\r\nError Number = 2006 /);
});

test("stock GP takes payables and receivables, but nothing of purchase order processing", async () => {
  const post = poster(await start({ gp: { today, purchaseOrderService: false } }));
  expect((await post("Purchasing/PayablesInvoices", payables())).status).toBe(201);
  expect((await post("Purchasing/PurchaseReceipts", receipt())).status).toBe(404);
});
