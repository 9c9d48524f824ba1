/**
 * Envelope encryption of one secret (AES-256-GCM, NIST SP 800-38D). Each secret has a data key of its own; the data key is
 * wrapped by the master key. Both layers authenticate the secret's name, so that a sealed text moved to another name does
 * not open. A new master key re-wraps the data key; the text is not touched.
 *
 *     mlc1 . <master key id> . base64url(nonce 12 | data key 32 | tag 16) . base64url(nonce 12 | text | tag 16)
 */
import { createCipheriv, createDecipheriv, createHmac } from "node:crypto";
import { ConnectorError } from "../errors/connectorError.ts";

export type RandomBytes = (size: number) => Buffer;

const version = "mlc1";
const nonceSize = 12;
const tagSize = 16;
export const keySize = 32;
const sealedForm = /^mlc1\.([0-9a-f]{16})\.([A-Za-z0-9_-]{80})\.([A-Za-z0-9_-]{38,})$/;

export interface MasterKey {
  /** First 64 bits of an HMAC of the key; names the key without saying anything about it. */
  readonly id: string;
  readonly bytes: Buffer;
}

export function masterKey(bytes: Buffer): MasterKey {
  return { id: createHmac("sha256", bytes).update("ml-connector/master-key-id").digest("hex").slice(0, 16), bytes };
}

/** Encrypts `text` under a fresh data key, bound to `name`. */
export function seal(name: string, text: string, master: MasterKey, random: RandomBytes): string {
  const dataKey = random(keySize);
  try {
    const body = encrypt(dataKey, Buffer.from(text, "utf8"), boundTo("text", name), random);
    return join(master.id, encrypt(master.bytes, dataKey, boundTo("key", name, master.id), random), body);
  } finally {
    dataKey.fill(0);
  }
}

/** Throws `SECRETS_KEY_UNKNOWN` or `SECRETS_DAMAGED`. `find` gives the master key of an id. */
export function open(name: string, sealed: string, find: (id: string) => MasterKey | undefined): string {
  const parts = split(name, sealed);
  const dataKey = unwrap(name, parts, find);
  try {
    return decrypt(name, dataKey, parts.body, boundTo("text", name)).toString("utf8");
  } finally {
    dataKey.fill(0);
  }
}

/** The same secret with its data key wrapped by `master`; proves on the way that the secret still opens. */
export function rewrap(
  name: string,
  sealed: string,
  find: (id: string) => MasterKey | undefined,
  master: MasterKey,
  random: RandomBytes,
): string {
  const parts = split(name, sealed);
  const dataKey = unwrap(name, parts, find);
  try {
    decrypt(name, dataKey, parts.body, boundTo("text", name));
    return join(master.id, encrypt(master.bytes, dataKey, boundTo("key", name, master.id), random), parts.body);
  } finally {
    dataKey.fill(0);
  }
}

/** The id of the master key that wraps this secret. */
export function sealedUnder(name: string, sealed: string): string {
  return split(name, sealed).keyId;
}

interface Parts {
  keyId: string;
  wrapped: Buffer;
  body: Buffer;
}

function split(name: string, sealed: string): Parts {
  const [, keyId, wrapped, body] = sealedForm.exec(sealed) ?? [];
  if (keyId === undefined || wrapped === undefined || body === undefined) {
    throw damaged(name, `the stored form of secret "${name}" is not one that this version writes`);
  }
  return { keyId, wrapped: Buffer.from(wrapped, "base64url"), body: Buffer.from(body, "base64url") };
}

function join(keyId: string, wrapped: Buffer, body: Buffer): string {
  return [version, keyId, wrapped.toString("base64url"), body.toString("base64url")].join(".");
}

function unwrap(name: string, parts: Parts, find: (id: string) => MasterKey | undefined): Buffer {
  const master = find(parts.keyId);
  if (master === undefined) {
    throw new ConnectorError(
      "SECRETS_KEY_UNKNOWN",
      `secret "${name}" was encrypted with master key ${parts.keyId}, which is not at hand`,
      { at: { field: name } },
    );
  }
  return decrypt(name, master.bytes, parts.wrapped, boundTo("key", name, master.id));
}

/** Length-prefixed, so that no two different lists of parts give the same bytes. */
function boundTo(...parts: string[]): Buffer {
  return Buffer.from([version, ...parts].map((part) => `${Buffer.byteLength(part)}:${part}`).join(""), "utf8");
}

function encrypt(key: Buffer, plain: Buffer, bound: Buffer, random: RandomBytes): Buffer {
  const nonce = random(nonceSize);
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: tagSize }).setAAD(bound);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(name: string, key: Buffer, bytes: Buffer, bound: Buffer): Buffer {
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, nonceSize), { authTagLength: tagSize })
    .setAAD(bound)
    .setAuthTag(bytes.subarray(bytes.length - tagSize));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(nonceSize, bytes.length - tagSize)), decipher.final()]);
  } catch {
    throw damaged(name, `secret "${name}" does not open: it was changed, or was sealed for another name`);
  }
}

function damaged(name: string, message: string): ConnectorError {
  return new ConnectorError("SECRETS_DAMAGED", message, { at: { field: name } });
}
