import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { orderColumnsText, orderObjectText, vendorColumns, vendorObject } from "../fixtures/orders.ts";
import { resolveProfile } from "../profile/resolve.ts";
import { decodeRecord } from "./decodeRecord.ts";
import { type JsonObject, type JsonValue, parseJson } from "./json.ts";

const profile = resolveProfile("sba");
const decoding = { profile, timeZone: "America/Chicago" };
const order = (row: JsonValue) => decodeRecord("purchaseOrders", row, decoding, "TWO");
const vendor = (row: JsonValue) => decodeRecord("vendors", row, decoding, "TWO");
const columns = () => parseJson(orderColumnsText) as JsonObject;
const objects = () => parseJson(orderObjectText) as JsonObject;

function good<Outcome extends { ok: boolean }>(outcome: Outcome): Extract<Outcome, { ok: true }> {
  expect(outcome).toMatchObject({ ok: true });
  return outcome as Extract<Outcome, { ok: true }>;
}

function bad<Outcome extends { ok: boolean }>(outcome: Outcome): Extract<Outcome, { ok: false }> {
  expect(outcome).toMatchObject({ ok: false });
  return outcome as Extract<Outcome, { ok: false }>;
}

describe("a purchase order", () => {
  it("reads a column-style order with trimmed texts, exact amounts and absent null dates", () => {
    const { record, key } = good(order(columns()));
    expect(key).toBe("PO2024");
    expect(record).toMatchObject({
      number: "PO2024",
      type: "standard",
      status: "released",
      vendorId: "ADVANCED0001",
      vendorName: "Advanced Office Systems",
      date: "2017-04-12",
      promisedDate: "2017-04-19",
      currencyId: "Z-US$",
      subtotal: "313.06",
      freight: "12.5",
      onHold: false,
      contact: "Receiving Dock",
      billToCode: "PRIMARY",
      freeOnBoard: "origin",
      shipTo: { code: "WAREHOUSE", name: "Fabrikam, Inc.", lines: ["4277 West Oak Parkway"], phone1: "31243626710000" },
      purchaseAddress: { code: "PRIMARY", lines: ["678 Sherwood Park South"] },
    });
    expect(record).not.toHaveProperty("promisedShipDate");
    expect(record).not.toHaveProperty("confirmWith");
    expect(record.shipTo).not.toHaveProperty("fax");
    expect(record.lines.map((line) => line.ord)).toEqual([16384, 32768]);
    expect(record.lines[1]).toMatchObject({
      quantityOrdered: "2.5",
      unitCost: "0.00001",
      costCenter: "300",
      promisedDate: "2017-04-20",
    });
    expect(record.lines[0]).not.toHaveProperty("promisedDate");
    expect(record.lines[0]).not.toHaveProperty("costCenter");
  });

  it("reads the same order the same from either style", () => {
    const { company: _, ...fromObjects } = good(order(objects())).record;
    const { company: __, ...fromColumns } = good(order(columns())).record;
    expect(fromObjects).toEqual(fromColumns);
  });

  it("chooses the style per object, so that a header of columns may have lines of objects", () => {
    const mixed = { ...columns(), Lines: objects().Lines ?? null };
    expect(good(order(mixed)).record.lines).toEqual(good(order(objects())).record.lines);
  });

  it("keeps the raw record digit for digit", () => {
    expect(JSON.stringify(good(order(columns())).raw)).toContain('"UNITCOST":28.46000');
  });

  it("prefers the originating amount and falls back where it is not filled in", () => {
    const line = { ORD: 1, ITEMNMBR: "A", QTYORDER: 1, UNITCOST: 10, ORUNTCST: 14.5, EXTDCOST: 7, OREXTCST: 0 };
    const { record } = good(order({ ...columns(), Lines: [line] }));
    expect(record.lines[0]).toMatchObject({ unitCost: "14.5", extendedCost: "7" });
  });

  it.each<[string, (row: JsonObject) => JsonObject, string]>([
    ["an unknown status", (row) => ({ ...row, POSTATUS: 9 }), "POSTATUS"],
    ["a day that the calendar lacks", (row) => ({ ...row, DOCDATE: "2017-02-30" }), "DOCDATE"],
    ["no document date", (row) => ({ ...row, DOCDATE: "1900-01-01" }), "DOCDATE"],
    ["no vendor", (row) => ({ ...row, VENDORID: "   " }), "VENDORID"],
    ["an amount that is a text", (row) => ({ ...row, SUBTOTAL: "1,5", ORSUBTOT: null }), "SUBTOTAL"],
    ["an object where a text belongs", (row) => ({ ...row, BUYERID: { a: 1 } }), "BUYERID"],
    ["no lines at all", ({ Lines: _, ...row }) => row, "Lines"],
    ["lines that are no list", (row) => ({ ...row, Lines: "none" }), "Lines"],
    ["a line that is no object", (row) => ({ ...row, Lines: [7] }), "Lines[0]"],
    [
      "a line without a sequence",
      (row) => ({ ...row, Lines: [{ ITEMNMBR: "A", QTYORDER: 1, UNITCOST: 1 }] }),
      "Lines[0].ORD",
    ],
    [
      "a line without a quantity",
      (row) => ({ ...row, Lines: [{ ORD: 1, ITEMNMBR: "A", UNITCOST: 1 }] }),
      "Lines[0].QTYORDER",
    ],
    [
      "two lines of one sequence",
      (row) => ({ ...row, Lines: [1, 2].map(() => ({ ORD: 5, ITEMNMBR: "A", QTYORDER: 1, UNITCOST: 1 })) }),
      "Lines",
    ],
    ["a number beyond any column", (row) => ({ ...row, ORSUBTOT: `1${"0".repeat(50)}` }), "ORSUBTOT"],
  ])("is blocked by %s, naming order and field", (_, change, field) => {
    const { problem, key } = bad(order(change(columns())));
    expect(key).toBe("PO2024");
    expect(problem.code).toBe("GP_RECORD_UNREADABLE");
    expect(problem.at).toMatchObject({ company: "TWO", document: "PO2024", field });
    expect(problem.message).toContain("PO2024");
  });

  it("accepts an order whose list of lines is empty", () => {
    expect(good(order({ ...columns(), Lines: [] })).record.lines).toEqual([]);
  });

  it.each<[string, Record<string, unknown>, string | undefined]>([
    ["a segment of the account", { source: "accountSegment", segment: "division" }, "01"],
    ["the project", { source: "project" }, "P-7"],
    ["the cost category", { source: "costCategory" }, "LABOR"],
    ["the job number", { source: "jobNumber" }, "J99"],
    ["a field of the site's own", { source: "field", field: "AA.CostCentre" }, "CC-12"],
    ["nothing", { source: "none" }, undefined],
  ])("takes the cost center from %s", (_, costCenter, expected) => {
    const site = resolveProfile({ extends: "sba", costCenter });
    const line = {
      ...{ ORD: 1, ITEMNMBR: "A", QTYORDER: 1, UNITCOST: 1, ACTNUMST: "300-1300-01  ", ProjNum: "P-7" },
      ...{ CostCatID: "LABOR", JOBNUMBR: "J99", AA: { CostCentre: "CC-12 " } },
    };
    const decoded = good(
      decodeRecord("purchaseOrders", { ...columns(), Lines: [line] }, { ...decoding, profile: site }, "TWO"),
    );
    expect(decoded.record.lines[0]?.costCenter).toBe(expected);
  });
});

describe("a vendor", () => {
  it("reads the same from either style", () => {
    const fromObject = good(vendor(parseJson(JSON.stringify(vendorObject)))).record;
    const fromColumns = good(vendor(parseJson(JSON.stringify(vendorColumns)))).record;
    expect(fromColumns).toEqual(fromObject);
    expect(fromObject).toMatchObject({
      id: "ACETRAVE0001",
      status: "active",
      createdDate: "2004-01-01",
      modifiedDate: "2017-04-12",
      rowTimestamp: "2017-04-12T15:20:31.307Z",
      addressCodes: { primary: "PRIMARY", purchase: "PRIMARY", remitTo: "REMIT TO" },
      comments: ["call first"],
      addresses: [{ code: "PRIMARY", lines: ["123 Riley Street"], email: "orders@travel.example" }],
    });
    expect(fromObject.addresses[0]).not.toHaveProperty("phone2");
  });

  it.each([
    [{ IsActive: false }, "inactive"],
    [{ IsActive: true, IsOneTime: true }, "temporary"],
    [{ VENDORID: "A", VENDNAME: "", VENDSTTS: 3 }, "temporary"],
  ])("has the status of %j", (members, status) => {
    const row = "VENDORID" in members ? members : { Key: { Id: "A" }, ...members };
    expect(good(vendor(row as JsonValue)).record.status).toBe(status);
  });

  it("without a key is blocked without one", () => {
    const blocked = bad(vendor({ Name: "No one" }));
    expect(blocked).not.toHaveProperty("key");
    expect(blocked.problem.at.field).toBe("Key.Id");
  });
});

describe("decoding", () => {
  it("never throws, whatever the service sends", () => {
    const names = [
      "Key",
      "Id",
      "Value",
      "Lines",
      "Addresses",
      "PONUMBER",
      "VENDORID",
      "DOCDATE",
      "__proto__",
      "constructor",
      "toString",
    ];
    const tree = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom<JsonValue>(
          null,
          true,
          0,
          -1,
          1.5,
          "",
          " ",
          "1900-01-01",
          "/Date(0)/",
          "PO1",
          "\u0000",
          "\ud800",
        ),
        fc.string(),
        fc.double(),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...names), tie("value"), { maxKeys: 6 }),
      ),
    })).value;
    fc.assert(
      fc.property(tree, fc.boolean(), (value, asOrder) => {
        const parsed = parseJson(JSON.stringify(value) ?? "null");
        const outcome = asOrder ? order(parsed) : vendor(parsed);
        if (!outcome.ok) expect(outcome.problem.code).toBe("GP_RECORD_UNREADABLE");
      }),
      { numRuns: 500 },
    );
  });

  it("never throws for a real order with any one of its values replaced", () => {
    const replacement = fc.oneof(
      fc.constant(null),
      fc.string(),
      fc.double(),
      fc.boolean(),
      fc.constant([]),
      fc.constant({}),
      fc.constant([{}]),
    );
    for (const text of [orderColumnsText, orderObjectText]) {
      const keys = Object.keys(parseJson(text) as JsonObject);
      fc.assert(
        fc.property(fc.constantFrom(...keys), replacement, (name, value) => {
          const outcome = order({ ...(parseJson(text) as JsonObject), [name]: value as JsonValue });
          if (!outcome.ok) expect(outcome.problem.code).toBe("GP_RECORD_UNREADABLE");
        }),
      );
    }
  });
});
