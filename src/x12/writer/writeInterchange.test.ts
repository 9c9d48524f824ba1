import { describe, expect, it } from "vitest";
import type { PurchaseOrder850, PurchaseOrderLine } from "../documents/purchaseOrder850.ts";
import {
  type EnvelopeSettings,
  type InterchangeToWrite,
  type SegmentSet,
  strictPolicy,
  type WriteResult,
  type WritingPolicy,
} from "./interchange.ts";
import { writeInterchange } from "./writeInterchange.ts";

const settings: EnvelopeSettings = {
  sender: { qualifier: "ZZ", id: "FABRIKAM", applicationId: "FABRIKAM" },
  receiver: { qualifier: "01", id: "123456789", applicationId: "ACE" },
  separators: { element: "*", component: ">", segment: "~" },
  interchangeVersion: "00401",
  usage: "T",
  version: "004010",
};

const line: PurchaseOrderLine = {
  number: "1",
  quantity: "11",
  unit: "EA",
  unitPrice: "28.46",
  products: [{ qualifier: "VN", id: "100XLG" }],
};
const order: PurchaseOrder850 = { purpose: "00", type: "SA", number: "PO2075", date: "2026-01-15", lines: [line] };

const writing = (
  document: Partial<PurchaseOrder850> = {},
  policy: Partial<WritingPolicy> = {},
  input: Partial<InterchangeToWrite> = {},
): WriteResult =>
  writeInterchange({
    settings,
    policy: { ...strictPolicy, ...policy },
    date: "2026-01-15",
    time: "10:30",
    controlNumber: "7",
    groups: [
      { controlNumber: "007", sets: [{ set: "850", controlNumber: "0001", document: { ...order, ...document } }] },
    ],
    ...input,
  });

const textOf = (result: WriteResult): string => {
  if (!result.ok) throw new Error(result.faults.map(({ message }) => message).join("\n"));
  return Buffer.from(result.bytes).toString("latin1");
};
const faultsOf = (result: WriteResult) => (result.ok ? [] : result.faults);

describe("the envelope", () => {
  it("has fixed widths, recounted trailers and control numbers of the right form", () => {
    const text = textOf(writing());
    expect(text.indexOf("~")).toBe(105);
    expect(text).toContain("GS*PO*FABRIKAM*ACE*20260115*1030*7*X*004010~ST*850*0001~");
    expect(text).toContain("SE*4*0001~GE*1*7~IEA*1*000000007~");
  });

  it("puts the wanted line break behind each terminator, and none where that is a line break itself", () => {
    const lines = textOf(writing({}, {}, { settings: { ...settings, lineBreak: "\r\n" } })).split("\r\n");
    expect(lines).toHaveLength(9);
    const separators = { ...settings.separators, segment: "\n" };
    const broken = textOf(writing({}, {}, { settings: { ...settings, separators, lineBreak: "\r\n" } }));
    expect(broken).not.toContain("\r");
    expect(broken.split("\n")).toHaveLength(9);
  });

  it("takes any separators of one byte", () => {
    const separators = { element: "\x1d", component: "\x1f", segment: "\x85" };
    expect(textOf(writing({}, {}, { settings: { ...settings, separators } }))).toContain(
      "PO1\x1d1\x1d11\x1dEA\x1d28.46",
    );
  });

  it("names the repetition separator from 00402 on", () => {
    const newer = { ...settings, interchangeVersion: "00501", version: "005010" };
    const separators = { ...settings.separators, repetition: "^" };
    expect(textOf(writing({}, {}, { settings: { ...newer, separators } })).charAt(82)).toBe("^");
    expect(textOf(writing({}, {}, { settings: newer })).charAt(82)).toBe("U");
  });

  it.each<[string, Partial<InterchangeToWrite>, string]>([
    [
      "a sender id of 16 characters",
      { settings: { ...settings, sender: { ...settings.sender, id: "X".repeat(16) } } },
      "ISA06",
    ],
    ["an id with a separator", { settings: { ...settings, receiver: { ...settings.receiver, id: "A*B" } } }, "ISA08"],
    [
      "equal separators",
      { settings: { ...settings, separators: { element: "*", component: "*", segment: "~" } } },
      "ISA",
    ],
    [
      "a letter as a separator",
      { settings: { ...settings, separators: { ...settings.separators, component: "Q" } } },
      "ISA16",
    ],
    [
      "a minus as a separator",
      { settings: { ...settings, separators: { ...settings.separators, element: "-" } } },
      "ISA",
    ],
    ["a control number of ten digits", { controlNumber: "1234567890" }, "ISA13"],
    ["the control number 0", { controlNumber: "0" }, "ISA13"],
    ["a date that is none", { date: "2026-02-30" }, "ISA09"],
    ["a time that is none", { time: "25:00" }, "ISA10"],
    ["nothing to send", { groups: [] }, "ISA13"],
    ["a group without sets", { groups: [{ controlNumber: "1", sets: [] }] }, "GS06"],
  ])("refuses %s", (_, input, element) => {
    expect(faultsOf(writing({}, {}, input)).map((fault) => fault.element)).toEqual([element]);
  });

  it("refuses two sets with one number, and sets of two kinds in one group", () => {
    const set = { set: "850", controlNumber: "0001", document: order } as const;
    const twice = writing({}, {}, { groups: [{ controlNumber: "1", sets: [set, set] }] });
    expect(faultsOf(twice).map(({ code }) => code)).toEqual(["WRITE_CONTROL_NUMBER"]);
    const other: SegmentSet = { set: "997", controlNumber: "0002", segments: [{ id: "AK1", elements: ["PO", "1"] }] };
    const mixed = writing({}, {}, { groups: [{ controlNumber: "1", sets: [set, other] }] });
    expect(faultsOf(mixed).map(({ code }) => code)).toEqual(["WRITE_SET"]);
  });

  it("never puts the password of ISA04 into a fault", () => {
    const secret = { ...settings, security: { qualifier: "01", information: "hunter2-hunter2" } };
    expect(JSON.stringify(writing({}, {}, { settings: secret }))).not.toContain("hunter2");
  });
});

describe("a document that breaks a rule of the release is refused, naming the field", () => {
  it.each<[string, Partial<PurchaseOrder850>, string, string, string]>([
    ["a missing mandatory element", { number: "" }, "elementMissing", "BEG03", "number"],
    [
      "a quantity that is no number",
      { lines: [{ ...line, quantity: "1,000" }] },
      "numberInvalid",
      "PO102",
      "lines[0].quantity",
    ],
    ["an exponent", { lines: [{ ...line, quantity: "1e3" }] }, "numberInvalid", "PO102", "lines[0].quantity"],
    [
      "a quantity of 16 digits",
      { lines: [{ ...line, quantity: "1234567890123456" }] },
      "elementTooLong",
      "PO102",
      "lines[0].quantity",
    ],
    ["a unit of three letters", { lines: [{ ...line, unit: "EAC" }] }, "elementTooLong", "PO103", "lines[0].unit"],
    ["a date that is none", { date: "2026-02-30" }, "dateInvalid", "BEG05", "date"],
    [
      "a unit without a quantity",
      { lines: [{ unit: "EA", unitPrice: "1" }] },
      "elementConditionMissing",
      "PO102",
      "lines[0].quantity",
    ],
    [
      "a product without its id",
      { lines: [{ ...line, products: [{ qualifier: "VN", id: "" }] }] },
      "elementConditionMissing",
      "PO107",
      "lines[0].products[0].id",
    ],
    [
      "a city of one letter",
      { parties: [{ role: "ST", name: "X", place: { city: "X" } }] },
      "elementTooShort",
      "N401",
      "parties[0].place.city",
    ],
    [
      "more than two decimals in N2",
      { allowancesAndCharges: [{ indicator: "C", code: "D240", amount: "1.005" }] },
      "numberPoint",
      "SAC05",
      "allowancesAndCharges[0].amount",
    ],
  ])("%s", (_, document, code, element, source) => {
    expect(faultsOf(writing(document))).toMatchObject([{ code, element, source }]);
  });

  it("counts products and contact numbers beyond their places as too many, and overwrites nothing", () => {
    const products = Array.from({ length: 11 }, (_, index) => ({ qualifier: "VN", id: `P${index}` }));
    expect(faultsOf(writing({ lines: [{ ...line, products }] }))[0]).toMatchObject({ code: "elementTooMany" });
    const numbers = Array.from({ length: 4 }, () => ({ kind: "TE", number: "5550100" }));
    const contacts = [{ role: "BD", name: "X", numbers, inquiryReference: "kept" }];
    expect(faultsOf(writing({ contacts }))[0]).toMatchObject({ code: "elementTooMany", segment: "PER" });
  });

  it("segments out of order, unknown ones, and envelope segments in a set", () => {
    const set = (...segments: SegmentSet["segments"]) =>
      faultsOf(
        writing({}, {}, { groups: [{ controlNumber: "1", sets: [{ set: "850", controlNumber: "0001", segments }] }] }),
      );
    const beg = { id: "BEG", elements: ["00", "SA", "PO1", undefined, "20260115"] };
    const po1 = { id: "PO1", elements: ["1", "1", "EA"] };
    expect(set(beg, po1, { id: "CUR", elements: ["BY", "USD"] }, beg)).not.toEqual([]);
    expect(set(beg, { id: "ZZZ", elements: ["1"] }, po1)).toMatchObject([{ code: "segmentUnknown", position: 3 }]);
    expect(set(beg, { id: "SE", elements: ["1"] }, po1)).toMatchObject([{ code: "WRITE_SEGMENT_ID" }]);
    expect(set(beg, { id: "PO1", elements: ["", undefined] })).toMatchObject([{ code: "WRITE_EMPTY", position: 3 }]);
    expect(set(beg)).toMatchObject([{ code: "segmentMissing", segment: "PO1" }]);
  });

  it("every fault at once, not only the first", () => {
    const codes = faultsOf(writing({ date: "x", lines: [{ ...line, unit: "EAC", quantity: "?" }] })).map(
      ({ code }) => code,
    );
    expect(codes).toHaveLength(3);
  });

  it("a set without tables", () => {
    const set = { set: "940", controlNumber: "0001", segments: [{ id: "W05", elements: ["N", "1"] }] };
    expect(faultsOf(writing({}, {}, { groups: [{ controlNumber: "1", sets: [set] }] }))).toMatchObject([
      { code: "WRITE_SET" },
    ]);
  });
});

describe("text", () => {
  it("is made fit, with a warning for each change that names element and field", () => {
    const result = writing({ contacts: [{ role: "BD", name: "José * Núñez – “JN”" }] });
    expect(textOf(result)).toContain('PER*BD*Jose   Nunez - "JN"~');
    expect(result.warnings).toMatchObject([
      { kind: "characterReplaced", element: "PER02", source: "contacts[0].name", before: "José * Núñez – “JN”" },
      { kind: "separatorReplaced", element: "PER02", position: 3 },
    ]);
  });

  it("is refused instead where the policy says so", () => {
    const result = writing({ contacts: [{ role: "BD", name: "A*B" }] }, { separatorInData: "error" });
    expect(faultsOf(result)).toMatchObject([{ code: "WRITE_SEPARATOR_IN_DATA", element: "PER02" }]);
  });

  it("of which nothing is left is refused, not dropped", () => {
    const result = writing({ contacts: [{ role: "BD", name: "日本" }] });
    expect(faultsOf(result)).toMatchObject([{ code: "WRITE_CHARACTER", source: "contacts[0].name", value: "日本" }]);
  });

  it("of a code is never changed", () => {
    expect(faultsOf(writing({ type: "S*" }))).toMatchObject([
      { code: "WRITE_CHARACTER", element: "BEG02", source: "type" },
    ]);
  });

  it("goes out in capitals where the partner wants them, codes untouched", () => {
    const result = writing({ contacts: [{ role: "BD", name: "Dana" }] }, { upperCase: true });
    expect(textOf(result)).toContain("PER*BD*DANA~");
    expect(result.warnings).toMatchObject([{ kind: "upperCased", before: "Dana", after: "DANA" }]);
  });

  it("counts characters, not bytes, and is encoded as the partner reads it", () => {
    const name = "ü".repeat(60);
    const utf8 = writing({ parties: [{ role: "ST", name }] }, { characterSet: "utf8" });
    expect(textOf(utf8)).toContain(`N1*ST*${Buffer.from(name, "utf8").toString("latin1")}~`);
    expect(textOf(writing({ parties: [{ role: "ST", name }] }, { characterSet: "latin1" }))).toContain(
      `N1*ST*${name}~`,
    );
    expect(textOf(writing({ parties: [{ role: "ST", name: "10 €" }] }, { characterSet: "windows1252" }))).toContain(
      "10 \x80~",
    );
  });
});

describe("text that is too long", () => {
  const name = "Harbor Supply and Garden Company of Greater Chicago and Northern Illinois";
  const parties = [{ role: "ST", name, address: ["1 Lake Street", "2nd floor", "Gate 7"] }];

  it("is refused unless the partner's settings say otherwise", () => {
    expect(faultsOf(writing({ parties }))).toMatchObject([
      {
        code: "WRITE_TOO_LONG",
        element: "N102",
        source: "parties[0].name",
        message: "N102 (parties[0].name) has 73 characters, N102 takes 60",
      },
    ]);
  });

  it("is cut with a warning that shows what is left", () => {
    const result = writing({ parties }, { overlong: { N102: "cut" } });
    expect(textOf(result)).toContain("N1*ST*Harbor Supply and Garden Company of Greater Chicago and Nort~");
    expect(result.warnings).toMatchObject([{ kind: "cut", before: name }]);
  });

  it("follows the default of the policy where the element has none of its own", () => {
    expect(textOf(writing({ parties }, { overlong: { default: "split" } }))).toContain("~N2*Northern Illinois~");
    expect(faultsOf(writing({ parties }, { overlong: { default: "split", N102: "error" } }))).toHaveLength(1);
    const contract = "C".repeat(31);
    expect(faultsOf(writing({ contract }, { overlong: { default: "split" } }))).toMatchObject([{ element: "BEG06" }]);
  });

  it("goes on in N2, between words", () => {
    const result = writing({ parties }, { overlong: { N102: "split" } });
    expect(textOf(result)).toContain(
      "N1*ST*Harbor Supply and Garden Company of Greater Chicago and~N2*Northern Illinois~N3*1 Lake Street*2nd floor~",
    );
  });

  it("goes on in the next address line, before those behind it", () => {
    const long = "100 Lake Street, Building B, entrance at the back beside the loading docks";
    const address = [long, "2nd floor", "Gate 7"];
    const result = writing({ parties: [{ role: "ST", name: "X", address }] }, { overlong: { N301: "split" } });
    expect(textOf(result)).toContain(
      "N3*100 Lake Street, Building B, entrance at the back*beside the loading docks~N3*2nd floor*Gate 7~",
    );
  });

  it("goes on in further segments like the first: PID and MSG", () => {
    const text = "word ".repeat(30).trim();
    const lines = [{ ...line, descriptions: [{ form: "F", text }], messages: ["note ".repeat(100).trim()] }];
    const result = textOf(writing({ lines }, { overlong: { PID05: "split", MSG01: "split" } }));
    expect(result.match(/PID\*F\*\*\*\*(word )*word~/g)).toHaveLength(2);
    expect(result.match(/MSG\*(note )*note~/g)).toHaveLength(2);
  });
});

describe("counts", () => {
  it("of CTT are made right, with a warning where the document had them wrong", () => {
    const lines = [line, { ...line, number: "2", quantity: "2.5" }];
    const result = writing({ lines, totals: { lineCount: "5", hashTotal: "99" } });
    expect(textOf(result)).toContain("CTT*2*13.5~");
    expect(result.warnings).toMatchObject([
      { kind: "recounted", element: "CTT01", before: "5", after: "2", source: "totals.lineCount" },
      { kind: "recounted", element: "CTT02", before: "99", after: "13.5" },
    ]);
  });

  it("need not be given to be sent", () => {
    const result = writing({ totals: {} });
    expect(textOf(result)).toContain("CTT*1~");
    expect(result.warnings).toEqual([]);
  });

  it("keep the last ten digits of a long hash total", () => {
    const lines = [{ ...line, quantity: "99999999999" }];
    expect(textOf(writing({ lines, totals: { hashTotal: "9999999999" } }))).toContain("CTT*1*9999999999~");
  });
});

it("writes the same bytes for the same input", () => {
  expect(textOf(writing())).toBe(textOf(writing()));
});

it("warns when the nearest release stands in for one without tables", () => {
  const result = writing({}, {}, { settings: { ...settings, version: "004060VICS" } });
  expect(textOf(result)).toContain("*X*004060VICS~");
  expect(result.warnings).toMatchObject([{ kind: "nearestRelease", before: "004060VICS" }]);
});
