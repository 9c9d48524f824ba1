/**
 * Orders written a second: `node bench/x12/write.ts` prints one line of JSON a measure.
 *
 * Ours writes the typed document strictly: text fitted, counts made, the bytes read again and validated against the
 * schema. node-x12 joins segments that are given to it and checks nothing; the nearest that it has to a check is to
 * parse its own text again, strictly. All write one interchange for each order, with the same segments. Seconds are of
 * processor time, so that other work on the machine counts less.
 */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { X12Interchange, X12Parser } from "node-x12";
import {
  type EnvelopeSettings,
  type PurchaseOrder850,
  purchaseOrder850ToSegments,
  type Segment,
  writeInterchange,
} from "../../src/x12/index.ts";

const golden = resolve(import.meta.dirname, "../../test/golden/x12/850.json");
const full: PurchaseOrder850 = JSON.parse(readFileSync(golden, "utf8"));
const [line] = full.lines;
if (line === undefined) throw new Error("the golden 850 has no line");

/** An order as GP has most of them: two parties, one line. */
const small: PurchaseOrder850 = {
  purpose: "00",
  type: "SA",
  number: "PO2075",
  date: "2026-01-15",
  currency: { party: "BY", code: "USD" },
  references: [{ qualifier: "IA", value: "ACETRAVE0001" }],
  dates: [{ kind: "002", date: "2026-01-22" }],
  parties: [{ role: "ST", name: "Harbor Supply", idKind: "92", id: "WAREHOUSE" }],
  lines: [{ ...line, packings: [], dates: [] }],
  totals: {},
};

const settings: EnvelopeSettings = {
  sender: { qualifier: "ZZ", id: "HARBORSUPPLY", applicationId: "HARBOR" },
  receiver: { qualifier: "01", id: "123456789", applicationId: "NORTHWIND" },
  separators: { element: "*", component: ">", segment: "~" },
  interchangeVersion: "00401",
  usage: "T",
  version: "004010",
};

function ours(document: PurchaseOrder850, number: number): number {
  const controlNumber = String(number);
  const result = writeInterchange({
    settings,
    date: "2026-01-15",
    time: "10:30",
    controlNumber,
    groups: [{ controlNumber, sets: [{ set: "850", controlNumber: "0001", document }] }],
  });
  if (!result.ok) throw new Error(result.faults[0]?.message);
  return result.bytes.length;
}

function nodeX12(segments: readonly Segment[], number: number): string {
  const control = String(number).padStart(9, "0");
  const interchange = new X12Interchange({ segmentTerminator: "~", elementDelimiter: "*", subElementDelimiter: ">" });
  const isa = ["00", "", "00", "", "ZZ", "HARBORSUPPLY", "01", "123456789", "260115", "1030", "U", "00401", control];
  interchange.setHeader([...isa, "0", "T", ">"]);
  const group = interchange.addFunctionalGroup();
  group.setHeader(["PO", "HARBOR", "NORTHWIND", "20260115", "1030", String(number), "X", "004010"]);
  const transaction = group.addTransaction();
  transaction.setHeader(["850", "0001"]);
  for (const { id, elements } of segments)
    transaction.addSegment(
      id,
      elements.map((element) => String(element ?? "")),
    );
  return interchange.toString();
}

const seconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

function perSecond(write: (number: number) => number): { perSecond: number; bytesEach: number } {
  let number = 0;
  for (const start = seconds(); seconds() - start < 2; ) write(++number);
  let count = 0;
  let bytes = 0;
  const start = seconds();
  while (seconds() - start < 3) {
    for (let burst = 0; burst < 100; burst++) bytes += write(++number);
    count += 100;
  }
  return { perSecond: Math.round(count / (seconds() - start)), bytesEach: Math.round(bytes / count) };
}

const parser = new X12Parser(true);

for (const [name, document] of Object.entries({ small, full })) {
  const segments = purchaseOrder850ToSegments(document, "004010");
  const own = perSecond((number) => ours(document, number));
  const joined = perSecond((number) => nodeX12(segments, number).length);
  const parsed = perSecond((number) => {
    const text = nodeX12(segments, number);
    parser.parse(text);
    return text.length;
  });
  const measure = {
    order: name,
    segments: segments.length + 6,
    bytes: own.bytesEach,
    "written and validated": own.perSecond,
    "node-x12, joined": joined.perSecond,
    "node-x12, joined and parsed again": parsed.perSecond,
    "ratio to the latter": (own.perSecond / parsed.perSecond).toFixed(1),
  };
  console.log(JSON.stringify(measure));
}
