/** A segment in a few words: what it is about, and what it says. */
import type { ReadableElement, ReadableSegment } from "./readableView.ts";

export interface Phrase {
  label: string;
  /** The code behind the label, as EDI people know it. */
  code?: string;
  parts: readonly string[];
}

/** How segments differ from the rule that the first code says what the segment is about. */
interface Style {
  /** A fixed label; every element is then a part. */
  label?: string;
  /** Number of the element that is the label. */
  labelElement?: number;
  /** Put in front of the label element's value: `Line 1`. */
  prefix?: string;
  /** Elements that say nothing to a reader here. */
  hidden?: readonly number[];
  /** Between the parts. */
  joined?: string;
}

const styles: Readonly<Record<string, Style>> = {
  CUR: { label: "Currency" },
  FOB: { label: "Freight terms" },
  ITD: { label: "Payment terms" },
  TD1: { label: "Packages" },
  TD3: { label: "Equipment" },
  TD5: { label: "Carrier" },
  CAD: { label: "Carrier" },
  N2: { label: "Name, continued", joined: ", " },
  N3: { label: "Address", joined: ", " },
  N4: { label: "Place", joined: ", " },
  MSG: { label: "Message" },
  MTX: { label: "Message" },
  NTE: { label: "Note" },
  PO1: { labelElement: 1, prefix: "Line" },
  IT1: { labelElement: 1, prefix: "Line" },
  POC: { labelElement: 1, prefix: "Line" },
  LIN: { labelElement: 1, prefix: "Item, line" },
  PO4: { label: "Packing" },
  SN1: { label: "Shipped", hidden: [1] },
  SCH: { label: "Schedule" },
  SDQ: { label: "Stores" },
  PID: { labelElement: 2, prefix: "Description", hidden: [1] },
  PRF: { label: "Purchase order" },
  HL: { labelElement: 3, hidden: [1, 2, 4] },
  ISS: { label: "Shipped in all" },
  CTT: { label: "Totals" },
  TDS: { label: "Amount due" },
};

/** Elements whose value needs no name in front of it, where it comes first. */
const plainNames =
  /^(?:Quantity|Quantity Ordered|Quantity Invoiced|Number of Units Shipped|Amount|Monetary Amount|Date|Time)$/;

export function phraseOf(segment: ReadableSegment): Phrase {
  const style = styles[segment.id] ?? {};
  const shown = segment.elements.filter((element) => !style.hidden?.includes(numberOf(element)));
  const joined = (elements: readonly ReadableElement[]): readonly string[] =>
    style.joined === undefined ? partsOf(elements) : [elements.map(({ value }) => value).join(style.joined)];
  if (style.label !== undefined) return { label: style.label, parts: joined(shown) };

  const wanted = style.labelElement ?? 1;
  const first = shown.find((element) => numberOf(element) === wanted);
  const rest = shown.filter((element) => element !== first);
  if (first === undefined) return { label: style.prefix?.replace(/,.*/, "") ?? segment.name, parts: joined(shown) };
  if (first.meaning !== undefined) return { label: first.meaning, code: first.raw, parts: joined(rest) };
  if (style.prefix !== undefined) return { label: `${style.prefix} ${first.value}`, parts: joined(rest) };
  if (first.type === "ID") return { label: segment.name, code: first.raw, parts: joined(rest) };
  return { label: segment.name, parts: joined(shown) };
}

function partsOf(elements: readonly ReadableElement[]): string[] {
  const parts: string[] = [];
  const told = new Set<string | undefined>();
  for (let index = 0; index < elements.length; index++) {
    const element = elements[index] as ReadableElement;
    const next = elements[index + 1];
    if (isQualifier(element) && next !== undefined && numberOf(next) === numberOf(element) + 1) {
      index++;
      const unit = unitAfter(elements, index);
      if (unit !== undefined) index++;
      parts.push(`${element.meaning ?? element.value} ${next.meaning ?? next.value}${withUnit(unit)}`);
      continue;
    }
    const unit = unitAfter(elements, index);
    if (unit !== undefined) index++;
    const name = nameFor(element, unit, !told.has(element.type));
    told.add(element.type);
    parts.push(`${name}${element.meaning ?? element.value}${withUnit(unit)}`);
  }
  return parts;
}

/** The unit of a number stands behind it: 355 or the composite C001. */
function unitAfter(elements: readonly ReadableElement[], index: number): ReadableElement | undefined {
  const element = elements[index];
  const next = elements[index + 1];
  if (element === undefined || next === undefined || !isNumeric(element)) return undefined;
  return next.dataElement === "355" && numberOf(next) === numberOf(element) + 1 ? next : undefined;
}

function withUnit(unit: ReadableElement | undefined): string {
  return unit === undefined ? "" : ` ${(unit.meaning ?? unit.value).toLowerCase()}`;
}

function nameFor(element: ReadableElement, unit: ReadableElement | undefined, first: boolean): string {
  const named = isNumeric(element) || element.type === "DT" || element.type === "TM";
  if (!named || (first && plainNames.test(element.name))) return "";
  return unit !== undefined && /^(?:Weight|Volume)$/.test(element.name) ? "" : `${shortName(element.name)} `;
}

function isNumeric({ type }: ReadableElement): boolean {
  return type === "R" || type === "N";
}

function isQualifier({ name, type }: ReadableElement): boolean {
  return type === "ID" && name.includes("Qualifier");
}

/** Elements whose name in the dictionary is too general where they stand. */
const rowNames: Readonly<Record<string, string>> = {
  TDS01: "Total due",
  TDS02: "Subject to terms discount",
  TDS03: "Due less terms discount",
  TDS04: "Terms discount",
  BCH10: "Acknowledgment Date",
  BCH11: "Change Date",
  BIG01: "Invoice Date",
  BIG03: "Purchase Order Date",
  BAK04: "Purchase Order Date",
  BAK09: "Acknowledgment Date",
};

/** An element's name where it has a row of its own. */
export function rowName({ ref, name }: ReadableElement): string {
  return rowNames[ref] ?? shortName(name);
}

/** An element's name as a person would say it. */
function shortName(name: string): string {
  return name.replace(/ Code$/, "").replace(/^Transaction Set /, "");
}

function numberOf({ ref }: ReadableElement): number {
  return Number(/(\d{2})(?:-\d+)?$/.exec(ref)?.[1] ?? 0);
}
