/** Where the elements of segments lie and which kinds of characters are in them. */
import { type ByteKinds, elementEnd, segmentEnd } from "./byteKinds.ts";

/** More elements than any segment has; what follows is one element. As many are found ahead. */
export const mostElements = 4096;

export class ElementPlaces {
  /** `ends[first + n]` is one past element n, the id being element 0. Element n begins at `ends[first + n - 1] + 1`. */
  ends: Int32Array = new Int32Array(mostElements);
  /** `kinds[first + n]` are the kinds of characters in element n. */
  kinds: Uint16Array = new Uint16Array(mostElements);
  /** Elements behind the id in the segment found last, and all kinds in it. */
  count = 0;
  met = 0;
  readonly #byteKinds: ByteKinds;

  constructor(byteKinds: ByteKinds) {
    this.#byteKinds = byteKinds;
  }

  /** Finds the elements of the segment that begins at `from`. Returns where its terminator is; `limit` where it has none. */
  find(bytes: Uint8Array, from: number, limit: number): number {
    const { table } = this.#byteKinds;
    const { ends, kinds } = this;
    let count = 0;
    let gathered = 0;
    let all = 0;
    let at = from;
    for (; at < limit; at++) {
      const met = table[bytes[at] as number] as number;
      if (met < elementEnd) {
        gathered |= met;
        continue;
      }
      ends[count] = at;
      kinds[count] = gathered;
      all |= gathered;
      gathered = 0;
      if ((met & segmentEnd) !== 0) break;
      if (count + 1 < mostElements) count++;
    }
    this.count = count;
    this.met = all;
    return at;
  }

  /** Finds the elements of a stretch, as if the segment ended at `stop`. */
  findWithin(bytes: Uint8Array, start: number, stop: number): void {
    const { table } = this.#byteKinds;
    const { ends, kinds } = this;
    let count = 0;
    let gathered = 0;
    for (let at = start; at < stop; at++) {
      const met = table[bytes[at] as number] as number;
      if (met < elementEnd) gathered |= met;
      else {
        ends[count] = at;
        kinds[count] = gathered;
        gathered = 0;
        if (count + 1 < mostElements) count++;
      }
    }
    ends[count] = stop;
    kinds[count] = gathered;
    this.count = count;
  }
}
