/**
 * What is measured. Each runs in a process of its own, so that memory is its own too:
 * `node bench/x12/tasks.ts TASK FILE [WARM-UP-FILE]` prints one line of JSON. The warm-up is read before the clock starts.
 */
import { createReadStream, readFileSync, statSync } from "node:fs";
import { fileChunks, isUsable, readX12, Tokenizer, tokenize, validate } from "../../src/x12/index.ts";

/** Returns how many segments it came by. */
type Task = (path: string) => Promise<number>;

const chunks = (path: string): AsyncIterable<Uint8Array> => fileChunks(path);

export const tasks: Readonly<Record<string, Task>> = {
  // References: what any reader has to do.
  "byte loop": async (path) => {
    let terminators = 0;
    for await (const chunk of chunks(path)) {
      for (let i = 0; i < chunk.length; i++) if (chunk[i] === 0x7e) terminators++;
    }
    return terminators;
  },
  "offset loop": async (path) => {
    const offsets = new Int32Array(4096);
    let segments = 0;
    for await (const chunk of chunks(path)) {
      let count = 0;
      for (let i = 0; i < chunk.length; i++) {
        const byte = chunk[i];
        if (byte === 0x2a) offsets[count++ & 4095] = i;
        else if (byte === 0x7e) {
          segments++;
          count = 0;
        }
      }
    }
    return segments;
  },

  // This module.
  tokenise: async (path) => {
    const tokenizer = new Tokenizer();
    let segments = 0;
    for await (const chunk of chunks(path)) {
      for (const token of tokenizer.push(chunk)) if (token.kind === "segment") segments++;
    }
    for (const token of tokenizer.finish()) if (token.kind === "segment") segments++;
    return segments;
  },
  "tokenise, every element as text": async (path) => {
    const tokenizer = new Tokenizer();
    let segments = 0;
    for await (const chunk of chunks(path)) {
      for (const token of tokenizer.push(chunk)) {
        if (token.kind !== "segment") continue;
        segments++;
        for (let n = token.elementCount; n > 0; n--) token.element(n);
      }
    }
    return segments;
  },
  "tokenise, token by token": async (path) => {
    let segments = 0;
    for await (const token of tokenize(chunks(path))) if (token.kind === "segment") segments++;
    return segments;
  },
  validate: async (path) => {
    const report = await validate(chunks(path), { collect: false });
    if (report.counts.errors > 0) throw new Error(`${report.counts.errors} faults in a clean file`);
    return report.counts.segments;
  },
  "validate, from a stream": async (path) => {
    const report = await validate(createReadStream(path), { collect: false });
    return report.counts.segments;
  },
  "read the whole file into sets": async (path) => {
    const report = readX12(readFileSync(path));
    for (const interchange of report.interchanges) {
      for (const group of interchange.groups) {
        for (const set of group.sets)
          if (!isUsable(set, group, interchange)) throw new Error("a clean set is not usable");
      }
    }
    return report.counts.segments;
  },

  // Peers, as their documentation says to use them.
  "x12-parser": async (path) => {
    const { X12parser } = await import("x12-parser");
    let segments = 0;
    for await (const _ of createReadStream(path).pipe(new X12parser("latin1"))) segments++;
    return segments;
  },
  "node-x12, stream": async (path) => {
    const { X12Parser } = await nodeX12();
    let segments = 0;
    for await (const _ of createReadStream(path).pipe(new X12Parser())) segments++;
    return segments;
  },
};

/** node-x12 is CommonJS whose types do not fit a module. */
async function nodeX12(): Promise<{ X12Parser: new () => NodeJS.ReadWriteStream }> {
  const loaded = (await import("node-x12")) as unknown as { default: { X12Parser: new () => NodeJS.ReadWriteStream } };
  return loaded.default;
}

if (process.argv[1] === import.meta.filename) {
  const [, , name = "", path = "", warmUp] = process.argv;
  const task = tasks[name];
  if (!task) throw new Error(`There is no task "${name}"`);
  if (warmUp) await task(warmUp);
  const begin = performance.now();
  const used = process.cpuUsage();
  const segments = await task(path);
  const seconds = (performance.now() - begin) / 1000;
  const { user, system } = process.cpuUsage(used);
  const megabytes = statSync(path).size / 1e6;
  const result = {
    segments,
    megabytesPerSecond: megabytes / seconds,
    megabytesPerCpuSecond: megabytes / ((user + system) / 1e6),
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
