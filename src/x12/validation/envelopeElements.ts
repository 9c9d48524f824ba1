/** The elements of ISA, GS and ST, and of the trailers against them. */
import { describeByte } from "../reader/byteKinds.ts";
import type { Scanner } from "../reader/scanner.ts";
import { isAlphanumeric, type Separators } from "../reader/separators.ts";
import { elementText, idText } from "../reader/tokenize.ts";
import { functionalIdOf } from "../schema/schema.ts";
import type { FaultBook } from "./faultBook.ts";
import type { FaultCode } from "./faultCodes.ts";
import type { Level, OpenGroup, OpenInterchange, OpenSet } from "./openEnvelopes.ts";
import { isText } from "./scannedElement.ts";
import { isDate, isTime } from "./values.ts";

/** Control numbers remembered to find repeats; beyond that an input is too large to be one delivery. */
const rememberedNumbers = 100_000;

/** Adds a control number to those that were used. True: it was there already. */
function wasUsed(numbers: Set<string>, number: string): boolean {
  if (numbers.has(number)) return true;
  if (numbers.size < rememberedNumbers) numbers.add(number);
  return false;
}

export const quote = (text: string): string => (text === "" ? "nothing" : `"${text}"`);

/** More elements than an envelope segment has in any release, or, with `known`, in this one. */
export function checkSurplusElements(scanner: Scanner, level: Level, book: FaultBook, known = 2): void {
  for (let element = known + 1; element <= scanner.count; element++) {
    const value = elementText(scanner, element);
    if (value.trim() === "") continue;
    const segment = idText(scanner);
    const message = `${segment} has ${scanner.count} elements; the release gives it ${known}`;
    book.tell("elementTooMany", message, level, { element, value, rule: String(known) });
    return;
  }
}

/** ISA01 to ISA16; `used` are the control numbers of the input so far, with their parties. */
export function checkInterchangeHeader(
  scanner: Scanner,
  { head }: OpenInterchange,
  used: Set<string>,
  book: FaultBook,
): void {
  const invalid = (element: number, what: string, value: string) => {
    const message = `ISA${String(element).padStart(2, "0")} ${what}: "${value}"`;
    book.tell("isaElementInvalid", message, "interchange", { element, value });
  };
  for (const element of [1, 3, 5, 7]) {
    const value = elementText(scanner, element);
    if (!/^[A-Z0-9]{2}$/.test(value)) invalid(element, "is no two-character qualifier", value);
  }
  if (head.sender === "") invalid(6, "names no sender", "");
  if (head.receiver === "") invalid(8, "names no receiver", "");
  if (!isDate(head.date) || head.date.length !== 6) invalid(9, "is no date YYMMDD", head.date);
  if (!isTime(head.time)) invalid(10, "is no time HHMM", head.time);
  const standards = elementText(scanner, 11);
  const { element, component, terminator } = head.separators;
  if (standards.trim() === "") invalid(11, "is neither a standard nor a separator", standards);
  else if ([element, component, terminator].some((byte) => String.fromCharCode(byte) === standards)) {
    invalid(11, "is a separator of another kind already", standards);
  }
  if (!/^\d{5}$/.test(head.version)) invalid(12, "is no interchange version", head.version);
  const wanted = elementText(scanner, 14);
  if (wanted !== "0" && wanted !== "1") invalid(14, "is neither 0 nor 1", wanted);
  if (!/^[PTI]$/.test(head.usage)) invalid(15, "is none of P, T and I", head.usage);

  const at = { element: 13, value: head.controlNumber };
  if (!/^\d{1,9}$/.test(head.controlNumber)) {
    const message = `ISA13 is not nine digits: "${head.controlNumber}"`;
    book.tell("interchangeControlInvalid", message, "interchange", at);
  } else {
    const parties = `${head.senderQualifier}|${head.sender}|${head.receiverQualifier}|${head.receiver}`;
    if (wasUsed(used, `${parties}|${head.controlNumber}`)) {
      const message = `ISA13 ${head.controlNumber} was used before by the same parties`;
      book.tell("interchangeControlDuplicate", message, "interchange", at);
    }
  }
  checkSeparators(head.separators, book);
}

function checkSeparators({ element, component, terminator }: Separators, book: FaultBook): void {
  const named: readonly [string, number, string][] = [
    ["element separator", element, "026"],
    ["component separator", component, "027"],
    ["segment terminator", terminator, "004"],
  ];
  for (const [name, byte, note] of named) {
    if (!isAlphanumeric(byte) && byte !== 0x20) continue;
    const value = describeByte(byte);
    const message = `The ${name} is a letter, a digit or a blank: ${value}`;
    book.tell("separatorInvalid", message, "interchange", { value, note });
  }
  if (element === component || element === terminator || component === terminator) {
    const value = named.map(([, byte]) => describeByte(byte)).join(" ");
    book.tell("separatorsNotDistinct", `Two separators are the same: ${value}`, "interchange", { value });
  }
}

/** GS01 to GS08. */
export function checkGroupHeader(
  scanner: Scanner,
  { head, release, exact }: OpenGroup,
  interchange: OpenInterchange | undefined,
  book: FaultBook,
): void {
  const invalid = (element: number, what: string, value: string) =>
    book.tell("groupElementInvalid", `GS0${element} ${what}: "${value}"`, "group", { element, value });
  const missing = (element: number) =>
    book.tell("groupElementMissing", `GS0${element} is absent`, "group", { element });
  if (head.functionalId === "") missing(1);
  else if (!/^[A-Z0-9]{2}$/.test(head.functionalId)) invalid(1, "is no functional identifier", head.functionalId);
  const party = (element: number, what: string, value: string) => {
    if (value === "") invalid(element, `names no ${what}`, value);
    else if (value.length < 2 || value.length > 15) invalid(element, "does not have 2 to 15 characters", value);
  };
  party(2, "sender", head.sender);
  party(3, "receiver", head.receiver);
  if (!isDate(head.date)) invalid(4, "is no date", head.date);
  else if (head.version !== "" && (head.date.length === 6) !== head.version < "004010") {
    invalid(4, "has not the length of a date of its release", head.date);
  }
  if (!isTime(head.time)) invalid(5, "is no time", head.time);
  const at = { element: 6, value: head.controlNumber };
  if (head.controlNumber === "") missing(6);
  else if (!/^\d{1,9}$/.test(head.controlNumber)) {
    const message = `GS06 is not a number of up to nine digits: "${head.controlNumber}"`;
    book.tell("groupControlInvalid", message, "group", at);
  } else if (interchange && wasUsed(interchange.groupNumbers, `${head.functionalId} ${Number(head.controlNumber)}`)) {
    book.tell("groupControlDuplicate", `GS06 ${head.controlNumber} was used before in this interchange`, "group", at);
  }
  if (!/^[XT]$/.test(head.agency)) invalid(7, "is neither X nor T", head.agency);
  if (head.version === "") missing(8);
  else if (!/^00\d{4}.{0,6}$/.test(head.version)) invalid(8, "is no version", head.version);
  else if (!exact) {
    const message = `GS08 "${head.version}" names a release without tables; those of ${release} stand in`;
    book.tell("versionUnknown", message, "group", { element: 8, value: head.version });
  }
  checkSurplusElements(scanner, "group", book, 8);
}

/** ST01 to ST03. */
export function checkSetHeader(scanner: Scanner, open: OpenSet, group: OpenGroup | undefined, book: FaultBook): void {
  const { set, controlNumber } = open;
  checkSurplusElements(scanner, "set", book, open.compiled.byId.get(scanner.id)?.definition.elements.length);
  const identifier = { element: 1, value: set };
  if (!/^\d{3}$/.test(set)) {
    book.tell("setIdInvalid", `ST01 is no set identifier: "${set}"`, "set", identifier);
  } else {
    const expected = functionalIdOf(set);
    if (group && expected !== undefined && group.head.functionalId !== expected) {
      const message = `GS01 is ${quote(group.head.functionalId)} around an ${set}, whose groups have ${expected}`;
      book.tell("groupSetMismatch", message, "set", identifier);
    }
    if (!open.order) book.tell("setUnknown", `There is no table for the set ${set}`, "set", identifier);
  }
  const control = { element: 2, value: controlNumber };
  if (controlNumber === "") {
    book.tell("setControlInvalid", "ST02 is absent", "set", { element: 2 });
    return;
  }
  if (controlNumber.length < 4 || controlNumber.length > 9) {
    book.tell("setControlLength", `ST02 does not have four to nine characters: "${controlNumber}"`, "set", control);
  }
  if (group && wasUsed(group.setNumbers, controlNumber)) {
    book.tell("setControlDuplicate", `ST02 ${controlNumber} was used before in this group`, "set", control);
  }
}

/** What a trailer's second element is to be compared with, and how its faults are named. */
export interface TrailerNumber {
  readonly code: FaultCode;
  readonly level: Level;
  readonly trailer: string;
  readonly header: string;
}

/** SE02, GE02 and IEA02 are those of the header, as text; leading zeros that differ are told and forgiven. */
export function checkTrailerNumber(
  scanner: Scanner,
  expected: string,
  { code, level, trailer, header }: TrailerNumber,
  book: FaultBook,
): void {
  checkSurplusElements(scanner, level, book);
  if (isText(scanner, 2, expected)) return;
  const given = elementText(scanner, 2).trim();
  if (given === expected) return;
  const at = { element: 2, value: given };
  const alike = /^\d+$/.test(given) && /^\d+$/.test(expected) && Number(given) === Number(expected);
  if (!alike) {
    book.tell(code, `${trailer} is ${quote(given)}; ${header} is ${quote(expected)}`, level, at);
  } else if (level !== "group") {
    // Groups are numbered, not named: zeros in front mean nothing there.
    const message = `${trailer} ${given} and ${header} ${expected} differ in leading zeros`;
    book.tell("controlNumberZeros", message, level, at);
  }
}
