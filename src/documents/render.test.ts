import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import type { PartnerInput } from "../configuration/partnerSchema.ts";
import { resolvePartner } from "../configuration/partnerSettings.ts";
import { decimal } from "../decimal/decimal.ts";
import { validate } from "../x12/index.ts";
import type { PurchaseOrder, PurchaseOrderLine } from "./canonical/purchaseOrder.ts";
import type { Vendor } from "./canonical/vendor.ts";
import type { Purpose } from "./file/json.ts";
import { type Rendering, type RenderResult, render } from "./render.ts";

const golden = join(import.meta.dirname, "../../test/golden/documents");

/** Compares with a golden file; UPDATE_GOLDEN=1 writes it. X12 gets a line break per segment there, for reading. */
function expectGolden(name: string, bytes: Uint8Array): void {
  const text = new TextDecoder("latin1").decode(bytes);
  const readable = name.endsWith(".x12")
    ? text.replaceAll("~", "~\n")
    : `${JSON.stringify(JSON.parse(text), null, 2)}\n`;
  const path = join(golden, name);
  if (process.env.UPDATE_GOLDEN) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, readable);
  }
  expect(readable).toBe(readFileSync(path, "utf8"));
}

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
  currency: "Z-US$",
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
              itemNumber: "128 SDRAM",
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
    expectGolden("PO2075.x12", bytes);
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
  const twoLines = order({ lines: [line(), line({ line: 2, ord: 32768, itemNumber: "128 SDRAM" })] });

  it("goes out as the lines that differ, each with what happened to it", () => {
    const added = line({ line: 3, ord: 49152, itemNumber: "PHON-ATT-53BK" });
    const after = order({ lines: [line({ quantity: decimal("12"), extendedCost: decimal("341.52") }), added] });
    const bytes = bytesOf(changed(after));
    expect(validate(bytes).faults).toEqual([]);
    expectGolden("PO2075-change.x12", bytes);
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
    expectGolden("PO2075.json", bytesOf(result));
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
    expectGolden("BUSINESS-MAG.json", bytesOf(result));
    expect(result.ok && result.file.fileName).toMatch(/^VENDOR_TWO_BUSINESS-MAG_r3_[0-9a-f]{8}\.json$/);
  });
});
