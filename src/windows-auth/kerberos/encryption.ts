/** Encryption types of Kerberos as the messages use them; the algorithms are in aesSha1.ts and rc4Hmac.ts. */
import { aes128, aes256 } from "./aesSha1.ts";
import { KerberosMessageError } from "./messageError.ts";
import type { EncryptionTypeName } from "./options.ts";
import { rc4Hmac } from "./rc4Hmac.ts";

export interface EncryptionType {
  readonly checksum: (key: Buffer, usage: number, data: Uint8Array) => Buffer;
  /** Checksum type number that goes with the encryption type. */
  readonly checksumType: number;
  readonly confounderLength: number;
  /** @throws KerberosMessageError if the integrity check fails */
  readonly decrypt: (key: Buffer, usage: number, cipher: Buffer) => Buffer;
  readonly encrypt: (key: Buffer, usage: number, plain: Uint8Array, confounder: Uint8Array) => Buffer;
  readonly id: number;
  readonly keyLength: number;
  /** @param parameters the s2kparams of ETYPE-INFO2 */
  readonly stringToKey: (password: string, salt: string, parameters: Buffer | undefined) => Promise<Buffer>;
}

export interface EncryptionKey {
  readonly type: EncryptionType;
  readonly value: Buffer;
}

/** Strongest first. */
const byName: Readonly<Record<EncryptionTypeName, EncryptionType>> = { aes256, aes128, rc4: rc4Hmac };
const known = Object.values(byName);

export const encryptionTypes = (names: readonly EncryptionTypeName[] | undefined): readonly EncryptionType[] =>
  names === undefined ? known : known.filter((type) => names.some((name) => byName[name] === type));

export const encryptionType = (id: number): EncryptionType | undefined => known.find((type) => type.id === id);

/** @throws KerberosMessageError if the type is not one that is spoken here, or the key has not its length */
export function encryptionKey(id: number, value: Buffer): EncryptionKey {
  const type = encryptionType(id);
  if (type === undefined) throw new KerberosMessageError(`encryption type ${id} is not supported`);
  if (value.length !== type.keyLength) throw new KerberosMessageError("a key has the wrong length");
  return { type, value };
}

/** Key usage numbers, RFC 4120 7.5.1. */
export const keyUsage = {
  asReqTimestamp: 1,
  asRep: 3,
  tgsReqChecksum: 6,
  tgsReqAuthenticator: 7,
  tgsRep: 8,
  apReqAuthenticator: 11,
  apRep: 12,
} as const;
