/** aes128-cts-hmac-sha1-96 (17) and aes256-cts-hmac-sha1-96 (18): RFC 3962 over the simplified profile of RFC 3961. */
import { createCipheriv, createDecipheriv, createHmac, pbkdf2, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import type { EncryptionType } from "./encryption.ts";
import { KerberosMessageError } from "./messageError.ts";
import { nfold } from "./nfold.ts";

const block = 16;
const macLength = 12;
const defaultIterations = 4096;
/** Active Directory uses 4096; a hostile answer could ask for four thousand million. */
const maxIterations = 1_000_000;

const deriveFromPassword = promisify(pbkdf2);

export const aes128 = aesType(17, 15, 16);
export const aes256 = aesType(18, 16, 32);

function aesType(id: number, checksumType: number, keyLength: 16 | 32): EncryptionType {
  const cipherName = `aes-${keyLength * 8}-cbc`;

  const cbc = (key: Buffer, data: Uint8Array): Buffer => {
    const cipher = createCipheriv(cipherName, key, Buffer.alloc(block)).setAutoPadding(false);
    return Buffer.concat([cipher.update(data), cipher.final()]);
  };

  const unCbc = (key: Buffer, data: Uint8Array): Buffer => {
    const decipher = createDecipheriv(cipherName, key, Buffer.alloc(block)).setAutoPadding(false);
    return Buffer.concat([decipher.update(data), decipher.final()]);
  };

  /** DK of RFC 3961 5.1; for AES random-to-key is the identity. */
  const derive = (key: Buffer, constant: Uint8Array): Buffer => {
    const parts: Buffer[] = [];
    let last = constant.length === block ? Buffer.from(constant) : nfold(constant, block);
    for (let have = 0; have < keyLength; have += block) {
      last = cbc(key, last);
      parts.push(last);
    }
    return Buffer.concat(parts);
  };

  const deriveFor = (key: Buffer, usage: number, purpose: number): Buffer => {
    const constant = Buffer.alloc(5);
    constant.writeUInt32BE(usage);
    constant[4] = purpose;
    return derive(key, constant);
  };

  const mac = (key: Buffer, data: Uint8Array): Buffer =>
    createHmac("sha1", key).update(data).digest().subarray(0, macLength);

  return {
    id,
    checksumType,
    confounderLength: block,
    keyLength,
    checksum: (key, usage, data) => mac(deriveFor(key, usage, 0x99), data),
    encrypt(key, usage, plain, confounder) {
      const data = Buffer.concat([confounder, plain]);
      return Buffer.concat([
        ctsEncrypt(deriveFor(key, usage, 0xaa), data, cbc),
        mac(deriveFor(key, usage, 0x55), data),
      ]);
    },
    decrypt(key, usage, cipher) {
      if (cipher.length < block + macLength) throw new KerberosMessageError("encrypted data is cut short");
      const at = cipher.length - macLength;
      const data = ctsDecrypt(deriveFor(key, usage, 0xaa), cipher.subarray(0, at), unCbc);
      if (!timingSafeEqual(mac(deriveFor(key, usage, 0x55), data), cipher.subarray(at))) {
        throw new KerberosMessageError("encrypted data fails its integrity check");
      }
      return data.subarray(block);
    },
    async stringToKey(password, salt, parameters) {
      const iterations = parameters === undefined ? defaultIterations : iterationsFrom(parameters);
      const seed = await deriveFromPassword(
        Buffer.from(password, "utf8"),
        Buffer.from(salt, "utf8"),
        iterations,
        keyLength,
        "sha1",
      );
      return derive(seed, Buffer.from("kerberos"));
    },
  };
}

function iterationsFrom(parameters: Buffer): number {
  const iterations = parameters.length === 4 ? parameters.readUInt32BE() : 0;
  if (iterations < 1 || iterations > maxIterations)
    throw new KerberosMessageError("the iteration count is out of range");
  return iterations;
}

type Cbc = (key: Buffer, data: Uint8Array) => Buffer;

/** CBC with ciphertext stealing, variant CS3: the last two blocks change places (RFC 3962 5). */
function ctsEncrypt(key: Buffer, data: Buffer, cbc: Cbc): Buffer {
  if (data.length <= block) return cbc(key, pad(data));
  const encrypted = cbc(key, pad(data));
  const last = encrypted.length - block;
  return Buffer.concat([
    encrypted.subarray(0, last - block),
    encrypted.subarray(last),
    encrypted.subarray(last - block, last - block + (data.length - last)),
  ]);
}

function ctsDecrypt(key: Buffer, data: Buffer, unCbc: Cbc): Buffer {
  if (data.length <= block) {
    if (data.length < block) throw new KerberosMessageError("encrypted data is cut short");
    return unCbc(key, data);
  }
  const tail = data.length % block || block;
  const start = data.length - tail - block;
  const stolen = data.subarray(start, start + block);
  const partial = data.subarray(start + block);
  // Decrypting the stolen block alone gives what was added to the partial one, whose missing end it holds.
  const mixed = unCbc(key, stolen);
  const full = Buffer.concat([partial, mixed.subarray(tail)]);
  return unCbc(key, Buffer.concat([data.subarray(0, start), full, stolen])).subarray(0, data.length);
}

function pad(data: Buffer): Buffer {
  const rest = data.length % block;
  return rest === 0 ? data : Buffer.concat([data, Buffer.alloc(block - rest)]);
}
