import { describe, expect, test } from "vitest";
import type { Fault } from "./fault.ts";
import { type FaultCode, faultKinds } from "./faultCodes.ts";
import { isUsable } from "./report.ts";
import { validate } from "./validate.ts";
import { Validator } from "./validator.ts";

const isa =
  "ISA*00*          *00*          *01*111222333      *12*5550001111     *260115*0930*U*00401*000000040*0*P*>~";
const acknowledgment = [
  "ST*855*0001",
  "BAK*00*AC*PO7000123*20260114****SO88123*20260115",
  "REF*IA*100200",
  "DTM*068*20260120*0930",
  "N1*ST*NORTH DC*92*0007",
  "N4*MEMPHIS*TN*38101*US",
  "PO1*1*36*EA*4.25**VP*WID-1*BP*100XLG",
  "ACK*IA*36*EA*068*20260120",
  "PO1*2*24*EA*9.5**VP*WID-2",
  "ACK*IQ*20*EA*068*20260120",
  "CTT*2",
  "SE*12*0001",
];
const shipNotice = [
  "ST*856*0001",
  "BSN*00*SH5551*20260116*1405*0001",
  "HL*1**S",
  "HL*2*1*O",
  "PRF*PO7000123",
  "HL*3*2*I",
  "LIN*1*VP*WID-1",
  "SN1*1*36*EA",
  "CTT*3",
  "SE*10*0001",
];

interface Envelope {
  head?: string;
  gs?: string;
  sets?: readonly (readonly string[])[];
  ge?: string;
  iea?: string;
}
function file({ head = isa, gs, sets = [acknowledgment], ge, iea }: Envelope = {}): Buffer {
  const functionalId = sets[0]?.[0]?.startsWith("ST*856") ? "SH" : "PR";
  const segments = [
    gs ?? `GS*${functionalId}*SUPPLIER*BUYER*20260115*0930*40*X*004010`,
    ...sets.flat(),
    ge ?? `GE*${sets.length}*40`,
    iea ?? "IEA*1*000000040",
  ];
  return Buffer.from(head + segments.map((segment) => `${segment}~`).join(""), "latin1");
}
/** The acknowledgment with some segments changed, added (by giving several) or removed; SE01 follows. */
function changed(changes: Readonly<Record<number, string | readonly string[]>>, from = acknowledgment): string[] {
  const segments = from.flatMap((segment, index) => changes[index] ?? segment);
  return segments.map((segment) => segment.replace(/^SE\*\d+\*0001$/, `SE*${segments.length}*0001`));
}
const setWith = (changes: Readonly<Record<number, string | readonly string[]>>, from = acknowledgment) =>
  file({ sets: [changed(changes, from)] });
const grave = (faults: readonly Fault[]) => faults.filter(({ severity }) => severity !== "note");

test("a clean file has no fault and is accepted at every level", () => {
  const report = validate(file());
  expect(report.faults).toEqual([]);
  expect(report.accepted).toBe(true);
  expect(report.interchanges[0]?.status).toBe("accepted");
  expect(report.interchanges[0]?.groups[0]).toMatchObject({ status: "accepted", receivedSets: 1, acceptedSets: 1 });
  expect(report.interchanges[0]?.groups[0]?.sets[0]).toMatchObject({
    set: "855",
    status: "accepted",
    segmentCount: 12,
  });
});

/** Every code with an input that shows it, where it lies, and what it rejects. */
const cases: readonly [FaultCode, Uint8Array, Partial<Fault>][] = [
  ["byteOrderMark", Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), file()]), { offset: 0, severity: "note" }],
  ["blanksBeforeIsa", Buffer.concat([Buffer.from(" \r\n"), file()]), { offset: 0, severity: "note" }],
  ["terminatorMissingAtEnd", file().subarray(0, -1), { severity: "note", segment: "IEA" }],
  ["notX12", Buffer.from("hello"), { rejects: "interchange" }],
  ["strayBytes", Buffer.concat([file(), Buffer.from("garbage")]), { value: "g", offset: file().length }],
  ["isaBroken", file({ head: "ISA*00*01*111222333~" }), { offset: 0, rejects: "interchange" }],
  ["isaLineBreak", file({ head: isa.replace("*0930*", "*093\n0*") }), { offset: 80, rejects: "interchange" }],
  [
    "isaWidth",
    file({ head: isa.replace("111222333      ", "111222333") }),
    { severity: "warning", rejects: "nothing" },
  ],
  ["componentSeparatorMissing", file({ head: isa.replace(">~", "~") }), { rejects: "interchange" }],
  [
    "separatorInvalid",
    file({ head: isa.replace(">~", "U~") }),
    { value: "U", acknowledgment: { segment: "TA1", code: "027" } },
  ],
  ["separatorsNotDistinct", file({ head: isa.replace(">~", "*~") }), { rejects: "interchange" }],
  ["terminatorMultibyte", Buffer.from(file().toString("latin1").replaceAll("~", "…"), "utf8"), { offset: 105 }],
  [
    "terminatorChanged",
    Buffer.from(file().toString("latin1").replaceAll("~", "\n").replace("\n", "~")),
    { offset: 106 + 46 },
  ],
  ["terminatorMissing", Buffer.concat([file().subarray(0, 200), file()]), { offset: 200, rejects: "interchange" }],
  ["lineBreakInSegment", setWith({ 4: "N1*ST*NORTH DC*92*0007\nREF*DP*1" }), { segment: "N1", segmentPosition: 5 }],
  ["emptySegment", setWith({ 2: "REF*IA*100200~" }), { severity: "warning" }],
  [
    "isaElementInvalid",
    file({ head: isa.replace("*260115*", "*261315*") }),
    { element: 9, ref: "ISA09", value: "261315" },
  ],
  [
    "interchangeControlInvalid",
    file({ head: isa.replace("000000040", "00000004A"), iea: "IEA*1*00000004A" }),
    { element: 13 },
  ],
  ["interchangeControlMismatch", file({ iea: "IEA*1*000000041" }), { ref: "IEA02", rejects: "interchange" }],
  ["interchangeControlDuplicate", Buffer.concat([file(), file()]), { offset: file().length + 90, severity: "warning" }],
  ["controlNumberZeros", file({ iea: "IEA*1*40" }), { ref: "IEA02", severity: "warning" }],
  ["interchangeTrailerMissing", file().subarray(0, file().indexOf("IEA")), { segment: "IEA", rejects: "interchange" }],
  ["groupCountWrong", file({ iea: "IEA*2*000000040" }), { ref: "IEA01", value: "2" }],
  ["envelopeOutOfPlace", file({ ge: "GE*1*40~GE*1*40" }), { segment: "GE", rejects: "interchange" }],
  ["segmentOutsideSet", file({ ge: "REF*IA*1~GE*1*40" }), { segment: "REF" }],
  ["interchangeEmpty", Buffer.from(`${isa}IEA*0*000000040~`), { severity: "warning" }],
  ["groupElementInvalid", file({ gs: "GS*PR*SUPPLIER*BUYER*20261315*0930*40*X*004010" }), { ref: "GS04" }],
  [
    "groupElementMissing",
    file({ gs: "GS**SUPPLIER*BUYER*20260115*0930*40*X*004010" }),
    { ref: "GS01", rejects: "group" },
  ],
  ["groupTrailerMissing", Buffer.from(file().toString().replace("GE*1*40~", "")), { segment: "GE", rejects: "group" }],
  ["groupControlMismatch", file({ ge: "GE*1*41" }), { ref: "GE02", acknowledgment: { segment: "AK9", code: "4" } }],
  [
    "groupControlInvalid",
    file({ gs: "GS*PR*SUPPLIER*BUYER*20260115*0930*4X*X*004010", ge: "GE*1*4X" }),
    { ref: "GS06" },
  ],
  [
    "groupControlDuplicate",
    file({
      ge: `GE*1*40~GS*PR*SUPPLIER*BUYER*20260115*0930*040*X*004010~${acknowledgment.join("~")}~GE*1*40`,
      iea: "IEA*2*000000040",
    }),
    { ref: "GS06", path: expect.objectContaining({ group: 2 }) },
  ],
  ["setCountWrong", file({ ge: "GE*4*40" }), { ref: "GE01", value: "4", rejects: "group" }],
  ["versionUnknown", file({ gs: "GS*PR*SUPPLIER*BUYER*20260115*0930*40*X*004060" }), { ref: "GS08" }],
  [
    "groupSetMismatch",
    file({ gs: "GS*PO*SUPPLIER*BUYER*20260115*0930*40*X*004010" }),
    { severity: "warning", ref: "ST01" },
  ],
  ["setTrailerMissing", setWith({ 11: [] }), { segment: "SE", rejects: "set" }],
  ["setControlMismatch", file({ sets: [[...acknowledgment.slice(0, 11), "SE*12*0002"]] }), { ref: "SE02" }],
  ["segmentCountWrong", file({ sets: [[...acknowledgment.slice(0, 11), "SE*13*0001"]] }), { ref: "SE01", value: "13" }],
  ["setIdInvalid", setWith({ 0: "ST*8X5*0001" }), { ref: "ST01", rejects: "set" }],
  ["setControlInvalid", file({ sets: [["ST*855", ...acknowledgment.slice(1, 11), "SE*12"]] }), { ref: "ST02" }],
  ["setControlLength", file({ sets: [["ST*855*1", ...acknowledgment.slice(1, 11), "SE*12*1"]] }), { ref: "ST02" }],
  [
    "setControlDuplicate",
    file({ sets: [acknowledgment, acknowledgment] }),
    { ref: "ST02", path: expect.objectContaining({ set: 2 }) },
  ],
  ["setUnknown", setWith({ 0: "ST*840*0001" }), { severity: "warning", ref: "ST01" }],
  ["segmentIdInvalid", setWith({ 2: "ref*IA*100200" }), { segmentPosition: 3, value: "ref" }],
  ["segmentUnknown", setWith({ 2: "QQQ*IA*100200" }), { severity: "warning", value: "QQQ" }],
  ["segmentNotInSet", setWith({ 2: "BEG*00*SA*1**20260101" }), { severity: "warning", segment: "BEG" }],
  ["segmentOutOfOrder", setWith({ 10: ["CTT*2", "REF*DP*1"] }), { segment: "REF", segmentPosition: 12 }],
  ["segmentMissing", setWith({ 1: [] }), { segment: "BAK", segmentPosition: 2, rejects: "set" }],
  [
    "segmentTooMany",
    setWith({ 5: ["N4*MEMPHIS*TN*38101", "N4*MEMPHIS*TN*38101"] }),
    { segment: "N4", path: expect.objectContaining({ loop: "N1" }) },
  ],
  ["loopTooMany", setWith({ 2: Array.from({ length: 26 }, () => "SAC*C*D240") }), { segment: "SAC", rule: "25" }],
  ["segmentEmpty", setWith({ 2: "CUR" }), { segment: "CUR", segmentPosition: 3 }],
  [
    "elementMissing",
    setWith({ 1: "BAK*00**PO7000123*20260114" }),
    { ref: "BAK02", dataElement: "587", rejects: "set" },
  ],
  ["elementConditionMissing", setWith({ 6: "PO1*1*36*EA*4.25**VP" }), { ref: "PO107", rule: "P0607" }],
  [
    "elementExclusion",
    setWith({ 5: ["N4*MEMPHIS*TN", "TD3*TL**287532*******2000"], 4: "DTM*067*20260101" }),
    { ref: "TD301", rule: "E0110" },
  ],
  ["elementTooMany", setWith({ 2: "REF*IA*100200****X" }), { severity: "warning", element: 6 }],
  ["elementTooShort", setWith({ 5: "N4*M*TN*38101" }), { ref: "N401", rule: "2/30" }],
  [
    "elementTooLong",
    setWith({ 1: "BAK*00*AC*PO700012300000000000000000000*20260114" }),
    { ref: "BAK03", rule: "1/22" },
  ],
  ["elementCharacter", setWith({ 4: "N1*ST*NORTH\tDC" }), { ref: "N102", severity: "warning" }],
  ["numberInvalid", setWith({ 6: "PO1*1*3X6*EA" }), { ref: "PO102", value: "3X6", rejects: "set" }],
  ["numberPoint", setWith({ 2: "SAC*C*D240***12.50" }), { ref: "SAC05", severity: "warning" }],
  ["codeUnknown", setWith({ 7: "ACK*QQ*36*EA" }), { ref: "ACK01", severity: "warning", value: "QQ" }],
  ["dateInvalid", setWith({ 3: "DTM*068*20260230" }), { ref: "DTM02", rejects: "set" }],
  ["dateLength", setWith({ 3: "DTM*068*260120" }), { ref: "DTM02", severity: "warning" }],
  ["timeInvalid", setWith({ 3: "DTM*068*20260120*2460" }), { ref: "DTM03" }],
  [
    "repetitionTooMany",
    file({ head: isa.replace("*U*00401*", "*^*00501*"), sets: [changed({ 2: "REF*IA*100^200" })] }),
    { ref: "REF02", severity: "warning" },
  ],
  ["componentTooMany", setWith({ 2: "REF*IA*100>200" }), { ref: "REF02", severity: "warning" }],
  ["trailingSeparators", setWith({ 2: "REF*IA*100200**" }), { severity: "note" }],
  ["hierarchyIdDuplicate", setWith({ 5: "HL*2*1*I" }, shipNotice), { ref: "HL01", segmentPosition: 6, value: "2" }],
  ["hierarchyParentMissing", setWith({ 3: "HL*2*77*O" }, shipNotice), { ref: "HL02", segmentPosition: 4, value: "77" }],
  [
    "hierarchyCycle",
    setWith({ 3: "HL*2*3*O" }, shipNotice),
    { ref: "HL02", acknowledgment: { segment: "AK3", code: "8" } },
  ],
  ["hierarchyRoots", setWith({ 3: "HL*2**O" }, shipNotice), { severity: "warning", segmentPosition: 4 }],
  ["lineCountWrong", setWith({ 10: "CTT*9" }), { ref: "CTT01", value: "9", segmentPosition: 11 }],
];

describe("a fault is told with its place", () => {
  test.each(cases)("%s", (code, bytes, expected) => {
    const { faults } = validate(bytes);
    const found = faults.filter((fault) => fault.code === code);
    expect(found, faults.map((fault) => fault.code).join(" ")).not.toHaveLength(0);
    expect(found[0]).toMatchObject({ ...expected, code });
    expect(found[0]?.message).toMatch(/^[A-Z"].*[^.]$/s);
  });

  test("textUndecodable", () => {
    const bytes = setWith({ 4: "N1*ST*CAF\xe9" });
    expect(validate(bytes).faults).toEqual([]);
    const [fault] = validate(bytes, { encoding: "utf-8" }).faults;
    expect(fault).toMatchObject({ code: "textUndecodable", element: 2, rejects: "interchange" });
  });

  test("segmentTooLong", () => {
    const bytes = setWith({ 4: `MSG*${"A".repeat(5000)}` });
    for (const given of [bytes, bytes.subarray(0, 3000)]) {
      const { faults, accepted } = validate(given, { maxSegmentBytes: 1000 });
      expect(accepted).toBe(false);
      expect(faults.find(({ code }) => code === "segmentTooLong")?.offset).toBe(bytes.indexOf("MSG"));
    }
    expect(validate(bytes).faults.map(({ code }) => code)).not.toContain("segmentTooLong");
  });

  test("in every code that exists", () => {
    const elsewhere = ["textUndecodable", "segmentTooLong"];
    const shown = new Set<string>([...cases.map(([code]) => code), ...elsewhere]);
    expect(Object.keys(faultKinds).filter((code) => !shown.has(code))).toEqual([]);
  });

  test("with the byte offset of the element", () => {
    const bytes = setWith({ 1: "BAK*00*AC*PO700012300000000000000000000*20260114" });
    const [fault] = validate(bytes).faults;
    expect(bytes.subarray(fault?.offset).toString()).toMatch(/^PO700012300000000000000000000/);
    expect(fault).toMatchObject({
      line: 1,
      segment: "BAK",
      segmentPosition: 2,
      element: 3,
      path: {
        interchange: 1,
        interchangeControl: "000000040",
        group: 1,
        groupControl: "40",
        set: 1,
        setControl: "0001",
        setId: "855",
      },
      acknowledgment: { segment: "AK4", code: "5" },
    });
  });

  test("all of a set, in the order of the input", () => {
    const bytes = setWith({ 1: "BAK*00**PO7000123*20260199", 5: "N4*M", 10: "CTT*9" });
    const codes = validate(bytes).faults.map(({ code }) => code);
    expect(codes).toEqual(["elementMissing", "dateInvalid", "elementTooShort", "lineCountWrong"]);
  });
});

describe("order", () => {
  test("of a summary that comes late is told once, and nothing is missing", () => {
    const invoice = ["ST*810*0001", "BIG*20260101*1", "IT1*1*1*EA*5", "ISS*1*EA", "TDS*500", "CTT*1", "SE*7*0001"];
    const bytes = file({ gs: "GS*IN*A2*B2*20260115*0930*40*X*004010", sets: [invoice] });
    const { faults } = validate(bytes);
    expect(grave(faults).map(({ code, segment }) => [code, segment])).toEqual([["segmentOutOfOrder", "TDS"]]);
  });

  test("lets loops repeat and nest", () => {
    const bytes = setWith({
      8: ["SCH*1*EA***068*20260120", "TD5**2*UPSN", "SCH*2*EA***068*20260121", "N1*LW*A*92*01", "PO1*2*24*EA*9.5"],
    });
    expect(validate(bytes).faults).toEqual([]);
  });

  test("of a release knows its segments: MTX stands in N9 from 004030", () => {
    const notes = { 10: ["N9*L1*GEN", "MTX**TEXT", "CTT*2"] };
    const [fault] = validate(setWith(notes)).faults;
    expect(fault).toMatchObject({ code: "segmentOutOfOrder", segment: "MTX" });
    const newer = file({ gs: "GS*PR*SUPPLIER*BUYER*20260115*0930*40*X*004030VICS", sets: [changed(notes)] });
    expect(validate(newer).faults).toEqual([]);
  });
});

describe("a parent that is declared later", () => {
  test("is found", () => {
    const bytes = setWith({ 3: "HL*3*2*I", 4: [], 5: "HL*2*1*O" }, shipNotice);
    expect(validate(bytes).faults).toEqual([]);
  });
});

describe("isolation", () => {
  const bad = changed({ 1: "BAK*00**PO7000123*20260114" }).map((segment) => segment.replace("0001", "0002"));

  test("of a set leaves the others of its group accepted", () => {
    const report = validate(file({ sets: [acknowledgment, bad] }));
    const group = report.interchanges[0]?.groups[0];
    expect(group?.sets.map(({ status }) => status)).toEqual(["accepted", "rejected"]);
    expect(group).toMatchObject({ status: "partlyAccepted", receivedSets: 2, acceptedSets: 1 });
    expect(report.interchanges[0]?.status).toBe("acceptedWithErrors");
  });

  test("of an interchange leaves the next one accepted", () => {
    const next = file({ head: isa.replace("000000040", "000000041"), iea: "IEA*1*000000041" });
    const report = validate(Buffer.concat([file().subarray(0, 300), next]));
    expect(report.interchanges.map(({ status }) => status)).toEqual(["rejected", "accepted"]);
    const [broken, whole] = report.interchanges;
    const usable = (interchange: typeof broken) =>
      interchange?.groups.flatMap((group) => group.sets.map((set) => isUsable(set, group, interchange)));
    expect(usable(broken)).not.toContain(true);
    expect(usable(whole)).toEqual([true]);
  });

  test("of a truncated file makes none of its sets usable", () => {
    const bytes = file();
    for (let length = 110; length < bytes.length - 1; length += 13) {
      const report = validate(bytes.subarray(0, length));
      expect(report.accepted, `cut at ${length}`).toBe(false);
      expect(report.interchanges[0]?.status).toBe("rejected");
    }
  });
});

describe("settings", () => {
  test("change what a fault is worth", () => {
    const bytes = file({ ge: "GE*4*40" });
    const report = validate(bytes, { policy: { setCountWrong: { severity: "warning", rejects: "nothing" } } });
    expect(report.accepted).toBe(true);
    expect(report.faults.map(({ severity }) => severity)).toEqual(["warning"]);
  });

  test("bound the faults that are kept, and count the rest", () => {
    const many = setWith({ 2: Array.from({ length: 50 }, () => "REF*IA*1****X") });
    const report = validate(many, { maxFaults: 10 });
    expect(report.faults).toHaveLength(10);
    expect(report.faultsOmitted).toBe(40);
  });

  test("hand sets over as they come and keep nothing", () => {
    const seen: string[] = [];
    const report = validate(Buffer.concat([file(), file({ sets: [shipNotice] })]), {
      collect: false,
      onFault: (fault) => seen.push(fault.code),
      onSet: (set) => seen.push(set.set),
      onGroup: (group) => seen.push(group.functionalId),
      onInterchange: (interchange) => seen.push(interchange.controlNumber),
    });
    expect(seen).toEqual(["855", "PR", "000000040", "interchangeControlDuplicate", "856", "SH", "000000040"]);
    expect(report.interchanges).toEqual([]);
    expect(report.counts).toMatchObject({ interchanges: 2, sets: 2, segments: 4 + 12 + 4 + 10 });
  });
});

describe("what is told in further places", () => {
  const faultsOf = (bytes: Uint8Array) => validate(bytes).faults.map(({ code, ref }) => [code, ref]);
  const later = isa.replace("*U*00401*", "*>*00501*");

  test.each([
    ["GS", file({ gs: "GS*PR*SUPPLIER*BUYER*20260115*0930*40*X*004010*1" }), "elementTooMany", "GS09"],
    ["ST of a release without ST03", setWith({ 0: "ST*855*0001*GUIDE" }), "elementTooMany", "ST03"],
    ["SE", file({ sets: [[...acknowledgment.slice(0, 11), "SE*12*0001*1"]] }), "elementTooMany", "SE03"],
    ["GE", file({ ge: "GE*1*40*1" }), "elementTooMany", "GE03"],
    ["IEA", file({ iea: "IEA*1*000000040*1" }), "elementTooMany", "IEA03"],
    ["GS02", file({ gs: "GS*PR*S*BUYER*20260115*0930*40*X*004010" }), "groupElementInvalid", "GS02"],
    ["ISA11", file({ head: later }), "isaElementInvalid", "ISA11"],
    ["a composite's rule", setWith({ 2: "REF*IA*1**DP>1>BM" }), "elementConditionMissing", "REF04-4"],
  ])("%s", (_, bytes, code, ref) => {
    expect(faultsOf(bytes)).toEqual([[code, ref]]);
  });

  test("ST03 belongs to 005010", () => {
    const gs = "GS*PR*SUPPLIER*BUYER*20260115*0930*40*X*005010";
    expect(validate(file({ gs, sets: [changed({ 0: "ST*855*0001*GUIDE" })] })).faults).toEqual([]);
  });

  test("the bytes of a byte-order mark amid what is no interchange, wherever a chunk ends", () => {
    const mark = Buffer.from([0xef, 0xbb, 0xbf]);
    const bytes = Buffer.concat([file(), Buffer.from("what is this"), mark, Buffer.from("and this")]);
    const whole = validate(bytes);
    expect(whole.faults.map(({ code }) => code)).not.toContain("byteOrderMark");
    for (let size = 1; size < 40; size++) {
      const validator = new Validator();
      for (let at = 0; at < bytes.length; at += size) validator.push(bytes.subarray(at, at + size));
      expect(validator.finish()).toEqual(whole);
    }
  });

  test("a byte-order mark before a second interchange, where files were joined", () => {
    const mark = Buffer.from([0xef, 0xbb, 0xbf]);
    const next = file({ head: isa.replace("000000040", "000000041"), iea: "IEA*1*000000041" });
    const report = validate(Buffer.concat([mark, file(), Buffer.from("\r\n"), mark, next]));
    expect(report.accepted).toBe(true);
    expect(report.faults.map(({ code, offset }) => [code, offset])).toEqual([
      ["byteOrderMark", 0],
      ["byteOrderMark", 3 + file().length + 2],
    ]);
  });

  test("blanks before ISA, however many and however they are cut", async () => {
    const bytes = Buffer.concat([Buffer.alloc(9000, 0x20), file()]);
    async function* stream() {
      for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000);
    }
    expect(faultsOf(bytes)).toEqual([["blanksBeforeIsa", undefined]]);
    expect(await validate(stream())).toEqual(validate(bytes));
  });
});
