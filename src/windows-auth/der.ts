/**
 * The part of ASN.1 DER (X.690) that X.509, Kerberos and SPNEGO need: definite lengths and single-byte tags.
 * The reader walks one level at a time, so that no input can make it recurse.
 */

/** Thrown for bytes that are not the DER expected; callers turn it into their own error. */
export class DerError extends Error {
  override readonly name = "DerError";
}

export interface DerValue {
  /** The identifier byte, class and constructed bit included: 0x30 is a SEQUENCE, 0xa0 is `[0]`. */
  readonly tag: number;
  readonly content: Buffer;
  /** Tag, length and content as they stood. */
  readonly encoded: Buffer;
}

export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  enumerated: 0x0a,
  generalizedTime: 0x18,
  generalString: 0x1b,
  sequence: 0x30,
} as const;

/** The identifier byte of a constructed `[number]`. */
export const contextTag = (number: number): number => 0xa0 | number;
/** The identifier byte of a constructed `[APPLICATION number]`. */
export const applicationTag = (number: number): number => 0x60 | number;

/** Reads one value from the front of `bytes`; what follows it is left alone. */
export function readDer(bytes: Buffer): DerValue {
  const tag = bytes[0];
  const first = bytes[1];
  if (tag === undefined || first === undefined) throw new DerError("the value is cut short");
  if ((tag & 0x1f) === 0x1f) throw new DerError("multi-byte tags are not expected here");
  let start = 2;
  let length = first;
  if (first >= 0x80) {
    const lengthBytes = first & 0x7f;
    if (lengthBytes === 0 || lengthBytes > 4) throw new DerError("the length has an unexpected form");
    start += lengthBytes;
    if (bytes.length < start) throw new DerError("the length is cut short");
    length = bytes.readUIntBE(2, lengthBytes);
  }
  const end = start + length;
  if (end > bytes.length) throw new DerError("the value is longer than its container");
  return { tag, content: bytes.subarray(start, end), encoded: bytes.subarray(0, end) };
}

/** Reads one value and insists on its tag. */
export function expectDer(bytes: Buffer, tag: number): DerValue {
  const value = readDer(bytes);
  if (value.tag !== tag) throw new DerError(`tag 0x${tag.toString(16)} expected, 0x${value.tag.toString(16)} found`);
  return value;
}

/** The values that stand one after the other in the content of a constructed value. */
export function derChildren(content: Buffer): DerValue[] {
  const values: DerValue[] = [];
  for (let rest = content; rest.length > 0; ) {
    const value = readDer(rest);
    values.push(value);
    rest = rest.subarray(value.encoded.length);
  }
  return values;
}

/** The fields of a SEQUENCE whose members are all explicitly tagged `[n]`, by their number: the value inside the tag. */
export function derFields(sequence: DerValue): ReadonlyMap<number, DerValue> {
  const fields = new Map<number, DerValue>();
  for (const child of derChildren(sequence.content)) {
    if ((child.tag & 0xe0) === 0xa0) fields.set(child.tag & 0x1f, readDer(child.content));
  }
  return fields;
}

export function requireField(fields: ReadonlyMap<number, DerValue>, number: number, tag?: number): DerValue {
  const value = fields.get(number);
  if (value === undefined) throw new DerError(`field [${number}] is missing`);
  if (tag !== undefined && value.tag !== tag) throw new DerError(`field [${number}] has another type than expected`);
  return value;
}

/** An INTEGER or ENUMERATED of at most six bytes, signed. */
export function derToNumber(value: DerValue): number {
  if (value.content.length === 0 || value.content.length > 6) throw new DerError("the number has an unexpected size");
  return value.content.readIntBE(0, value.content.length);
}

export const derToText = (value: DerValue): string => value.content.toString("utf8");

/** Dotted form of an OBJECT IDENTIFIER. */
export function derToObjectIdentifier(value: DerValue): string {
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of value.content) {
    if (arc > 0x1ffffff) throw new DerError("the object identifier is out of range");
    arc = arc * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      arcs.push(arc);
      arc = 0;
    }
  }
  const first = arcs[0];
  if (first === undefined) throw new DerError("the object identifier is empty");
  const root = Math.min(2, Math.floor(first / 40));
  return [root, first - root * 40, ...arcs.slice(1)].join(".");
}

export function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const length = contents.reduce((sum, content) => sum + content.length, 0);
  return Buffer.concat([Buffer.from([tag]), derLength(length), ...contents]);
}

function derLength(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest & 0xff);
  return Buffer.from([0x80 | bytes.length, ...bytes]);
}

export const derSequence = (...contents: readonly Uint8Array[]): Buffer => der(tags.sequence, ...contents);
export const derField = (number: number, content: Uint8Array): Buffer => der(contextTag(number), content);
export const derOctets = (content: Uint8Array): Buffer => der(tags.octetString, content);
export const derText = (text: string): Buffer => der(tags.generalString, Buffer.from(text, "utf8"));

export function derInteger(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.unshift(((rest % 256) + 256) % 256);
    rest = Math.floor(rest / 256);
  } while (rest !== 0 && rest !== -1);
  const top = bytes[0] as number;
  if (value >= 0 && top >= 0x80) bytes.unshift(0);
  if (value < 0 && top < 0x80) bytes.unshift(0xff);
  return der(tags.integer, Buffer.from(bytes));
}

/** KerberosFlags and their like: 32 bits, bit 0 is the most significant. */
export function derBits32(...bits: readonly number[]): Buffer {
  const flags = Buffer.alloc(5);
  flags.writeUInt32BE(
    bits.reduce((sum, bit) => sum + 2 ** (31 - bit), 0),
    1,
  );
  return der(tags.bitString, flags);
}

export function derObjectIdentifier(dotted: string): Buffer {
  const [root = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  const bytes: number[] = [];
  for (const arc of [root * 40 + second, ...rest]) {
    const groups = [arc & 0x7f];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128))
      groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return der(tags.objectIdentifier, Buffer.from(bytes));
}
