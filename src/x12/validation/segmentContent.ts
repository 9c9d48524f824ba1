/** The elements of one segment against its table. The usual element costs a few comparisons; the rest a closer look. */

import { kind } from "../reader/byteKinds.ts";
import { charactersIn, type Encoding, readAs } from "../reader/encoding.ts";
import type { Scanner } from "../reader/scanner.ts";
import type { Decode } from "../reader/segment.ts";
import { elementText } from "../reader/tokenize.ts";
import type { ElementDefinition, ElementUse, Rule } from "../schema/definition.ts";
import type { CompiledElement, CompiledSegment } from "./compiledSegment.ts";
import type { FaultCode } from "./faultCodes.ts";
import { bit, breaks, describeBroken } from "./relationalRule.ts";
import { isDate, isDateAt, isTime, isTimeAt, numberShape } from "./values.ts";

/** Where in a segment a fault lies, and what about it. */
export interface FaultDetail {
  readonly element?: number;
  readonly component?: number;
  readonly repetition?: number;
  readonly use?: ElementUse;
  readonly rule?: string;
  readonly value?: string;
  readonly message: string;
}

/** What checking a segment needs to know beside it. */
export interface ContentChecking {
  readonly report: (code: FaultCode, detail: FaultDetail) => void;
  readonly decode: Decode | undefined;
  /** Kinds of characters that may be several bytes, so that bytes and characters are not the same number. */
  readonly multibyte: number;
}

type Report = ContentChecking["report"];

/** Lengths are limits on characters (X12.6), and only in UTF-8 are those not the bytes. */
export const multibyteIn = (encoding: Encoding | undefined): number => (encoding === "utf-8" ? kind.high : 0);

/** Checks the scanner's segment. Tells every fault; throws nothing. */
export function checkContent(scanner: Scanner, segment: CompiledSegment, checking: ContentChecking): void {
  const { ends, kinds, count, first } = scanner;
  const { report, multibyte } = checking;
  const elements = segment.elements;
  const known = elements.length;
  const checked = Math.min(count, known);
  let present = 0;
  for (let n = 1; n <= checked; n++) {
    const length = (ends[first + n] as number) - (ends[first + n - 1] as number) - 1;
    if (length === 0) continue;
    const met = kinds[first + n] as number;
    if (met === kind.blank) continue;
    present |= 1 << (n - 1);
    const element = elements[n - 1] as CompiledElement;
    if ((met & (element.suspect | multibyte)) !== 0 || length < element.min || length > element.max) {
      if (!isCleared(scanner, n, length, met, element)) look(scanner, n, element, checking);
    }
  }

  if ((present & segment.mandatory) !== segment.mandatory) {
    for (const { use } of elements) {
      if (use.requirement === "M" && (present & (1 << (use.position - 1))) === 0) {
        const message = `${use.ref} ${use.name} is mandatory and absent`;
        report("elementMissing", { element: use.position, use, rule: "M", message });
      }
    }
  }
  if (((present ^ (present >>> 1)) & segment.pairs) !== 0) checkPairs(segment, present, report);
  const rules = segment.rules;
  for (let i = 0; i < rules.length; i++) {
    const compiled = rules[i] as (typeof rules)[number];
    if (breaks(compiled, present)) reportRule(segment, compiled.rule, present, report);
  }

  if (count === 0) report("segmentEmpty", { message: `${segment.definition.id} has no elements` });
  else if (segment.definition.open) return;
  else if (count > known) checkSurplus(scanner, segment, report);
  else if (ends[first + count] === (ends[first + count - 1] as number) + 1) trailing(scanner, report);
}

/** Whether a value is right although its kinds of characters alone do not say so. Numbers, dates and codes usually are. */
function isCleared(scanner: Scanner, n: number, length: number, met: number, element: CompiledElement): boolean {
  const bytes = scanner.bytes;
  const from = (scanner.ends[scanner.first + n - 1] as number) + 1;
  switch (element.form) {
    case "text":
      return false;
    case "number": {
      if ((met & ~(kind.digit | kind.point | kind.minus)) !== 0 || (met & kind.digit) === 0) return false;
      let points = 0;
      const minus = bytes[from] === 0x2d ? 1 : 0;
      for (let i = from + minus; i < from + length; i++) {
        const byte = bytes[i];
        if (byte === 0x2e) points++;
        else if (byte === 0x2d) return false;
      }
      const digits = length - minus - points;
      return points <= 1 && digits >= element.min && digits <= element.max;
    }
    case "date":
      return met === kind.digit && length === element.max && isDateAt(bytes, from, length);
    case "time":
      return met === kind.digit && isTimeAt(bytes, from, length);
    case "code": {
      if (length > element.max) return false;
      let code = 0;
      for (let i = from; i < from + length; i++) code = (code << 8) | (bytes[i] as number);
      return element.codes?.has(code) === true;
    }
  }
}

function trailing(scanner: Scanner, report: Report): void {
  report("trailingSeparators", {
    element: scanner.count,
    message: "Empty elements at the end keep their separators",
  });
}

function checkSurplus(scanner: Scanner, segment: CompiledSegment, report: Report): void {
  const known = segment.elements.length;
  for (let n = known + 1; n <= scanner.count; n++) {
    if (elementText(scanner, n) === "") continue;
    const message = `${segment.definition.id} has ${scanner.count} elements; the release gives it ${known}`;
    report("elementTooMany", { element: n, value: elementText(scanner, n), rule: String(known), message });
    return;
  }
  trailing(scanner, report);
}

function checkPairs(segment: CompiledSegment, present: number, report: Report): void {
  for (const rule of segment.definition.rules) {
    if (rule.kind !== "P") continue;
    const [first = 1, second = 2] = rule.positions;
    const has = (present >>> (first - 1)) & 1;
    if (second === first + 1 && has !== ((present >>> (second - 1)) & 1)) reportRule(segment, rule, present, report);
  }
}

function reportRule(segment: CompiledSegment, rule: Rule, present: number, report: Report): void {
  const { code, position, use, message } = describeBroken(rule, segment.definition.elements, present);
  report(code, { element: position, ...(use ? { use } : {}), rule: rule.text, message });
}

function look(scanner: Scanner, n: number, compiled: CompiledElement, checking: ContentChecking): void {
  const met = scanner.kinds[scanner.first + n] as number;
  // Separators are bytes: what lies between them is text only after they are found.
  const text = (bytes: string) => ((met & kind.high) === 0 ? bytes : readAs(checking.decode, bytes));
  const report: Report = (code, detail) =>
    checking.report(code, detail.value === undefined ? detail : { ...detail, value: text(detail.value) });
  const raw = elementText(scanner, n);
  if ((met & (kind.control | kind.lineBreak)) !== 0) {
    const message = `${compiled.use.ref} holds a control character`;
    report("elementCharacter", { element: n, use: compiled.use, value: raw, message });
  }
  const { component, repetition } = scanner.separators;
  const repeated = (met & kind.repetition) !== 0 && repetition !== undefined;
  const repeats = repeated ? raw.split(String.fromCharCode(repetition)) : [raw];
  if (repeats.length > compiled.use.repeat) {
    const message = `${compiled.use.ref} is repeated ${repeats.length} times; it may stand ${times(compiled.use.repeat)}`;
    report("repetitionTooMany", { element: n, use: compiled.use, value: raw, message });
  }
  for (const [index, repeat] of repeats.entries()) {
    const where = { element: n, ...(index > 0 ? { repetition: index + 1 } : {}) };
    const parts = (met & kind.component) !== 0 ? repeat.split(String.fromCharCode(component)) : [repeat];
    if (compiled.composite) {
      checkComponents(parts.map(text), compiled, where, checking.report);
    } else if (compiled.element) {
      if (parts.length > 1) {
        const message = `${compiled.use.ref} is no composite and holds a component separator`;
        report("componentTooMany", { ...where, use: compiled.use, value: repeat, message });
      } else checkValue(text(repeat), compiled.use, compiled.element, where, checking.report);
    }
  }
}

const times = (count: number): string => (count === 1 ? "once" : `${count} times`);

function checkComponents(
  parts: readonly string[],
  compiled: CompiledElement,
  where: { element: number; repetition?: number },
  report: Report,
): void {
  const composite = compiled.composite;
  if (!composite) return;
  for (const use of composite.components) {
    const value = parts[use.position - 1] ?? "";
    const at = { ...where, component: use.position };
    const named = { ...use, ref: `${compiled.use.ref}-${use.position}` };
    if (value.trim() === "") {
      if (use.requirement === "M") {
        const message = `${named.ref} ${use.name} is mandatory and absent`;
        report("elementMissing", { ...at, use: named, rule: "M", message });
      }
    } else if (use.element.kind === "element") checkValue(value, named, use.element, at, report);
  }
  let present = 0;
  for (const [index, part] of parts.entries()) if (part.trim() !== "" && index < 31) present |= bit(index + 1);
  for (const rule of compiled.rules) {
    if (!breaks(rule, present)) continue;
    const uses = composite.components.map((use) => ({ ...use, ref: `${compiled.use.ref}-${use.position}` }));
    const { code, position, use, message } = describeBroken(rule.rule, uses, present);
    report(code, { ...where, component: position, ...(use ? { use } : {}), rule: rule.rule.text, message });
  }
  const most = composite.components.length;
  if (parts.length > most && parts.slice(most).some((part) => part !== "")) {
    const message = `${compiled.use.ref} has ${parts.length} components; ${composite.name} has ${most}`;
    report("componentTooMany", { ...where, use: compiled.use, value: parts.join(" "), message });
  }
}

function checkValue(
  raw: string,
  use: ElementUse,
  element: ElementDefinition,
  where: { element: number; component?: number; repetition?: number },
  report: Report,
): void {
  const value = raw.replace(/ +$/, "");
  if (value === "") return;
  const tell = (code: FaultCode, what: string, rule?: string) =>
    report(code, { ...where, use, value: raw, ...(rule ? { rule } : {}), message: `${use.ref} ${use.name} ${what}` });
  let length = charactersIn(value);
  switch (element.type) {
    case "N":
    case "R": {
      const shape = numberShape(value);
      if (shape === undefined) {
        tell("numberInvalid", `is no number: "${cut(value)}"`);
        return;
      }
      if (element.type === "N" && shape.point) {
        tell("numberPoint", `has ${element.decimals} implied decimals and holds a point: "${cut(value)}"`);
      }
      length = shape.digits;
      break;
    }
    case "DT":
      if (!isDate(value)) tell("dateInvalid", `is no date: "${cut(value)}"`);
      else if (length !== element.max) tell("dateLength", `has ${length} digits; the release has ${element.max}`);
      return;
    case "TM":
      if (isTime(value)) break;
      tell("timeInvalid", `is no time: "${cut(value)}"`);
      return;
    case "ID":
      if (element.codes?.complete && !element.codes.meanings.has(value)) {
        tell("codeUnknown", `has a code that is not listed: "${cut(value)}"`, element.number);
      }
      break;
    case "AN":
    case "B":
      break;
  }
  const rule = `${element.min}/${element.max}`;
  if (length < element.min) tell("elementTooShort", `has ${length} of at least ${element.min} characters`, rule);
  else if (length > element.max) tell("elementTooLong", `has ${length} characters; at most ${element.max} fit`, rule);
}

const cut = (value: string): string => (value.length > 40 ? `${value.slice(0, 40)}...` : value);
