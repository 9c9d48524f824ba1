/** Any document that the writer accepts reads back equal. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type EnvelopeSettings, type SetToWrite, strictPolicy, type WriteResult } from "../writer/interchange.ts";
import { writeInterchange } from "../writer/writeInterchange.ts";
import { type DocumentOf, documentForms } from "./documentOf.ts";
import { messagesOf, type SetMessage } from "./messages.ts";

const settings = (version: string): EnvelopeSettings => ({
  sender: { qualifier: "ZZ", id: "SENDER", applicationId: "SENDER" },
  receiver: { qualifier: "ZZ", id: "RECEIVER", applicationId: "RECEIVER" },
  separators: { element: "*", component: ">", segment: "~" },
  interchangeVersion: version < "005010" ? "00401" : "00501",
  usage: "T",
  version,
});

// Values of documents.
const plain = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 .,'&/-]{0,16}[A-Za-z0-9]$/);
const anything = fc.string({ unit: "grapheme", maxLength: 12 });
const text = fc.oneof(
  { weight: 80, arbitrary: plain },
  { weight: 8, arbitrary: fc.tuple(anything, plain, anything).map((parts) => parts.join("")) },
  { weight: 1, arbitrary: anything },
);
const code = (...codes: string[]) => fc.constantFrom(...codes);
const decimal = fc
  .tuple(fc.integer({ min: -99_999_999, max: 99_999_999 }), fc.nat(4))
  .map(([units, scale]) => String(Number(`${units}e-${scale}`)))
  .filter((value) => !value.includes("e"))
  .map((value) => (value === "-0" ? "0" : value));
const quantity = decimal.filter((value) => !value.startsWith("-"));
const money = fc.integer({ min: -999_999_999, max: 999_999_999 }).map((cents) => String(cents / 100));
const whole = fc.integer({ min: 1, max: 999 }).map(String);
const date = fc
  .date({ min: new Date("1990-01-01"), max: new Date("2069-12-31"), noInvalidDate: true })
  .map((day) => day.toISOString().slice(0, 10));
const time = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })).map(([hours, minutes]) => {
  return `${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`;
});
const unit = code("EA", "CA", "LB", "DZ");
const some = <T>(entry: fc.Arbitrary<T>, most = 3) => fc.array(entry, { maxLength: most });
const record = <T extends object>(
  required: { [K in keyof T]: fc.Arbitrary<T[K]> },
  optional: Record<string, fc.Arbitrary<unknown>>,
) =>
  fc.record({ ...required, ...optional } as Record<string, fc.Arbitrary<unknown>>, {
    requiredKeys: Object.keys(required),
  });

// Parts of documents.
const reference = record({ qualifier: code("IA", "DP", "VR"), value: plain }, { description: text });
const contact = record(
  { role: code("BD", "OC") },
  { name: text, numbers: some(fc.record({ kind: code("TE", "EM"), number: plain }), 3) },
);
const currency = record({ party: code("BY", "SE"), code: code("USD", "CAD") }, { exchangeRate: fc.constant("1.2345") });
const datedEvent = record({ kind: code("002", "010", "011"), date }, { time });
const product = fc.record({ qualifier: code("VN", "IN", "UP"), id: plain });
const products = some(product, 10);
const description = record({ form: fc.constant("F"), text }, {});
const allowance = record(
  { indicator: code("A", "C"), code: code("D240", "C310") },
  { amount: money, description: text },
);
const terms = record({ type: code("01", "08") }, { basis: code("3"), netDays: whole, description: text });
const carrier = record({ idKind: fc.constant("2"), id: plain }, { method: code("M", "A"), routing: text });
const freight = record({ payment: code("PP", "CC") }, {});
const note = record({ qualifier: fc.constant("L1"), description: plain }, { text: some(text) });
const place = record({ city: plain }, { state: code("IL", "NY"), postalCode: code("60601"), country: code("US") });
const party = record(
  { role: code("ST", "BT", "VN"), name: plain },
  {
    additionalNames: some(text, 2),
    address: some(text, 4),
    place,
    references: some(reference),
    contacts: some(contact, 2),
  },
);
const schedule = fc.record({ quantity, unit, dateKind: fc.constant("002"), date });
const taxes = some(record({ type: code("ST", "TX"), amount: decimal }, {}), 2);
const packing = record({ packs: whole }, {});

const lineFields = {
  number: whole,
  quantity,
  unit,
};
const lineExtras = {
  unitPrice: quantity,
  products,
  descriptions: some(description),
  packings: some(packing, 2),
  references: some(reference),
  dates: some(datedEvent),
  allowancesAndCharges: some(allowance, 2),
  taxes,
  schedules: some(schedule),
  notes: some(note, 2),
  parties: some(party, 2),
};
const headerExtras = {
  currency,
  references: some(reference),
  contacts: some(contact),
  freightTerms: some(freight, 1),
  allowancesAndCharges: some(allowance, 2),
  terms: some(terms, 2),
  dates: some(datedEvent),
  carriers: some(carrier, 2),
  notes: some(note, 2),
  parties: some(party),
};
const { taxes: _taxes, schedules: _schedules, packings: _packings, ...changeExtras } = lineExtras;

const acknowledgment = record(
  { status: code("IA", "IB", "IR", "IS"), quantity, unit },
  { dateKind: fc.constant("068"), date, reference: plain, products, industryCode: fc.constant("X") },
);

const withTotals = (document: object): object => {
  const { lines, levels } = document as { lines?: object[]; levels?: object[] };
  return { ...document, totals: { lineCount: String((lines ?? levels ?? []).length) } };
};

const level = fc.oneof(
  record({ level: fc.constant("O"), order: record({ purchaseOrder: plain }, { date, line: whole }) }, {}),
  record({ level: fc.constant("P") }, { marks: some(fc.record({ qualifier: fc.constant("GM"), number: plain })) }),
  record(
    {
      level: fc.constant("I"),
      item: record({ products: fc.array(product, { minLength: 1, maxLength: 15 }) }, { line: whole }),
    },
    { quantity: fc.record({ shipped: quantity, unit }), descriptions: some(description) },
  ),
);

const functionalAcknowledgment = record(
  {
    group: fc.record({ functionalId: code("PO", "PC"), controlNumber: whole }),
    result: record(
      { status: code("A", "P", "R"), included: whole, received: whole, accepted: whole },
      { errors: some(code("4", "5"), 5) },
    ),
  },
  {
    sets: some(
      record(
        {
          set: code("850"),
          controlNumber: fc.integer({ min: 1000, max: 9999 }).map(String),
          result: record({ status: code("A", "R") }, { errors: some(code("4", "5"), 5) }),
        },
        {
          segments: some(
            record(
              { id: code("N1", "PO1"), position: whole, error: code("8") },
              {
                elements: some(
                  record({ position: code("1", "2"), error: code("1", "7") }, { component: code("1"), value: plain }),
                  3,
                ),
              },
            ),
          ),
        },
      ),
    ),
  },
);

const documents: { [Id in keyof DocumentOf]: fc.Arbitrary<object> } = {
  "850": record(
    {
      purpose: code("00", "05"),
      type: code("SA", "DS"),
      number: plain,
      date,
      lines: fc.array(record(lineFields, lineExtras), { minLength: 1, maxLength: 4 }),
    },
    { ...headerExtras, contract: plain, taxes },
  ).map(withTotals),
  "860": record(
    {
      purpose: code("04", "05"),
      type: code("SA"),
      number: plain,
      date,
      lines: fc.array(record({ ...lineFields, change: code("QI", "DI"), quantityLeft: whole }, changeExtras), {
        minLength: 1,
        maxLength: 4,
      }),
    },
    { ...headerExtras, changeDate: date, changeSequence: whole },
  ).map(withTotals),
  "855": record(
    {
      purpose: code("00"),
      type: code("AC", "RD"),
      purchaseOrder: plain,
      purchaseOrderDate: date,
      lines: some(record(lineFields, { ...lineExtras, acknowledgments: some(acknowledgment, 4) }), 4),
    },
    { ...headerExtras, sellerOrder: plain, date },
  ).map(withTotals),
  "856": fc
    .record({
      head: record({ purpose: code("00"), shipment: plain, date, time }, {}),
      levels: fc.array(level, { maxLength: 8 }),
    })
    .map(({ head, levels }) =>
      withTotals({
        ...head,
        levels: [
          { id: "1", level: "S" },
          ...levels.map((each, index) => ({
            ...each,
            id: String(index + 2),
            parentId: String(Math.ceil((index + 1) / 2)),
          })),
        ],
      }),
    ),
  "810": record(
    {
      date,
      number: plain,
      lines: fc.array(
        record(
          { ...lineFields, unitPrice: quantity },
          { products, descriptions: some(description), taxes, references: some(reference) },
        ),
        { minLength: 1, maxLength: 4 },
      ),
      total: record({ due: money }, { discountable: money }),
    },
    {
      purchaseOrder: plain,
      transactionType: code("DI", "CR"),
      currency,
      references: some(reference),
      parties: some(party),
      terms: some(terms, 2),
      dates: some(datedEvent),
      taxes,
      allowancesAndCharges: some(
        record({ indicator: code("A", "C"), code: code("D240") }, { amount: money, taxes }),
        2,
      ),
    },
  ).map(withTotals),
  "997": functionalAcknowledgment,
  "999": functionalAcknowledgment,
};

/** What a document means: nothing absent, empty or blank at an end. */
function meaningOf(value: unknown): unknown {
  if (typeof value === "string") return value.trimEnd() === "" ? undefined : value.trimEnd();
  if (Array.isArray(value)) {
    const entries = value.map(meaningOf).filter((entry) => entry !== undefined);
    return entries.length === 0 ? undefined : entries;
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).flatMap(([name, each]) => {
    const meaning = meaningOf(each);
    return meaning === undefined ? [] : [[name, meaning] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

const writing = (set: keyof DocumentOf, version: string, document: unknown): WriteResult =>
  writeInterchange({
    settings: settings(version),
    policy: { ...strictPolicy, overlong: { PID05: "split", N301: "split", MSG01: "cut" } },
    date: "2026-01-15",
    time: "10:30",
    controlNumber: "1",
    groups: [{ controlNumber: "1", sets: [{ set, controlNumber: "0001", document } as SetToWrite] }],
  });

const onlySet = (bytes: Uint8Array): SetMessage => {
  const [message, ...others] = [...messagesOf(bytes)];
  if (message?.kind !== "set" || others.length > 0) throw new Error("not one set");
  return message;
};

describe.each(Object.keys(documents) as (keyof DocumentOf)[])("a document of the %s", (set) => {
  it.each(["004010", "005010"])("that the writer accepts in %s reads back equal", (version) => {
    let accepted = 0;
    let runs = 0;
    fc.assert(
      fc.property(documents[set], (document) => {
        runs++;
        const written = writing(set, version, document);
        if (!written.ok) {
          expect(written.faults).not.toEqual([]);
          return;
        }
        accepted++;
        const read = documentForms[set].fromSet(onlySet(written.bytes));
        expect(read.notes).toEqual([]);
        if (written.warnings.length === 0) expect(meaningOf(read.document)).toEqual(meaningOf(document));
        // What was changed on the way out is changed for good: it goes out again without a word, as the same bytes.
        const again = writing(set, version, read.document);
        if (!again.ok) throw new Error(again.faults[0]?.message);
        expect(again.warnings).toEqual([]);
        expect(Buffer.from(again.bytes)).toEqual(Buffer.from(written.bytes));
      }),
      { numRuns: Number(process.env.ROUND_TRIP_RUNS ?? 150) },
    );
    expect(accepted / runs).toBeGreaterThan(0.3);
  });
});
