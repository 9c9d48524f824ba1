/** rc4-hmac (23), RFC 4757: for domains and accounts that have no AES keys. */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { md4 } from "../crypto/md4.ts";
import { rc4 } from "../crypto/rc4.ts";
import type { EncryptionType } from "./encryption.ts";
import { KerberosMessageError } from "./messageError.ts";

const confounderLength = 8;
const macLength = 16;

const hmac = (key: Uint8Array, data: Uint8Array): Buffer => createHmac("md5", key).update(data).digest();

/** The usage in little-endian order; RFC 4757 3 renumbers three of RFC 4120's. */
function usageSalt(usage: number): Buffer {
  const salt = Buffer.alloc(4);
  salt.writeUInt32LE(usage === 3 || usage === 9 ? 8 : usage === 23 ? 13 : usage);
  return salt;
}

export const rc4Hmac: EncryptionType = {
  id: 23,
  checksumType: -138,
  confounderLength,
  keyLength: 16,
  checksum(key, usage, data) {
    const signing = hmac(key, Buffer.from("signaturekey\0", "latin1"));
    return hmac(signing, createHash("md5").update(usageSalt(usage)).update(data).digest());
  },
  encrypt(key, usage, plain, confounder) {
    const usageKey = hmac(key, usageSalt(usage));
    const data = Buffer.concat([confounder, plain]);
    const mac = hmac(usageKey, data);
    return Buffer.concat([mac, rc4(hmac(usageKey, mac), data)]);
  },
  decrypt(key, usage, cipher) {
    if (cipher.length < macLength + confounderLength) throw new KerberosMessageError("encrypted data is cut short");
    const usageKey = hmac(key, usageSalt(usage));
    const mac = cipher.subarray(0, macLength);
    const data = rc4(hmac(usageKey, mac), cipher.subarray(macLength));
    if (!timingSafeEqual(hmac(usageKey, data), mac)) {
      throw new KerberosMessageError("encrypted data fails its integrity check");
    }
    return data.subarray(confounderLength);
  },
  stringToKey: async (password) => md4(Buffer.from(password, "utf16le")),
};
