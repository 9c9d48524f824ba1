/** The attribute list that travels in the target information of NTLM messages, MS-NLMP 2.2.2.1. */
import { NtlmMessageError } from "./messageError.ts";

export const avIds = {
  endOfList: 0,
  netbiosComputerName: 1,
  netbiosDomainName: 2,
  dnsComputerName: 3,
  dnsDomainName: 4,
  dnsTreeName: 5,
  flags: 6,
  timestamp: 7,
  singleHost: 8,
  targetName: 9,
  channelBindings: 10,
} as const;

/** Bit of the `flags` pair: the authenticate message carries a MIC. */
export const micPresent = 0x2;

export interface AvPair {
  readonly id: number;
  readonly value: Buffer;
}

/** Reads up to the end-of-list pair. @throws NtlmMessageError where the list is cut short or has no end */
export function parseAvPairs(bytes: Buffer): AvPair[] {
  const pairs: AvPair[] = [];
  for (let at = 0; at + 4 <= bytes.length; ) {
    const id = bytes.readUInt16LE(at);
    const length = bytes.readUInt16LE(at + 2);
    if (id === avIds.endOfList) return pairs;
    const value = bytes.subarray(at + 4, at + 4 + length);
    if (value.length < length) throw new NtlmMessageError("the target information is cut short");
    pairs.push({ id, value });
    at += 4 + length;
  }
  throw new NtlmMessageError("the target information has no end");
}

/** Writes the pairs and the end-of-list pair. */
export function encodeAvPairs(pairs: readonly AvPair[]): Buffer {
  const parts = pairs.flatMap(({ id, value }) => {
    if (value.length > 0xffff) throw new NtlmMessageError("an attribute is longer than 65535 bytes");
    const header = Buffer.alloc(4);
    header.writeUInt16LE(id);
    header.writeUInt16LE(value.length, 2);
    return [header, value];
  });
  return Buffer.concat([...parts, Buffer.alloc(4)]);
}

export const findAvPair = (pairs: readonly AvPair[], id: number): Buffer | undefined =>
  pairs.find((pair) => pair.id === id)?.value;
