import { randomBytes } from "node:crypto";

export type IdentifierPrefix =
  | "job"
  | "doc"
  | "dlv"
  | "wrk"
  | "rcv"
  | "inb"
  | "drf"
  | "alr"
  | "ntf"
  | "usr"
  | "tok"
  | "bak"
  | "arc"
  | "rst";

// Crockford's alphabet: no I, L, O, U, so that an identifier survives being read out on the telephone.
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/**
 * A new identifier such as `job_01kb2v7m9qx4c8e5t0hjwz3n6r`: 48 bits of time, 80 bits of chance, so that
 * identifiers sort by the time they were made and never meet.
 */
export function newIdentifier(
  prefix: IdentifierPrefix,
  now: Date,
  random: (size: number) => Buffer = randomBytes,
): string {
  let value = (BigInt(now.getTime()) << 80n) | BigInt(`0x${random(10).toString("hex")}`);
  let text = "";
  for (let digit = 0; digit < 26; digit++) {
    text = alphabet[Number(value & 31n)] + text;
    value >>= 5n;
  }
  return `${prefix}_${text}`;
}
