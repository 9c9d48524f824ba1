/**
 * Throws broken X12 at the reader and the validator, without end if asked:
 *
 *     npm run fuzz -- --count 10000000            so many inputs
 *     npm run fuzz -- --seconds 600 --seed 7      so long, beginning with this seed
 *
 * Each input is made from its own seed: interchanges of every set and separator, damaged byte by byte, cut, spliced and
 * repeated. For each it must hold that nothing is thrown, that the bytes come out as they went in, that cutting the input
 * into chunks changes nothing, and that time and memory stay in bounds. A failure prints the seed that repeats it.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { isDeepStrictEqual, parseArgs } from "node:util";
import { interchange, numbers } from "../../bench/x12/generate.ts";
import { readX12, Tokenizer, tokenize, Validator, validate } from "../../src/x12/index.ts";

type Random = (below: number) => number;

export interface FuzzResult {
  readonly inputs: number;
  readonly bytes: number;
  readonly slowestMilliseconds: number;
  readonly largestHeapBytes: number;
}

/** Longest time of the processor, in milliseconds, that one input may take. The usual one takes less than a millisecond. */
const patience = 5_000;
/** Bytes by which the memory of the process may grow. */
const growthLimit = 400 * 1024 * 1024;

const corpus = resolve(import.meta.dirname, "../../../shared/corpora/x12");

/** Files of other people, where they are at hand. */
function samples(): Uint8Array[] {
  if (!existsSync(corpus)) return [];
  const folders = readdirSync(corpus, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.flatMap(({ name }) =>
    readdirSync(join(corpus, name)).map((file) => new Uint8Array(readFileSync(join(corpus, name, file)))),
  );
}

const interesting = [..."*~>:^|\r\n \0\x1a\x07\x85\xef\xffISAGSTE0159.-"].map((character) => character.charCodeAt(0));

function damaged(base: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  let bytes = Buffer.from(base);
  const hits = 1 + random(6);
  for (let hit = 0; hit < hits; hit++) {
    const at = random(bytes.length + 1);
    const byte = random(2) === 0 ? random(256) : (interesting[random(interesting.length)] as number);
    switch (random(9)) {
      case 0:
      case 1:
        bytes[at] = byte;
        break;
      case 2:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random(4))]);
        break;
      case 3:
        bytes = Buffer.concat([bytes.subarray(0, at), Buffer.alloc(1 + random(3), byte), bytes.subarray(at)]);
        break;
      case 4:
        bytes = bytes.subarray(0, at);
        break;
      case 5: {
        const stop = at + random(200);
        bytes = Buffer.concat([bytes.subarray(0, stop), bytes.subarray(at, stop), bytes.subarray(stop)]);
        break;
      }
      case 6:
        bytes = Buffer.concat([bytes.subarray(0, at), other.subarray(random(other.length + 1))]);
        break;
      case 7: {
        const from = bytes[at];
        if (from !== undefined) for (let i = at; i < bytes.length; i++) if (bytes[i] === from) bytes[i] = byte;
        break;
      }
      default:
        bytes = Buffer.concat([bytes, other]);
    }
  }
  return bytes.subarray(0, 64 * 1024);
}

/** The input of one seed. */
export function inputOf(seed: number, sources: readonly Uint8Array[]): Uint8Array {
  const random = numbers(seed);
  const pick = () =>
    sources.length > 0 && random(2) === 0
      ? (sources[random(sources.length)] as Uint8Array)
      : interchange(1 + random(500));
  if (random(50) === 0) return Uint8Array.from({ length: random(300) }, () => random(256));
  return damaged(pick(), pick(), random);
}

/** Judges one input; throws an error that says what did not hold. */
export function judge(bytes: Uint8Array, random: Random): void {
  const report = validate(bytes);
  const joined = Buffer.concat([...tokenize(bytes)].map((token) => token.bytes));
  if (!joined.equals(bytes)) throw new Error("the tokens joined are not the input");
  if (random(4) > 0) return;

  const validator = new Validator();
  const tokenizer = new Tokenizer();
  const parts: Uint8Array[] = [];
  const size = 1 + random(200);
  for (let at = 0; at < bytes.length; at += size) {
    const chunk = bytes.slice(at, at + size);
    validator.push(chunk);
    for (const token of tokenizer.push(chunk)) parts.push(token.bytes);
  }
  for (const token of tokenizer.finish()) parts.push(token.bytes);
  if (!Buffer.concat(parts).equals(bytes)) throw new Error(`chunks of ${size}: the tokens joined are not the input`);
  if (!isDeepStrictEqual(validator.finish(), report)) throw new Error(`chunks of ${size}: the report differs`);
  for (const { groups } of readX12(bytes).interchanges) {
    for (const { sets } of groups) {
      for (const { segments } of sets) {
        for (const segment of segments) {
          for (let n = 0; n <= segment.elementCount + 1; n++) segment.repetitions(n);
        }
      }
    }
  }
}

export interface FuzzOptions {
  readonly count: number;
  readonly seconds: number;
  readonly seed: number;
  readonly tell?: (line: string) => void;
}

/** Runs until the count or the time is used up, whichever is first. Throws at the first failure. */
export function fuzz({ count, seconds, seed, tell }: FuzzOptions): FuzzResult {
  const sources = samples();
  const end = performance.now() + seconds * 1000;
  let told = performance.now();
  const begun = process.memoryUsage().rss;
  let inputs = 0;
  let total = 0;
  let slowest = 0;
  let largest = 0;
  for (; inputs < count && performance.now() < end; inputs++) {
    const input = inputOf(seed + inputs, sources);
    const begin = process.cpuUsage();
    try {
      judge(input, numbers(seed + inputs));
    } catch (cause) {
      throw new Error(`Seed ${seed + inputs} (--seed ${seed + inputs} --count 1): ${String(cause)}`, { cause });
    }
    const { user, system } = process.cpuUsage(begin);
    const took = (user + system) / 1000;
    slowest = Math.max(slowest, took);
    total += input.length;
    if (took > patience) throw new Error(`Seed ${seed + inputs} took ${took.toFixed(0)} ms for ${input.length} bytes`);
    if (inputs % 1000 === 0) {
      const heap = process.memoryUsage().rss;
      largest = Math.max(largest, heap);
      if (heap - begun > growthLimit) {
        throw new Error(`Memory has grown from ${begun} to ${heap} bytes after ${inputs} inputs`);
      }
      if (tell && performance.now() - told > 10_000) {
        told = performance.now();
        tell(`${inputs} inputs, ${(total / 1e6).toFixed(0)} MB, slowest ${slowest.toFixed(0)} ms`);
      }
    }
  }
  return { inputs, bytes: total, slowestMilliseconds: slowest, largestHeapBytes: largest };
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: { count: { type: "string" }, seconds: { type: "string" }, seed: { type: "string" } },
  });
  const write = (line: string) => process.stdout.write(`${line}\n`);
  const limited = values.count !== undefined;
  const result = fuzz({
    count: limited ? Number(values.count) : Number.POSITIVE_INFINITY,
    seconds: Number(values.seconds ?? (limited ? Number.POSITIVE_INFINITY : 60)),
    seed: Number(values.seed ?? Math.floor(Date.now() / 1000)),
    tell: write,
  });
  const { inputs, bytes, slowestMilliseconds, largestHeapBytes } = result;
  write(
    `${inputs} inputs (${(bytes / 1e6).toFixed(0)} MB): nothing thrown, nothing lost; slowest ${slowestMilliseconds.toFixed(0)} ms, ` +
      `memory at most ${(largestHeapBytes / 1e6).toFixed(0)} MB`,
  );
}
