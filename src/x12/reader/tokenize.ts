/**
 * Reading without judging: every byte of the input comes out in some token, in order, so that the tokens' bytes joined are
 * the input again.
 *
 *     for (const token of tokenize(bytes)) if (token.kind === "segment") console.log(token.id, token.element(1));
 *     for await (const token of tokenize(stream)) ...
 */
import { decoderFor, type Encoding } from "./encoding.ts";
import { idNumber, Scanner, type ScannerLimits } from "./scanner.ts";
import { type Decode, type Position, ReadSegment, Stray, type Token } from "./segment.ts";
import { latin1, type Separators } from "./separators.ts";

export interface TokenizeOptions extends Partial<ScannerLimits> {
  /** How elements become text. Default latin1. */
  readonly encoding?: Encoding;
}

/** Tokens of a whole input, or of one that arrives in chunks. Throws nothing but what the stream itself throws. */
export function tokenize(input: Uint8Array, options?: TokenizeOptions): Generator<Token, void, undefined>;
export function tokenize(
  input: AsyncIterable<Uint8Array>,
  options?: TokenizeOptions,
): AsyncGenerator<Token, void, undefined>;
export function tokenize(
  input: Uint8Array | AsyncIterable<Uint8Array>,
  options: TokenizeOptions = {},
): Generator<Token, void, undefined> | AsyncGenerator<Token, void, undefined> {
  return input instanceof Uint8Array ? tokensOf(input, options) : tokensOfStream(input, options);
}

function* tokensOf(input: Uint8Array, options: TokenizeOptions): Generator<Token, void, undefined> {
  const reading = new Reading(options);
  reading.scanner.push(input);
  reading.scanner.finish();
  while (reading.scanner.next()) yield reading.token();
}

async function* tokensOfStream(
  input: AsyncIterable<Uint8Array>,
  options: TokenizeOptions,
): AsyncGenerator<Token, void, undefined> {
  const reading = new Reading(options);
  for await (const chunk of input) {
    reading.scanner.push(chunk);
    while (reading.scanner.next()) yield reading.token();
  }
  reading.scanner.finish();
  while (reading.scanner.next()) yield reading.token();
}

/** A stretch of an input that holds whole segments of one group. */
export interface Stretch {
  readonly offset: number;
  readonly end: number;
  readonly line: number;
  readonly index: number;
}

export interface StretchContext {
  readonly separators: Separators;
  /** ISA13 and GS06 around it. */
  readonly interchange: string;
  readonly group: string;
  readonly decode: Decode | undefined;
  readonly maxSegmentBytes: number | undefined;
}

/** The segments of a stretch, positioned as in the whole input. */
export function segmentsBetween(input: Uint8Array, stretch: Stretch, context: StretchContext): ReadSegment[] {
  const { separators, decode, maxSegmentBytes } = context;
  const reading = new Reading(maxSegmentBytes === undefined ? {} : { maxSegmentBytes }, decode);
  reading.begin(stretch.index, context.interchange, context.group);
  reading.scanner.resume(separators, stretch.offset, stretch.line);
  reading.scanner.push(input.subarray(stretch.offset, stretch.end));
  reading.scanner.finish();
  const segments: ReadSegment[] = [];
  while (reading.scanner.next()) {
    const token = reading.token();
    if (token.kind === "segment") segments.push(token);
  }
  return segments;
}

const ids = new Map<number, string>();
const [idIsa, idIea, idGs, idGe, idSt, idSe] = ["ISA", "IEA", "GS", "GE", "ST", "SE"].map(idNumber);

/** The id of the scanner's segment as text; the same string object for the same id. */
export function idText(scanner: Scanner): string {
  if (scanner.id === 0) return latin1(scanner.bytes, scanner.start, scanner.ends[0] as number).slice(0, 80);
  let text = ids.get(scanner.id);
  if (text === undefined) {
    text = latin1(scanner.bytes, scanner.start, scanner.ends[0] as number);
    // Ids are at most 3 characters of 36: the table cannot grow without bound, and real input fills a corner of it.
    ids.set(scanner.id, text);
  }
  return text;
}

/** The text of an element of the scanner's segment exactly as sent; empty where it is absent. */
export function elementText(scanner: Scanner, number: number): string {
  if (number > scanner.count) return "";
  return latin1(scanner.bytes, (scanner.ends[number - 1] as number) + 1, scanner.ends[number] as number);
}

/** Follows the envelopes of one input and makes tokens of what the scanner finds. */
class Reading {
  readonly scanner: Scanner;
  readonly #decode: Decode | undefined;
  #index = -1;
  #position = 0;
  #interchange: string | undefined;
  #group: string | undefined;
  #set: string | undefined;

  constructor(options: TokenizeOptions, decode: Decode | undefined = decoderFor(options.encoding ?? "latin1")) {
    this.scanner = new Scanner(options.maxSegmentBytes ? { maxSegmentBytes: options.maxSegmentBytes } : {});
    this.#decode = decode;
  }

  /** Starts inside a group. */
  begin(index: number, interchange: string, group: string): void {
    this.#index = index - 1;
    this.#interchange = interchange;
    this.#group = group;
  }

  token(): Token {
    const scanner = this.scanner;
    const offset = scanner.base + scanner.start;
    if (scanner.tokenKind !== "segment") {
      const bytes = scanner.bytes.subarray(scanner.leading, scanner.end);
      return new Stray(bytes, scanner.base + scanner.leading, scanner.line, scanner.tokenKind === "trailing");
    }
    this.#index++;
    switch (scanner.id) {
      case idIsa:
        this.#interchange = elementText(scanner, 13);
        this.#group = undefined;
        this.#set = undefined;
        this.#position = 0;
        break;
      case idGs:
        this.#group = elementText(scanner, 6);
        this.#set = undefined;
        this.#position = 0;
        break;
      case idSt:
        this.#set = elementText(scanner, 2);
        this.#position = 1;
        break;
      default:
        if (this.#set !== undefined) this.#position++;
    }
    const place: Position = {
      offset,
      line: scanner.line,
      position: this.#position,
      index: this.#index,
      interchange: this.#interchange,
      group: this.#group,
      set: this.#set,
    };
    if (scanner.id === idSe) {
      this.#set = undefined;
      this.#position = 0;
    } else if (scanner.id === idGe || scanner.id === idIea) {
      this.#group = undefined;
      this.#set = undefined;
      this.#position = 0;
      if (scanner.id === idIea) this.#interchange = undefined;
    }
    return new ReadSegment(idText(scanner), scanner.bytes, scanner, scanner.separators, place, this.#decode);
  }
}
