/** The separators of one interchange, as byte values. */
export interface Separators {
  readonly element: number;
  /** ISA16. */
  readonly component: number;
  /** ISA11, where the interchange version has one; else undefined. */
  readonly repetition: number | undefined;
  readonly terminator: number;
}

/** What reading an ISA gave. Offsets are into the bytes that were given. */
export type IsaReading =
  /** Not enough bytes to tell. */
  | { readonly kind: "more" }
  | { readonly kind: "notIsa" }
  /** It begins like an ISA and is none; `elements` is how many were found before it broke off. */
  | { readonly kind: "broken"; readonly elements: number }
  | {
      readonly kind: "isa";
      readonly separators: Separators;
      /** One past the terminator. */
      readonly end: number;
      /** Whether every element has its fixed width, 106 bytes in all. */
      readonly fixed: boolean;
      /** ISA16 is absent: the terminator follows the last element separator at once. */
      readonly componentMissing: boolean;
      /** Bytes behind the terminator that make one UTF-8 character with it. */
      readonly continuation: number;
    };

/** Byte offsets of the sixteen element separators of an ISA whose elements have their widths. */
const fixedOffsets = [3, 6, 17, 20, 31, 34, 50, 53, 69, 76, 81, 83, 89, 99, 101, 103];

/** No sender makes an ISA longer than this by padding alone. */
const longest = 400;

/** Bytes behind the terminator that are looked at: to tell a GS, or the rest of a character. */
const lookahead = 4;

const capitalI = 0x49;
const capitalS = 0x53;
const capitalA = 0x41;
const capitalG = 0x47;

export const isAlphanumeric = (byte: number): boolean =>
  (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);

/**
 * Reads the separators from the ISA that may begin at `at`: by its fixed offsets, or by its sixteen separators where ids
 * are not padded. Never by offset 105 alone.
 */
export function readIsa(bytes: Uint8Array, at: number, end: number, final: boolean): IsaReading {
  const more: IsaReading = final ? { kind: "notIsa" } : { kind: "more" };
  if (end - at < 4) return more;
  if (!beginsIsa(bytes, at)) return { kind: "notIsa" };
  const element = bytes[at + 3] ?? 0;
  if (isAlphanumeric(element)) return { kind: "notIsa" };

  if (end - at < 106 + lookahead && !final) return more;
  if (end - at >= 106 && isFixed(bytes, at, element)) {
    return isa(bytes, at, 103, element, end);
  }
  let found = 0;
  const stop = Math.min(end, at + longest);
  for (let i = at + 3; i < stop; i++) {
    if (bytes[i] !== element) continue;
    // A GS before the sixteenth separator: the ISA has lost some of its elements.
    if (found > 0 && bytes[i - 1] === capitalS && bytes[i - 2] === capitalG && !isAlphanumeric(bytes[i - 3] ?? 0)) {
      return { kind: "broken", elements: found };
    }
    if (++found === 16) {
      if (i + 3 + lookahead > end && !final) return { kind: "more" };
      return isa(bytes, at, i - at, element, end);
    }
  }
  return stop === at + longest || final ? { kind: "broken", elements: found } : { kind: "more" };
}

function isa(bytes: Uint8Array, at: number, last: number, element: number, end: number): IsaReading {
  const component = bytes[at + last + 1];
  const terminator = bytes[at + last + 2];
  if (component === undefined || terminator === undefined || at + last + 2 >= end)
    return { kind: "broken", elements: 16 };
  let continuation = 0;
  if (terminator >= 0xc2) while (((bytes[at + last + 3 + continuation] ?? 0) & 0xc0) === 0x80) continuation++;
  const componentMissing = terminator === capitalG && bytes[at + last + 3] === capitalS;
  return {
    kind: "isa",
    separators: {
      element,
      component,
      terminator: componentMissing ? component : terminator,
      repetition: repetitionOf(bytes, at, element, [element, component, terminator]),
    },
    end: at + last + (componentMissing ? 2 : 3),
    fixed: last === 103 && isFixed(bytes, at, element),
    componentMissing,
    continuation,
  };
}

/**
 * ISA11 separates repetitions only from interchange version 00402 on, and only where it can be a separator at all:
 * many senders of later versions still write `U`, and splitting on `U` breaks text.
 */
function repetitionOf(bytes: Uint8Array, at: number, element: number, taken: readonly number[]): number | undefined {
  let i = at;
  for (let count = 0; count < 11; i++) if (bytes[i] === element) count++;
  const candidate = bytes[i] ?? 0;
  if (bytes[i + 1] !== element) return undefined;
  const version = Number.parseInt(latin1(bytes, i + 2, i + 7), 10);
  if (!(version >= 402) || isAlphanumeric(candidate) || candidate === 0x20 || taken.includes(candidate))
    return undefined;
  return candidate;
}

function isFixed(bytes: Uint8Array, at: number, element: number): boolean {
  for (const offset of fixedOffsets) if (bytes[at + offset] !== element) return false;
  return true;
}

const beginsIsa = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === capitalI && bytes[at + 1] === capitalS && bytes[at + 2] === capitalA;

/** Whether an interchange header may begin at `at`: `ISA` and a byte that can be a separator. */
export function mayBeIsa(bytes: Uint8Array, at: number): boolean {
  const separator = bytes[at + 3];
  return beginsIsa(bytes, at) && separator !== undefined && !isAlphanumeric(separator);
}

/** A whole ISA may begin, but the bytes end before it can be told. */
export const undecided = -2;

/** The first place from `from` and before `before` where a whole ISA of fixed widths begins; -1, or {@link undecided}. */
export function findFixedIsa(bytes: Uint8Array, from: number, end: number, before = end): number {
  for (let at = from; at < before; at++) {
    at = bytes.indexOf(capitalI, at);
    if (at < 0 || at >= before) return -1;
    if (at + 106 > end) return mayBeCut(bytes, at, end) ? undecided : findNoMore(bytes, at, end, before);
    if (mayBeIsa(bytes, at) && isFixed(bytes, at, bytes[at + 3] ?? 0)) return at;
  }
  return -1;
}

/** Near the end of the bytes, where no whole ISA fits any more: whether one may begin behind `at`. */
function findNoMore(bytes: Uint8Array, at: number, end: number, before: number): number {
  for (let next = at + 1; next < before; next++) if (mayBeCut(bytes, next, end)) return undecided;
  return -1;
}

function mayBeCut(bytes: Uint8Array, at: number, end: number): boolean {
  const left = end - at;
  if (bytes[at] !== capitalI || (left > 1 && bytes[at + 1] !== capitalS)) return false;
  return left <= 2 || (bytes[at + 2] === capitalA && (left === 3 || mayBeIsa(bytes, at)));
}

/** Node's own slice, which every Buffer has and which takes any byte array: a Buffer made for one short text costs more. */
const { latin1Slice } = Buffer.prototype as unknown as {
  latin1Slice(this: Uint8Array, from: number, to: number): string;
};

/** Text of a range, one character a byte. Most elements are so short that a call into Node takes longer than reading them. */
export function latin1(bytes: Uint8Array, from: number, to: number): string {
  const first = bytes[from] as number;
  switch (to - from) {
    case 0:
      return "";
    case 1:
      return String.fromCharCode(first);
    case 2:
      return String.fromCharCode(first, bytes[from + 1] as number);
    case 3:
      return String.fromCharCode(first, bytes[from + 1] as number, bytes[from + 2] as number);
    default:
      return latin1Slice.call(bytes, from, to);
  }
}
