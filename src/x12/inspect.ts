/**
 * What `ml-connector x12 parse|validate|pretty` does, without files and terminals: bytes in, JSON and text out. Each is made
 * when it is asked for, and what has the size of the input in pieces: of a large file, all of it is longer than a string can be.
 */
import { documentForms, hasDocument } from "./documents/documentOf.ts";
import { type Message, messagesOf, type SetMessage } from "./documents/messages.ts";
import type { ReadingNote } from "./documents/parsedSet.ts";
import { decodable } from "./readable/decodable.ts";
import { readableView } from "./readable/readableView.ts";
import { type RenderOptions, renderReadable } from "./readable/renderReadable.ts";
import type { Encoding } from "./reader/encoding.ts";
import type { Fault } from "./validation/fault.ts";
import { validate } from "./validation/validate.ts";

export interface Inspection {
  /** For `--json`: the pieces of one JSON document. */
  json(): Iterable<string>;
  /** For people: pieces of text. */
  text(): Iterable<string>;
  /** Nothing was rejected. */
  readonly accepted: boolean;
}

export interface InspectOptions extends RenderOptions {
  encoding?: Encoding;
}

/** Every set as its typed document where there is one, and as segments: `["PO1", "1", "24", "EA"]`. */
export function parseX12(input: Uint8Array, { encoding = "latin1" }: InspectOptions = {}): Inspection {
  const report = validate(input, { encoding });
  const { accepted, counts } = report;
  const each = function* (told: (message: Message) => string, between: string): Generator<string> {
    let first = true;
    for (const message of messagesOf(input, { encoding: readableEncoding(input, encoding) })) {
      yield `${first ? "" : between}${told(message)}`;
      first = false;
    }
  };
  return {
    accepted,
    *json() {
      yield `{\n  "accepted": ${accepted},\n  "messages": [\n`;
      yield* each((message) => indented(messageJson(message), 4), ",\n");
      yield `\n  ],\n  "counts": ${indented(counts, 2).trimStart()}\n}\n`;
    },
    *text() {
      yield* each((message) => `${segmentLines(message).join("\n")}\n`, "\n");
    },
  };
}

/** The partner's encoding, or latin1 where some bytes are none in it. */
function readableEncoding(input: Uint8Array, encoding: Encoding): Encoding {
  return decodable(encoding, (readable) => {
    if (readable !== "latin1") for (const message of messagesOf(input, { encoding: readable })) messageJson(message);
    return readable;
  });
}

const indented = (value: unknown, by: number): string => JSON.stringify(value, null, 2).replace(/^/gm, " ".repeat(by));

const whole = (value: unknown): string[] => [`${JSON.stringify(value, null, 2)}\n`];

function messageJson(message: Message): object {
  if (message.kind === "TA1") {
    const { interchange, segment } = message;
    return { kind: "TA1", interchange, segments: [[segment.id, ...segment.elements()]] };
  }
  const { kind, set, controlNumber, implementation, complete, release, group, interchange, segments } = message;
  return {
    kind,
    set,
    controlNumber,
    ...(implementation === undefined ? {} : { implementation }),
    release,
    complete,
    interchange,
    group,
    ...documentJson(message),
    segments: segments.map((segment) => [segment.id, ...segment.elements()]),
  };
}

function documentJson(message: SetMessage): { document?: object; notes?: readonly ReadingNote[] } {
  if (!hasDocument(message.set)) return {};
  const { document, notes } = documentForms[message.set].fromSet(message);
  return { document, notes };
}

function segmentLines(message: Message): string[] {
  const segments = message.kind === "TA1" ? [message.segment] : message.segments;
  return segments.map((segment) => {
    const place = `${String(segment.line).padStart(6)} ${String(segment.position).padStart(5)}  `;
    return place + printable([segment.id, ...segment.elements()].join(" | "));
  });
}

/** Every fault with its place, worst first in the text and in the order of the input in the JSON. */
export function validateX12(input: Uint8Array, { encoding = "latin1" }: InspectOptions = {}): Inspection {
  const report = validate(input, { encoding });
  const { counts } = report;
  const weights = { error: 0, warning: 1, note: 2 } as const;
  const faults = report.faults.toSorted((left, right) => weights[left.severity] - weights[right.severity]);
  const lines = faults.map(faultLine);
  if (report.faultsOmitted > 0) lines.push(`${report.faultsOmitted} more faults are not listed`);
  const verdict = report.accepted ? "accepted" : "rejected";
  const { interchanges, groups, sets, rejectedSets, segments, errors, warnings, notes } = counts;
  const read = `${plural(interchanges, "interchange")}, ${plural(groups, "group")}, ${plural(sets, "set")}`;
  const rejected = rejectedSets === 0 ? "" : ` (${rejectedSets} rejected)`;
  const found = `${plural(errors, "error")}, ${plural(warnings, "warning")}, ${plural(notes, "note")}`;
  lines.push(`${verdict}: ${read}${rejected}, ${plural(segments, "segment")}; ${found}`);
  return { json: () => whole(report), text: () => [`${lines.join("\n")}\n`], accepted: report.accepted };
}

function faultLine({ severity, line, ref, segment, path, message, code }: Fault): string {
  const place = [
    `line ${line}`,
    ...(path.interchangeControl === undefined ? [] : [`ISA ${path.interchangeControl}`]),
    ...(path.setControl === undefined ? [] : [`${path.setId ?? "ST"} ${path.setControl}`]),
    ...(segment === undefined || message.startsWith(ref ?? segment) ? [] : [ref ?? segment]),
  ];
  return printable(`${severity.padEnd(7)} ${place.join(", ")}: ${message} [${code}]`);
}

/** For reading: see {@link readableView}. */
export function prettyX12(input: Uint8Array, options: InspectOptions = {}): Inspection {
  const view = readableView(input, options.encoding === undefined ? {} : { encoding: options.encoding });
  return { json: () => whole(view), text: () => [renderReadable(view, options)], accepted: view.accepted };
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, "·");
}
