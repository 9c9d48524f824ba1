/** aes128-cts-hmac-sha1-96 (17) and aes256-cts-hmac-sha1-96 (18): RFC 3962 over the simplified profile of RFC 3961. */
import { createHmac, pbkdf2, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { blockLength as block, encryptBlocks, stealingDecrypt, stealingEncrypt } from "./ciphertextStealing.ts";
import type { EncryptionType } from "./encryption.ts";
import { KerberosMessageError } from "./messageError.ts";
import { nfold } from "./nfold.ts";

const macLength = 12;
const defaultIterations = 4096;
/** Active Directory uses 4096; a hostile answer could ask for four thousand million. */
const maxIterations = 1_000_000;

const deriveFromPassword = promisify(pbkdf2);

export const aes128 = aesType(17, 15, 16);
export const aes256 = aesType(18, 16, 32);

function aesType(id: number, checksumType: number, keyLength: 16 | 32): EncryptionType {
  /** DK of RFC 3961 5.1; for AES random-to-key is the identity. */
  const derive = (key: Buffer, constant: Uint8Array): Buffer => {
    const parts: Buffer[] = [];
    let last = constant.length === block ? Buffer.from(constant) : nfold(constant, block);
    for (let have = 0; have < keyLength; have += block) {
      last = encryptBlocks(key, last);
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
        stealingEncrypt(deriveFor(key, usage, 0xaa), data),
        mac(deriveFor(key, usage, 0x55), data),
      ]);
    },
    decrypt(key, usage, cipher) {
      if (cipher.length < block + macLength) throw new KerberosMessageError("encrypted data is cut short");
      const at = cipher.length - macLength;
      const data = stealingDecrypt(deriveFor(key, usage, 0xaa), cipher.subarray(0, at));
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
