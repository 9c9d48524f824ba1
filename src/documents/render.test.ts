import { describe, expect, it } from "vitest";
import { expectGolden } from "../../test/golden/expectGolden.ts";
import type { PartnerInput } from "../configuration/partnerSchema.ts";
import { resolvePartner } from "../configuration/partnerSettings.ts";
import { decimal } from "../decimal/decimal.ts";
import { validate } from "../x12/index.ts";
import type { PurchaseOrder, PurchaseOrderLine } from "./canonical/purchaseOrder.ts";
import type { Vendor } from "./canonical/vendor.ts";
import type { Purpose } from "./file/json.ts";
import { type Rendering, type RenderResult, render } from "./render.ts";

const line = (change: Partial<PurchaseOrderLine> = {}): PurchaseOrderLine => ({
  line: 1,
  ord: 16384,
  itemNumber: "100XLG",
  vendorItemNumber: "GP-100",
  description: "Green Phone",
  quantity: decimal("11"),
  unitOfMeasure: "Each",
  unitCost: decimal("28.46"),
  extendedCost: decimal("313.06"),
  promisedDate: "2026-01-22",
  site: "WAREHOUSE",
  costCenter: "300",
  ...change,
});

const order = (change: Partial<PurchaseOrder> = {}): PurchaseOrder => ({
  number: "PO2075",
  type: "standard",
  status: "released",
  onHold: false,
  orderDate: "2026-01-15",
  promisedDate: "2026-01-22",
  currency: "USD",
  vendor: {
    id: "ACETRAVE0001",
    name: "A Travel Company",
    address: {
      code: "PRIMARY",
      lines: ["123 Riley Street"],
      city: "Sydney",
      state: "NSW",
      postalCode: "2086",
      country: "Australia",
    },
  },
  shipTo: {
    code: "WAREHOUSE",
    name: "Fabrikam, Inc.",
    lines: ["4277 West Oak Parkway", "Dock 3"],
    city: "Chicago",
    state: "IL",
    postalCode: "60601-4277",
    country: "United States",
  },
  buyer: "JMILLER",
  paymentTerms: "2% 10/Net 30",
  shippingMethod: "GROUND",
  lines: [line()],
  totals: { subtotal: decimal("313.06"), total: decimal("313.06") },
  ...change,
});

const identity: PartnerInput = { isa: { qualifier: "01", id: "123456789" }, gs: "ACETRAVEL" };

const numbers = { interchange: 7, group: 12, set: "0001" };

function renderingOf(content: PurchaseOrder, partner: PartnerInput, purpose: Purpose): Rendering {
  return {
    subject: {
      type: "purchaseOrder",
      key: content.number,
      content,
      folder: "upload/850",
      partner: resolvePartner("ACETRAVE0001", partner, {}),
    },
    buyer: { database: "TWO", name: "Fabrikam, Inc." },
    us: { isa: { qualifier: "ZZ", id: "FABRIKAM" }, gs: "FABRIKAM" },
    revision: 1,
    jobId: "job_1",
    purpose,
    sentAt: { date: "2026-01-15", time: "09:30" },
  };
}

function rendered(content: PurchaseOrder, partner: PartnerInput = identity, purpose: Purpose = "original") {
  return render(renderingOf(content, partner, purpose), numbers);
}

function bytesOf(result: RenderResult): Uint8Array {
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.file.bytes;
}

const textOf = (result: RenderResult): string => new TextDecoder("latin1").decode(bytesOf(result));
const problemsOf = (result: RenderResult) => (result.ok ? [] : result.problems);

describe("a purchase order as an 850", () => {
  it("carries everything that GP says of it, and is valid", () => {
    const bytes = bytesOf(
      rendered(
        order({
          comment: "Deliver before noon",
          lines: [
            line(),
            line({
              line: 2,
              ord: 32768,
              itemNumber: "WIRE-SCD-0001",
              vendorItemNumber: undefined,
              description: "Single conductor wire",
              quantity: decimal("2.5"),
              unitOfMeasure: "Foot",
              unitCost: decimal("9.95"),
              extendedCost: decimal("24.88"),
              costCenter: undefined,
            }),
          ],
        }),
      ),
    );
    expect(validate(bytes).faults).toEqual([]);
    expectGolden("documents/PO2075.x12", bytes);
  });

  it("says what replaces and what cancels an order the partner has", () => {
    expect(textOf(rendered(order(), identity, "replace"))).toContain("BEG*05*SA*PO2075**20260115~");
    expect(textOf(rendered(order(), identity, "cancellation"))).toContain("BEG*01*SA*PO2075**20260115~");
  });

  it.each([
    ["dropShip", "DS"],
    ["blanket", "BK"],
    ["dropShipBlanket", "BK"],
  ] as const)("sends a %s order as BEG02 %s", (type, code) => {
    expect(textOf(rendered(order({ type })))).toContain(`BEG*00*${code}*PO2075`);
  });

  it("keeps two lines of one item apart by their numbers, and gives an inserted line its ORD", () => {
    const text = textOf(
      rendered(order({ lines: [line(), line({ line: 24576, ord: 24576 }), line({ line: 2, ord: 32768 })] })),
    );
    expect([...text.matchAll(/PO1\*(\d+)\*/g)].map(([, number]) => number)).toEqual(["1", "24576", "2"]);
  });

  it("leaves out a line that was canceled entirely, and counts what is left", () => {
    const canceled = line({
      line: 2,
      ord: 32768,
      quantity: decimal("0"),
      quantityCanceled: decimal("5"),
      extendedCost: decimal("0"),
    });
    const text = textOf(rendered(order({ lines: [line(), canceled] })));
    expect(text).toContain("CTT*1~AMT*TT*313.06~");
    expect(text).not.toContain("PO1*2*");
  });

  it("puts a blank where text holds a separator, and says so", () => {
    const result = rendered(order({ vendor: { id: "ACETRAVE0001", name: "A*B~C>D" } }));
    expect(textOf(result)).toContain("N1*VN*A B C D*92*ACETRAVE0001~");
    expect(result.ok && result.file.warnings).toContainEqual(
      expect.objectContaining({ kind: "separatorReplaced", element: "N102" }),
    );
    expect(validate(bytesOf(result)).faults).toEqual([]);
  });

  it("splits a name that is too long instead of cutting it", () => {
    const name = "The International Consortium of Very Long Names and Other Matters Incorporated";
    const text = textOf(rendered(order({ vendor: { id: "ACETRAVE0001", name } })));
    expect(text).toMatch(/N1\*VN\*THE INTERNATIONAL[^~]*~N2\*/);
  });

  it("refuses an item number that is too long, naming field and element", () => {
    const [problem] = problemsOf(rendered(order({ lines: [line({ itemNumber: "X".repeat(49) })] })));
    expect(problem).toMatchObject({
      code: "DOCUMENT_FIELD_TOO_LONG",
      at: { company: "TWO", document: "PO2075", element: "PO107" },
    });
  });

  it("names every line whose unit has no code", () => {
    const problems = problemsOf(
      rendered(
        order({ lines: [line({ unitOfMeasure: "PALLET-6" }), line({ line: 2, ord: 32768, unitOfMeasure: "" })] }),
      ),
    );
    expect(problems.map(({ code, at }) => [code, at.field, at.element])).toEqual([
      ["DOCUMENT_UNIT_UNMAPPED", "Lines[ORD 16384].UofM", "PO103"],
      ["DOCUMENT_UNIT_UNMAPPED", "Lines[ORD 32768].UofM", "PO103"],
    ]);
  });

  it("refuses an order without lines, one whose currency nobody knows, and a partner without identity", () => {
    expect(problemsOf(rendered(order({ lines: [] })))[0]).toMatchObject({ code: "DOCUMENT_NO_LINES", owner: "buyer" });
    expect(problemsOf(rendered(order({ currency: "GOLD" })))[0]).toMatchObject({
      code: "DOCUMENT_CURRENCY_UNMAPPED",
      at: { element: "CUR02" },
    });
    expect(problemsOf(rendered(order(), {}))[0]).toMatchObject({ code: "PARTNER_UNKNOWN" });
  });

  it("sends a state only where states have codes, and the country by its code", () => {
    const text = textOf(rendered(order()));
    expect(text).toContain("N4*CHICAGO*IL*60601-4277*US~");
    expect(text).toContain("N4*SYDNEY**2086*AU~");
  });

  it.each([
    ["Illinois", "USA", "N4*CHICAGO*IL*60601-4277*US~"],
    ["il", undefined, "N4*CHICAGO*IL*60601-4277~"],
    ["Ontario", "Canada", "N4*CHICAGO*ON*60601-4277*CA~"],
    ["Ontario", "United States", "N4*CHICAGO**60601-4277*US~"],
    ["BY", "Germany", "N4*CHICAGO**60601-4277*DE~"],
    [undefined, "Ruritania", "N4*CHICAGO**60601-4277~"],
  ])("writes the state %s of the country %s as %s", (state, country, written) => {
    const { state: _, country: __, ...place } = order().shipTo ?? { lines: [] };
    const shipTo = { ...place, ...(state !== undefined && { state }), ...(country !== undefined && { country }) };
    expect(textOf(rendered(order({ shipTo })))).toContain(written);
  });

  it("writes a line's ship-to only where it is another one than the order's", () => {
    const own = order().shipTo;
    if (own === undefined) throw new Error("the order has a ship-to");
    const counted = (shipTo: PurchaseOrderLine["shipTo"], partner = identity): number =>
      [...textOf(rendered(order({ lines: [line({ shipTo })] }), partner)).matchAll(/N1\*ST/g)].length;
    expect(counted({ ...own })).toBe(1);
    expect(counted({ code: "WAREHOUSE", lines: [] })).toBe(1);
    expect(counted({ ...own, code: "NORTH" })).toBe(2);
    expect(counted({ ...own, lines: ["5 Other Road"] })).toBe(2);
    expect(counted({ ...own, code: "NORTH" }, { ...identity, parties: [] })).toBe(0);
  });

  it("does not give a fixed ship-to identifier, or a customer's address code, to another address", () => {
    const fixed: PartnerInput = { ...identity, parties: [{ role: "ST", idQualifier: "UL", id: "0614141000012" }] };
    const elsewhere = line({ shipTo: { code: "NORTH", name: "North", lines: ["5 Other Road"] } });
    expect(textOf(rendered(order({ lines: [elsewhere] }), fixed))).toMatch(
      /N1\*ST\*FABRIKAM, INC\.\*UL\*0614141000012~.*N1\*ST\*NORTH~N3\*5 OTHER ROAD~/,
    );
    expect(textOf(rendered(order({ type: "dropShip" })))).toContain("N1*ST*FABRIKAM, INC.~N3*");
    expect(textOf(rendered(order({ type: "dropShip" }), fixed))).toContain("N1*ST*FABRIKAM, INC.~N3*");
  });

  it("refuses a city of one letter, naming the field's place", () => {
    const [problem] = problemsOf(rendered(order({ shipTo: { code: "WAREHOUSE", lines: [], city: "Y" } })));
    expect(problem).toMatchObject({ code: "DOCUMENT_X12_REFUSED", at: { document: "PO2075", element: "N401" } });
  });

  it("cuts, splits or refuses a text that is too long, as the partner's settings say by element or for all", () => {
    const long = order({ lines: [line({ description: `${"word ".repeat(16)}end` })] });
    const pids = (overlong: PartnerInput["overlong"]): string[] => [
      ...(textOf(rendered(long, { ...identity, ...(overlong && { overlong }) })).match(/PID\*F\*{4}[^~]*/g) ?? []),
    ];
    const words = `PID*F****${"WORD ".repeat(16).trim()}`;
    expect(pids(undefined)).toEqual([words, "PID*F****END"]);
    expect(pids({ PID05: "cut" })).toEqual([words]);
    expect(problemsOf(rendered(long, { ...identity, overlong: { PID05: "error" } }))[0]).toMatchObject({
      code: "DOCUMENT_FIELD_TOO_LONG",
      at: { element: "PID05" },
    });
    const item = order({ lines: [line({ itemNumber: "X".repeat(49) })] });
    expect(textOf(rendered(item, { ...identity, overlong: { default: "cut" } }))).toContain(`*BP*${"X".repeat(48)}*`);
  });

  it("refuses text that holds a separator where the partner wants no substitute", () => {
    const [problem] = problemsOf(
      rendered(order({ vendor: { id: "ACETRAVE0001", name: "A*B" } }), { ...identity, separatorSubstitute: "" }),
    );
    expect(problem).toMatchObject({ code: "DOCUMENT_X12_REFUSED", at: { document: "PO2075", element: "N102" } });
  });

  it("has no CUR where GP names no currency, and takes an ISO code as it is", () => {
    expect(textOf(rendered(order({ currency: undefined })))).not.toContain("CUR*");
    expect(textOf(rendered(order({ currency: "CHF" })))).toContain("CUR*BY*CHF~");
  });

  it("is refused for a vendor that is no partner at all", () => {
    const { subject, ...rest } = renderingOf(order(), identity, "original");
    if (subject.type !== "purchaseOrder") throw new Error("an order was asked for");
    const [problem] = problemsOf(render({ ...rest, subject: { ...subject, partner: undefined } }, numbers));
    expect(problem).toMatchObject({ code: "PARTNER_UNKNOWN", at: { field: "partners.ACETRAVE0001" } });
  });

  it("is refused where a line lacks the product id that the partner requires", () => {
    const partner: PartnerInput = {
      ...identity,
      productIds: [{ qualifier: "VP", from: "vendorItemNumber", required: true }],
    };
    const [problem] = problemsOf(rendered(order({ lines: [line({ vendorItemNumber: undefined })] }), partner));
    expect(problem).toMatchObject({ code: "DOCUMENT_INVALID", at: { field: "Lines[ORD 16384].VendorItemNumber" } });
  });

  it("leaves out what the partner does not want, and adds the hash total it wants", () => {
    const text = textOf(
      rendered(order(), { ...identity, amountTotal: false, hashTotal: true, costCenterQualifier: null, parties: [] }),
    );
    expect(text).toContain("CTT*1*11~SE");
    expect(text).not.toMatch(/AMT\*|REF\*DP|N1\*/);
  });

  it("gives the same bytes for the same order, and a name that says which it is", () => {
    const [one, other] = [rendered(order()), rendered(order())];
    expect(bytesOf(one)).toEqual(bytesOf(other));
    expect(one.ok && one.file).toMatchObject({ folder: "upload/850", contentType: "application/edi-x12" });
    expect(one.ok && one.file.fileName).toMatch(/^PO_TWO_PO2075_r1_[0-9a-f]{8}\.x12$/);
  });
});

describe("a changed order, for a partner that takes 860s", () => {
  const partner: PartnerInput = { ...identity, change: "change860" };
  const changed = (after: PurchaseOrder, purpose: "replace" | "cancellation" = "replace") =>
    render({ ...renderingOf(after, partner, purpose), before: { content: twoLines, changes: 2 } }, numbers);
  const memory = { itemNumber: "128 SDRAM", vendorItemNumber: undefined, description: "128 meg SDRAM" };
  const twoLines = order({ lines: [line(), line({ ...memory, line: 2, ord: 32768 })] });

  it("goes out as the lines that differ, each with what happened to it", () => {
    const added = line({
      line: 3,
      ord: 49152,
      itemNumber: "PHON-ATT-53BK",
      vendorItemNumber: undefined,
      description: "Cordless phone",
      comment: "Black, please",
    });
    const after = order({ lines: [line({ quantity: decimal("12"), extendedCost: decimal("341.52") }), added] });
    const bytes = bytesOf(changed(after));
    expect(validate(bytes).faults).toEqual([]);
    expectGolden("documents/PO2075-change.x12", bytes);
  });

  it.each([
    [{ quantity: decimal("9") }, "QD"],
    [{ unitCost: decimal("30") }, "PC"],
    [{ quantity: decimal("20"), unitCost: decimal("30") }, "PQ"],
    [{ promisedDate: "2026-02-01" }, "CA"],
  ] as const)("calls %j %s", (change, code) => {
    const text = textOf(changed(order({ lines: [line(change), ...twoLines.lines.slice(1)] })));
    expect([...text.matchAll(/POC\*(\d+)\*(\w\w)\*/g)].map(([, number, what]) => [number, what])).toEqual([
      ["1", code],
    ]);
  });

  it("names every line as unchanged where only the header differs, and deletes all of a canceled order", () => {
    expect(textOf(changed({ ...twoLines, buyer: "SOMEONE" }))).toMatch(
      /BCH\*04\*SA\*PO2075\*\*2\*.*POC\*1\*NC.*POC\*2\*NC/,
    );
    expect(textOf(changed({ ...twoLines, status: "canceled" }, "cancellation"))).toMatch(
      /BCH\*01.*POC\*1\*DI.*POC\*2\*DI/,
    );
  });

  it("is not sent to a partner that takes no changes: a person has to tell them", () => {
    const result = rendered(twoLines, { ...identity, change: "none" }, "replace");
    expect(problemsOf(result)[0]).toMatchObject({ code: "PARTNER_TAKES_NO_CHANGES", owner: "buyer" });
  });
});

describe("a document as JSON", () => {
  it("starts with what a router looks at, in a fixed order", () => {
    const result = rendered(order(), { format: "json" });
    expectGolden("documents/PO2075.json", bytesOf(result));
    const keys = Object.keys(JSON.parse(textOf(result)) as object);
    expect(keys).toEqual([
      "documentType",
      "schema",
      "sender",
      "receiver",
      "documentId",
      "revision",
      "company",
      "jobId",
      "purpose",
      "purchaseOrder",
    ]);
    expect(result.ok && result.file.fileName).toMatch(/^PO_TWO_PO2075_r1_[0-9a-f]{8}\.json$/);
  });

  it("keeps amounts as exact text and leaves out what GP has not", () => {
    const { purchaseOrder } = JSON.parse(textOf(rendered(order({ buyer: undefined }), { format: "json" }))) as {
      purchaseOrder: { lines: { unitCost: string; quantity: string }[] };
    };
    expect(purchaseOrder.lines[0]).toMatchObject({ unitCost: "28.46", quantity: "11" });
    expect(purchaseOrder).not.toHaveProperty("buyer");
  });

  it("writes a vendor with its addresses, under a name without blanks", () => {
    const content: Vendor = {
      id: "BUSINESS MAG",
      name: "Business Magazines",
      status: "active",
      onHold: false,
      currency: "USD",
      addressCodes: { primary: "PRIMARY" },
      addresses: [{ code: "PRIMARY", lines: ["1 Main Street"], city: "Fargo", state: "ND" }],
      comments: [],
    };
    const result = render(
      {
        subject: { type: "vendor", key: content.id, content, folder: "upload/vendors", receiver: "TWO" },
        buyer: { database: "TWO", name: "Fabrikam, Inc." },
        us: undefined,
        revision: 3,
        jobId: "job_1",
        purpose: "replace",
        sentAt: { date: "2026-01-15", time: "09:30" },
      },
      undefined,
    );
    expectGolden("documents/BUSINESS-MAG.json", bytesOf(result));
    expect(result.ok && result.file.fileName).toMatch(/^VENDOR_TWO_BUSINESS-MAG_r3_[0-9a-f]{8}\.json$/);
  });
});
