/**
 * RC4. OpenSSL 3 has it in the legacy provider only; Kerberos type 23 (RFC 4757) is built on it.
 * Encrypting and decrypting are the same operation.
 */
export function rc4(key: Uint8Array, data: Uint8Array): Buffer {
  if (key.length === 0) throw new RangeError("RC4 needs a key");
  const state = new Uint8Array(256);
  for (let i = 0; i < 256; i++) state[i] = i;
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + at(state, i) + at(key, i % key.length)) & 255;
    swap(state, i, j);
  }
  const output = Buffer.alloc(data.length);
  for (let n = 0, i = 0, j = 0; n < data.length; n++) {
    i = (i + 1) & 255;
    j = (j + at(state, i)) & 255;
    swap(state, i, j);
    output[n] = at(data, n) ^ at(state, (at(state, i) + at(state, j)) & 255);
  }
  return output;
}

const at = (bytes: Uint8Array, index: number): number => bytes[index] as number;

function swap(state: Uint8Array, i: number, j: number): void {
  const held = at(state, i);
  state[i] = at(state, j);
  state[j] = held;
}
