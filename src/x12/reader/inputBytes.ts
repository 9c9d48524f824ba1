/**
 * The bytes at hand of an input that comes in chunks: what is left of earlier ones, and what came since. Memory is one chunk
 * and one unfinished segment, whatever the length of the input.
 */
const none = new Uint8Array(0);

export class InputBytes {
  /** Not changed afterwards, unless the input is transient. */
  bytes: Uint8Array = none;
  /** Absolute offset of `bytes[0]`. */
  base = 0;
  /** Bytes that came and are not in `bytes` yet. */
  waiting = 0;
  readonly #chunks: Uint8Array[] = [];
  #window: Uint8Array | undefined;

  /** @param transient bytes are moved through one window instead of a new one for each chunk */
  constructor(transient: boolean) {
    this.#window = transient ? none : undefined;
  }

  /** Adds bytes. They must not be changed by the caller before they are taken. */
  push(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    // A Buffer reads slower in the inner loop than the plain array that it is a kind of.
    this.#chunks.push(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length));
    this.waiting += chunk.length;
  }

  /** Takes what waits behind what is left from `at` on, which becomes `bytes[0]`. */
  take(at: number): void {
    if (this.waiting === 0) return;
    const rest = this.bytes.length - at;
    const [only] = this.#chunks;
    if (rest === 0 && this.#chunks.length === 1 && only) {
      this.base += at;
      this.bytes = only;
    } else {
      const joined = this.#room(rest + this.waiting);
      // The rest may lie in the same window: set moves as copyWithin does.
      joined.set(this.bytes.subarray(at));
      let to = rest;
      for (const chunk of this.#chunks) {
        joined.set(chunk, to);
        to += chunk.length;
      }
      this.base += at;
      this.bytes = joined;
    }
    this.#chunks.length = 0;
    this.waiting = 0;
  }

  #room(length: number): Uint8Array {
    if (this.#window === undefined) return new Uint8Array(length);
    if (this.#window.length < length) this.#window = new Uint8Array(length * 2);
    return this.#window.subarray(0, length);
  }
}
