/** AES in CBC mode with ciphertext stealing and a zero vector, RFC 3962 5. The key's length chooses the cipher. */
import { createCipheriv, createDecipheriv } from "node:crypto";
import { KerberosMessageError } from "./messageError.ts";

export const blockLength = 16;

/** Plain CBC over whole blocks. */
export function encryptBlocks(key: Buffer, data: Uint8Array): Buffer {
  const cipher = createCipheriv(`aes-${key.length * 8}-cbc`, key, Buffer.alloc(blockLength)).setAutoPadding(false);
  return Buffer.concat([cipher.update(data), cipher.final()]);
}

function decryptBlocks(key: Buffer, data: Uint8Array): Buffer {
  const decipher = createDecipheriv(`aes-${key.length * 8}-cbc`, key, Buffer.alloc(blockLength)).setAutoPadding(false);
  return Buffer.concat([decipher.update(data), decipher.final()]);
}

/** The last two blocks change places and the longer one is cut, so that the result is as long as `data`. */
export function stealingEncrypt(key: Buffer, data: Buffer): Buffer {
  const encrypted = encryptBlocks(key, pad(data));
  if (data.length <= blockLength) return encrypted;
  const last = encrypted.length - blockLength;
  return Buffer.concat([
    encrypted.subarray(0, last - blockLength),
    encrypted.subarray(last),
    encrypted.subarray(last - blockLength, data.length - blockLength),
  ]);
}

/** @throws KerberosMessageError if there is not even one block */
export function stealingDecrypt(key: Buffer, data: Buffer): Buffer {
  if (data.length < blockLength) throw new KerberosMessageError("encrypted data is cut short");
  if (data.length === blockLength) return decryptBlocks(key, data);
  const tail = data.length % blockLength || blockLength;
  const start = data.length - tail - blockLength;
  const moved = data.subarray(start, start + blockLength);
  // Deciphered by itself, the block that was moved forward ends in what the cut one lost.
  const lost = decryptBlocks(key, moved).subarray(tail);
  const whole = Buffer.concat([data.subarray(0, start), data.subarray(start + blockLength), lost, moved]);
  return decryptBlocks(key, whole).subarray(0, data.length);
}

function pad(data: Buffer): Buffer {
  const rest = data.length % blockLength;
  return rest === 0 && data.length > 0 ? data : Buffer.concat([data, Buffer.alloc(blockLength - rest)]);
}
