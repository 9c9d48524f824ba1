/**
 * The fast way through the bytes: finds many plain segments in one go. A segment is plain if it has a proper id, is no
 * envelope of an interchange, is short, has no line break in it and lies whole in the bytes. Whatever is not plain is left
 * to the scanner, which decides what it is.
 */

import { type ByteKinds, baseKinds, elementEnd, idKinds, kind, LF, segmentEnd } from "./byteKinds.ts";
import { type ElementPlaces, mostElements } from "./elementPlaces.ts";

/** How many plain segments, and elements of them, are found in one go. */
const segmentsAhead = 256;
/** A longer segment may hide an interchange. */
const plainLength = 106;

const ones = 0x01010101;
const tops = 0x80808080 | 0;
const noWords = new Int32Array(0);
const littleEndian = new Uint8Array(Int32Array.of(1).buffer)[0] === 1;
const lineFeeds = LF * ones;

/**
 * Where the first terminator or line feed stands, four bytes looked at in one go: -1 where none is before `end`, or none
 * before the last bytes that do not fill a word.
 *
 * A byte of `x` is 0 where the terminator stands. `(x - ones) & ~x` has its top bit set there, and above it perhaps in bytes
 * that are not 0: the lowest one is always right. The word may begin up to three bytes before `from`: there is the id.
 *
 * @param terminators the terminator in each byte
 */
function firstOf(words: Int32Array, shift: number, from: number, end: number, terminators: number): number {
  const last = Math.min(words.length, (end + shift + 3) >> 2);
  for (let word = (from + shift) >> 2; word < last; word++) {
    const x = (words[word] as number) ^ terminators;
    const y = (words[word] as number) ^ lineFeeds;
    const hit = (((x - ones) & ~x) | ((y - ones) & ~y)) & tops;
    if (hit === 0) continue;
    const at = (word << 2) - shift + ((31 - Math.clz32(hit & -hit)) >> 3);
    return at < end ? at : -1;
  }
  return -1;
}

/** Numbers for each segment: leading, start, stop, line, id, count and first. */
export const entrySize = 7;

export class PlainSegments {
  /** What was found: {@link entrySize} numbers a segment. */
  readonly entries = new Int32Array(segmentsAhead * entrySize);
  /** Segments found. */
  ready = 0;
  /** Behind the last segment found. */
  at = 0;
  line = 1;
  readonly #byteKinds: ByteKinds;
  readonly #places: ElementPlaces;
  readonly #lazy: boolean;

  /**
   * @param places where the elements go, those of each segment from its `first` on
   * @param lazy elements are left for later
   */
  constructor(byteKinds: ByteKinds, places: ElementPlaces, lazy: boolean) {
    this.#byteKinds = byteKinds;
    this.#places = places;
    this.#lazy = lazy;
  }

  /** Finds the plain segments that lie between `from` and the end of the bytes. */
  find(bytes: Uint8Array, from: number, fromLine: number): void {
    const { table, decoration, separators } = this.#byteKinds;
    const { entries } = this;
    const { ends, kinds } = this.#places;
    const lazy = this.#lazy;
    const limit = bytes.length;
    const shift = bytes.byteOffset & 3;
    const words = lazy ? new Int32Array(bytes.buffer, bytes.byteOffset - shift, (limit + shift) >> 2) : noWords;
    const terminators = Math.imul(separators.terminator, ones);
    const { element: separator, terminator } = separators;
    // Where one byte is both, or a terminator may stand in an id, nothing is plain.
    const odd = separator === terminator || ((baseKinds[terminator] as number) & idKinds) !== 0;
    const most = odd || (lazy && !littleEndian) ? 0 : segmentsAhead;
    let at = from;
    let line = fromLine;
    let ready = 0;
    let next = 0;
    for (; ready < most && next < mostElements - plainLength; ready++) {
      let start = at;
      let lines = line;
      while (start < limit && decoration[bytes[start] as number] === 1) {
        if (bytes[start] === LF) lines++;
        start++;
      }
      if (start + 4 > limit) break;
      const first = bytes[start] as number;
      const second = bytes[start + 1] as number;
      const third = bytes[start + 2] as number;
      // ISA and IEA, and what else begins like them.
      if (first === 0x49 && (second === 0x53 || second === 0x45)) break;
      if (baseKinds[first] !== kind.upper || ((baseKinds[second] as number) & idKinds) === 0) break;
      // 1 for an id of two characters, without a branch: which of the two comes next cannot be guessed.
      const short = ((third ^ separator) - 1) >>> 31;
      if (((baseKinds[third] as number) & idKinds) === 0 && short === 0) break;
      let i = start + 3 - short;
      if (bytes[i] !== separator) break;
      const id = ((first << 16) | (second << 8) | third) >> (short << 3);
      const end = Math.min(limit, start + plainLength);
      let count = 0;
      if (lazy) {
        i = firstOf(words, shift, i + 1, end, terminators);
        if (i < 0 || bytes[i] !== terminator) break;
      } else {
        ends[next] = i;
        kinds[next] = idKinds;
        let gathered = 0;
        let all = 0;
        for (i++; i < end; i++) {
          const met = table[bytes[i] as number] as number;
          if (met < elementEnd) {
            gathered |= met;
            continue;
          }
          count++;
          ends[next + count] = i;
          kinds[next + count] = gathered;
          all |= gathered;
          gathered = 0;
          if (met >= segmentEnd) break;
        }
        if (i === end || (all & kind.lineBreak) !== 0) break;
      }
      const entry = ready * entrySize;
      entries[entry] = at;
      entries[entry + 1] = start;
      entries[entry + 2] = i;
      entries[entry + 3] = lines;
      entries[entry + 4] = id;
      entries[entry + 5] = count;
      entries[entry + 6] = next;
      next += count + 1;
      at = i + 1;
      line = terminator === LF ? lines + 1 : lines;
    }
    this.at = at;
    this.line = line;
    this.ready = ready;
  }
}
