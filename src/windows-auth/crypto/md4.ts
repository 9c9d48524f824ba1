/**
 * MD4, RFC 1320. OpenSSL 3 has it in the legacy provider only, so `node:crypto` cannot be relied on for it.
 * NTLM and Kerberos type 23 need it for the password's hash and for nothing else.
 *
 * @param message any bytes
 * @returns 16 bytes
 */
export function md4(message: Uint8Array): Buffer {
  const bits = BigInt(message.length) * 8n;
  const padded = Buffer.alloc((((message.length + 8) >> 6) + 1) << 6);
  padded.set(message);
  padded[message.length] = 0x80;
  padded.writeBigUInt64LE(bits, padded.length - 8);

  const state: Words = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476];
  const block = new Int32Array(16);
  for (let offset = 0; offset < padded.length; offset += 64) {
    for (let word = 0; word < 16; word++) block[word] = padded.readInt32LE(offset + word * 4);
    compress(state, block);
  }
  const digest = Buffer.alloc(16);
  for (const [word, value] of state.entries()) digest.writeInt32LE(value | 0, word * 4);
  return digest;
}

type Words = [number, number, number, number];

interface Round {
  readonly mix: (x: number, y: number, z: number) => number;
  readonly constant: number;
  /** Which word of the block each of the 16 steps takes. */
  readonly order: readonly number[];
  readonly shifts: readonly [number, number, number, number];
}

const rounds: readonly Round[] = [
  {
    mix: (x, y, z) => (x & y) | (~x & z),
    constant: 0,
    order: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    shifts: [3, 7, 11, 19],
  },
  {
    mix: (x, y, z) => (x & y) | (x & z) | (y & z),
    constant: 0x5a827999,
    order: [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15],
    shifts: [3, 5, 9, 13],
  },
  {
    mix: (x, y, z) => x ^ y ^ z,
    constant: 0x6ed9eba1,
    order: [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15],
    shifts: [3, 9, 11, 15],
  },
];

function compress(state: Words, block: Int32Array): void {
  let [a, b, c, d] = state;
  for (const { mix, constant, order, shifts } of rounds) {
    for (const [step, word] of order.entries()) {
      const sum = (a + mix(b, c, d) + (block[word] as number) + constant) | 0;
      const shift = shifts[(step & 3) as 0 | 1 | 2 | 3];
      const rotated = (sum << shift) | (sum >>> (32 - shift));
      a = d;
      d = c;
      c = b;
      b = rotated;
    }
  }
  state[0] = (state[0] + a) | 0;
  state[1] = (state[1] + b) | 0;
  state[2] = (state[2] + c) | 0;
  state[3] = (state[3] + d) | 0;
}
