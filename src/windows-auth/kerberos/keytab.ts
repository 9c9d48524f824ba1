/** Keytab files, version 0x502, as `ktpass` and MIT Kerberos write them. */
import { KerberosMessageError } from "./messageError.ts";

export interface KeytabEntry {
  readonly components: readonly string[];
  readonly encryptionType: number;
  readonly key: Buffer;
  readonly realm: string;
  /** Key version number. */
  readonly version: number;
}

const maxSize = 1 << 20;

/** @throws KerberosMessageError if it is no keytab, or is cut short */
export function parseKeytab(bytes: Buffer): KeytabEntry[] {
  if (bytes.length > maxSize || bytes.length < 2 || bytes.readUInt16BE() !== 0x0502) {
    throw new KerberosMessageError("not a keytab of version 0x502");
  }
  const entries: KeytabEntry[] = [];
  let at = 2;
  try {
    while (at + 4 <= bytes.length) {
      const size = bytes.readInt32BE(at);
      at += 4;
      if (size === 0) break;
      // A negative size marks a hole that a deleted entry left.
      if (size > 0) entries.push(parseEntry(bytes.subarray(at, at + size), size));
      at += Math.abs(size);
    }
  } catch (error) {
    if (error instanceof RangeError) throw new KerberosMessageError("the keytab is cut short");
    throw error;
  }
  return entries;
}

function parseEntry(entry: Buffer, size: number): KeytabEntry {
  if (entry.length < size) throw new KerberosMessageError("the keytab is cut short");
  let at = 2;
  const counted = (): Buffer => {
    const length = entry.readUInt16BE(at);
    const value = entry.subarray(at + 2, at + 2 + length);
    if (value.length < length) throw new KerberosMessageError("the keytab is cut short");
    at += 2 + length;
    return value;
  };
  const count = entry.readUInt16BE(0);
  const realm = counted().toString("utf8");
  const components = Array.from({ length: Math.min(count, 16) }, () => counted().toString("utf8"));
  at += 8; // name type and time stamp
  const shortVersion = entry.readUInt8(at);
  const encryptionType = entry.readUInt16BE(at + 1);
  at += 3;
  const key = counted();
  const longVersion = at + 4 <= entry.length ? entry.readUInt32BE(at) : 0;
  return { components, encryptionType, key, realm, version: longVersion || shortVersion };
}
