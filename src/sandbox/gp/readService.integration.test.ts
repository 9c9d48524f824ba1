import { describe, expect, test } from "vitest";
import { adminClient, gpClient, type Json } from "../testing/clients.ts";
import { sandboxes } from "../testing/running.ts";

const start = sandboxes();
const today = "2026-03-02";

describe("GP's read services", () => {
  test("name the company and the services that are installed", async () => {
    const gp = gpClient(await start());
    expect((await gp.company("Companies/Companies")).json).toEqual({
      Companies: [{ Key: { Id: -1 }, Name: "Fabrikam, Inc.", DatabaseName: "TWO" }],
    });
    const help = await gp.send("/help");
    expect(help.headers.get("content-type")).toMatch(/^text\/html/);
    expect(help.text).toMatch(/PurchaseOrders/);
  });

  test("page by what the cap allows, and end with an empty page", async () => {
    const gp = gpClient(await start({ gp: { pageCap: 7 } }));
    const numbers: string[] = [];
    const sizes: number[] = [];
    for (;;) {
      const { json } = await gp.company(`Purchasing/PurchaseOrders?Skip=${numbers.length}&Take=100`);
      sizes.push(json.PurchaseOrders.length);
      numbers.push(...json.PurchaseOrders.map((order: Json) => order.Key.Id));
      if (json.PurchaseOrders.length === 0) break;
    }
    expect(sizes).toEqual([7, 7, 3, 0]);
    expect(new Set(numbers).size).toBe(17);
  });

  test("filter by inclusive dates of the site's calendar", async () => {
    const gp = gpClient(await start({ gp: { today } }));
    const on = async (from: string, to: string) =>
      (
        await gp.company(`Purchasing/PurchaseOrders?ModifiedDateFrom=${from}&ModifiedDateTo=${to}`)
      ).json.PurchaseOrders.map((order: Json) => order.Key.Id);
    expect(await on("2026-03-01", "2026-03-01")).toEqual(["PO2075"]);
    expect(await on("2026-02-28", "2026-03-01")).toEqual(["PO1002", "PO2075", "PO2076"]);
    expect(await on("2026-03-03", "2026-03-03")).toEqual([]);
  });

  test("find records by key, padded, in any case, with a space", async () => {
    const gp = gpClient(await start());
    expect((await gp.company("Purchasing/Vendors(BUSINESS%20MAG)")).json.Key.Id).toBe("BUSINESS MAG");
    expect((await gp.company("Purchasing/Vendors(acetrave0001)")).json.Addresses).toHaveLength(2);
    expect(
      (await gp.company("Purchasing/PurchaseOrders(PO2056)")).json.Lines.map(
        (line: Json) => line.Key.LineSequenceNumber,
      ),
    ).toEqual([16384, 32768, 49152]);
  });

  test.each([
    ["Purchasing/Vendors(NOBODY)", 404, "RecordNotFound"],
    ["Purchasing/Receivings", 404, "ServiceNotFound"],
    ["Purchasing/Vendors?ModifiedDateFrom=2026-02-30", 400, "InvalidDate"],
    ["Purchasing/Vendors?Skip=-1", 400, "InvalidPaging"],
  ])("answer %s with %i", async (path, status, code) => {
    const answer = await gpClient(await start()).company(path);
    expect([answer.status, answer.json.Errors[0].Code]).toEqual([status, code]);
  });

  test("know companies by database or display name, as told", async () => {
    const gp = gpClient(await start({ gp: { companyNames: "displayName" } }));
    const check = (company: string) => gp.send(`/Companies(${company})/Dynamics/Companies/Companies`);
    expect((await check("Fabrikam%2C%20Inc.")).status).toBe(200);
    expect((await check("TWO")).json.Errors[0].Code).toBe("CompanyNotFound");
    expect((await gp.send("/../Tenants(Other)/help")).status).toBe(404);
  });

  test("refuse a company that the user may not open", async () => {
    const sandbox = await start({
      gp: {
        companies: [
          { database: "TWO", id: -1, displayName: "Fabrikam, Inc." },
          { database: "THREE", id: 3, displayName: "Three" },
        ],
      },
    });
    sandbox.admin.changeWindowsAccount({ user: "svc-mlconnector", companies: ["THREE"] });
    expect((await gpClient(sandbox).company("Companies/Companies")).json.Errors[0].Code).toBe("CompanyAccess");
  });

  test("answer for another company when told to", async () => {
    const gp = gpClient(await start({ gp: { wrongCompany: "both" } }));
    expect((await gp.company("Companies/Companies")).json.Companies[0].DatabaseName).toBe("TWO03");
    expect((await gp.company("Purchasing/PurchaseOrders(PO2075)")).json.CompanyKey.Id).toBe(6);
  });

  test("have no purchase orders in stock GP", async () => {
    const gp = gpClient(await start({ gp: { purchaseOrderService: false } }));
    expect((await gp.company("Purchasing/PurchaseOrders")).status).toBe(404);
    expect((await gp.send("/help")).text).not.toMatch(/PurchaseOrders/);
  });
});

describe("GP's bodies", () => {
  const order = async (gp: Parameters<typeof start>[0], path = "Purchasing/PurchaseOrders(PO2076)") =>
    gpClient(await start(gp)).company(path);

  test("in object style keep five places and write dates without a zone", async () => {
    const { text, json } = await order({ gp: { today } });
    expect(text).toContain('"UnitCost":{"Currency":"CAD","Value":89.98000,');
    expect(text).toContain('"ContractEndDate":"1900-01-01T00:00:00"');
    expect(json.ModifiedDate).toBe("2026-02-28T00:00:00");
    expect([json.Type, json.Status, json.ShipToAddress.Name]).toEqual([
      "Drop-Ship",
      "Released",
      "Aaron Fitz Electrical",
    ]);
  });

  test("in column style pad to the column and keep both currencies", async () => {
    const { json, text } = await order({ gp: { bodyStyle: "column" } });
    expect(json.PONUMBER).toBe("PO2076           ");
    expect(json.VENDORID).toHaveLength(15);
    expect(text).toContain('"ORUNTCST":89.98000');
    expect(text).toContain('"UNITCOST":66.13530');
    expect(json.Lines[0]).toMatchObject({ ORD: 16384, LineNumber: 1, POLNESTA: 2, NONINVEN: 0 });
  });

  test("mix both styles when told to", async () => {
    const { json } = await order({ gp: { bodyStyle: "mixed" } }, "Purchasing/PurchaseOrders");
    const styles = new Set(json.PurchaseOrders.map((each: Json) => ("PONUMBER" in each ? "column" : "object")));
    expect(styles.size).toBe(2);
  });

  test.each([
    ["isoDate", "2026-02-28"],
    ["ms", "/Date(1772236800000)/"],
    ["msZone", "/Date(1772258400000-0600)/"],
  ] as const)("write dates as %s", async (dates, expected) => {
    expect((await order({ gp: { today, dates } })).json.ModifiedDate).toBe(expected);
  });

  test("write decimals as strings when told to", async () => {
    expect((await order({ gp: { decimals: "string" } })).json.Subtotal.Value).toBe("359.92000");
  });

  test.each([
    ["array", (json: Json) => json],
    ["payload", (json: Json) => json.Payload],
    ["total", (json: Json) => (json.Total === 17 ? json.PurchaseOrders : undefined)],
  ] as const)("come in the envelope %s", async (envelope, rows) => {
    const { json } = await order({ gp: { envelope } }, "Purchasing/PurchaseOrders?Take=2");
    expect(rows(json)).toHaveLength(2);
  });

  test("in a summary list lack the lines, which each order has by itself", async () => {
    const gp = gpClient(await start({ gp: { listDetail: "summary" } }));
    expect((await gp.company("Purchasing/PurchaseOrders?Take=1")).json.PurchaseOrders[0].Lines).toBeUndefined();
    expect((await gp.company("Purchasing/PurchaseOrders(PO1006)")).json.Lines).toHaveLength(2);
  });

  test("carry row stamps where the site offers them", async () => {
    expect((await order({ gp: { today, rowStamps: true } })).json.RowTimestamp).toBe("2026-02-28T16:05:12.113");
  });
});

describe("while a client pages", () => {
  const read = async (movingRows: "toEnd" | "toFront") => {
    const gp = gpClient(await start({ gp: { movingRows, pageCap: 5 } }));
    const keys: string[] = [];
    for (let skip = 0; ; skip = keys.length) {
      const { json } = await gp.company(`Purchasing/Vendors?Skip=${skip}`);
      if (json.Vendors.length === 0) return keys;
      keys.push(...json.Vendors.map((vendor: Json) => vendor.Key.Id));
    }
  };

  test.each(["toEnd", "toFront"] as const)(
    "a row that moves %s is a row that somebody else is missed for",
    async (how) => {
      const keys = await read(how);
      expect(keys).toHaveLength(18);
      expect(new Set(keys).size).toBe(17);
    },
  );
});

describe("an edit in GP", () => {
  test("of a line shows at once and dates the order today", async () => {
    const sandbox = await start({ gp: { today } });
    await adminClient(sandbox)("POST", "/gp/purchase-orders/PO2024/lines/16384", { quantityOrdered: "12" });
    const { json } = await gpClient(sandbox).company("Purchasing/PurchaseOrders(PO2024)");
    expect([json.Lines[0].QuantityOrdered.Value, json.Subtotal.Value, json.ModifiedDate]).toEqual([
      12,
      341.52,
      `${today}T00:00:00`,
    ]);
  });

  test("of a line or an address may leave the header's date alone", async () => {
    const sandbox = await start({ gp: { today } });
    const admin = adminClient(sandbox);
    await admin("POST", "/gp/purchase-orders/PO2024/lines/16384", { unitCost: 30, touch: false });
    await admin("POST", "/gp/vendors/ACETRAVE0001/addresses/PRIMARY", { city: "Melbourne" });
    const gp = gpClient(sandbox);
    const order = (await gp.company("Purchasing/PurchaseOrders(PO2024)")).json;
    expect([order.Lines[0].UnitCost.Value, order.ModifiedDate]).toEqual([30, "2025-12-30T00:00:00"]);
    const vendor = (await gp.company("Purchasing/Vendors(ACETRAVE0001)")).json;
    expect([vendor.Addresses[0].City, vendor.ModifiedDate]).toEqual(["Melbourne", "2026-02-27T00:00:00"]);
  });

  test("adds, closes and deletes orders", async () => {
    const sandbox = await start({ gp: { today } });
    const admin = adminClient(sandbox);
    const added = await admin("POST", "/gp/purchase-orders", {
      vendorId: "ACETRAVE0001",
      lines: [{ itemNumber: "NEW-ITEM", quantity: "2.5", unitCost: "4.10", unitOfMeasure: "Each" }],
    });
    expect([added.status, added.json.number, added.json.subtotal]).toEqual([201, "PO2077", "10.25000"]);
    const gp = gpClient(sandbox);
    expect((await gp.company("Purchasing/PurchaseOrders(PO2077)")).json.Lines[0].ItemKey.Id).toBe("NEW-ITEM");
    await admin("POST", "/gp/purchase-orders/PO2075/close", {});
    expect((await gp.company("Purchasing/PurchaseOrders(PO2075)")).json.Status).toBe("Closed");
    expect((await admin("DELETE", "/gp/purchase-orders/PO2077")).status).toBe(204);
    expect((await gp.company("Purchasing/PurchaseOrders(PO2077)")).status).toBe(404);
  });

  test("falls on the site's date, which is not UTC's", async () => {
    const sandbox = await start({ gp: { timeZone: "America/Chicago" } });
    sandbox.admin.setClock({ now: "2026-03-02T03:00:00Z" });
    sandbox.admin.company().editPurchaseOrder("PO2075", { comment: "late shift" });
    expect((await gpClient(sandbox).company("Purchasing/PurchaseOrders(PO2075)")).json.ModifiedDate).toBe(
      "2026-03-01T00:00:00",
    );
  });
});

test("a generated company serves any page of 200,000 orders", async () => {
  const data = { vendors: 500, purchaseOrders: 200_000, linesPerOrder: 2, seed: 1 };
  const sandbox = await start({ gp: { companies: [{ database: "BIG", id: 9, displayName: "Big", data }] } });
  const gp = gpClient(sandbox);
  const { json } = await gp.send("/Companies(BIG)/Dynamics/Purchasing/PurchaseOrders?Skip=199990&Take=50");
  expect(json.PurchaseOrders.map((order: Json) => order.Key.Id).at(-1)).toBe("PO00200000");
  expect(json.PurchaseOrders).toHaveLength(10);
});
