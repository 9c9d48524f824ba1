/**
 * n-fold, RFC 3961 5.1: spreads `input` over `size` bytes, each copy rotated right by 13 bits more than the one before,
 * added up with end-around carry.
 */
export function nfold(input: Uint8Array, size: number): Buffer {
  const total = leastCommonMultiple(input.length, size);
  const bits = input.length * 8;
  const output = Buffer.alloc(size);
  let carry = 0;
  for (let index = total - 1; index >= 0; index--) {
    const copy = Math.floor(index / input.length);
    // The most significant bit of this byte, in the input before its rotation.
    const first = ((((index % input.length) * 8 - 13 * copy) % bits) + bits) % bits;
    const high = input[Math.floor(first / 8)] as number;
    const low = input[(Math.floor(first / 8) + 1) % input.length] as number;
    const rotated = (((high << 8) | low) >>> (8 - (first % 8))) & 0xff;
    carry += rotated + (output[index % size] as number);
    output[index % size] = carry & 0xff;
    carry >>>= 8;
  }
  for (let index = size - 1; carry > 0; index = (index + size - 1) % size) {
    carry += output[index] as number;
    output[index] = carry & 0xff;
    carry >>>= 8;
  }
  return output;
}

function leastCommonMultiple(left: number, right: number): number {
  let [a, b] = [left, right];
  while (b > 0) [a, b] = [b, a % b];
  return (left / a) * right;
}
