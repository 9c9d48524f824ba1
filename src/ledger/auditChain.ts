/**
 * The arithmetic of the audit chain, free of any database, so that an exported trail can be verified anywhere.
 *
 * An export is JSON Lines: one entry a line in the order of the chain, then one line `{"entries":n,"head":"<hash>"}`.
 * Every line is in one canonical form, so that any changed byte shows: in the hash, in the chain, or in the form.
 */
import { createHash } from "node:crypto";

export interface TrailEntry {
  position: number;
  /** Instant, UTC, ISO 8601 with milliseconds. */
  at: string;
  actor: string;
  action: string;
  jobId: string | null;
  link: string | null;
  subject: string | null;
  detail: object;
}

/** What the first entry names as the hash before it. */
export const genesisHash = "0".repeat(64);

/** SHA-256, hexadecimal, over the hash before, a line feed, and the entry in canonical form. */
export function hashEntry(previousHash: string, entry: TrailEntry): string {
  return createHash("sha256")
    .update(previousHash)
    .update("\n")
    .update(canonicalJson(fields(entry)))
    .digest("hex");
}

export function exportLine(entry: TrailEntry & { previousHash: string; hash: string }): string {
  return `${canonicalJson({ ...fields(entry), previousHash: entry.previousHash, hash: entry.hash })}\n`;
}

export function exportEnd(entries: number, head: string): string {
  return `${canonicalJson({ entries, head })}\n`;
}

export type TrailVerdict =
  | { ok: true; entries: number; head: string }
  | {
      ok: false;
      entries: number;
      head: string;
      /** Of an export the line, of the trail in the database the position; 0 of an empty file. */
      line: number;
      reason: string;
      /** The file does not even begin as an export does. */
      noExport?: true;
    };

/** Walks a chain entry by entry; `fault` is the reason of the first break, and nothing after it counts. */
export class ChainWalk {
  entries = 0;
  head = genesisHash;
  fault: string | undefined;

  step(entry: TrailEntry & { previousHash: string; hash: string }): boolean {
    if (entry.position !== this.entries + 1)
      this.fault = `position ${this.entries + 1} expected, ${entry.position} found`;
    else if (entry.previousHash !== this.head) this.fault = "the entry does not continue the one before it";
    else if (entry.hash !== hashEntry(this.head, entry)) this.fault = "the entry's content does not match its hash";
    if (this.fault !== undefined) return false;
    this.entries += 1;
    this.head = entry.hash;
    return true;
  }
}

/**
 * Verifies an exported trail, line by line, without a database.
 *
 * @param lines the file's lines with their line feeds; any other division is read as a damaged file
 */
export async function verifyExport(lines: AsyncIterable<string> | Iterable<string>): Promise<TrailVerdict> {
  const walk = new ChainWalk();
  let number = 0;
  let end: { entries: number; head: string } | undefined;
  const broken = (reason: string) => ({
    ok: false as const,
    entries: walk.entries,
    head: walk.head,
    line: number,
    reason,
  });
  for await (const line of lines) {
    number += 1;
    if (end !== undefined) return broken("there is text after the closing line");
    const value = parseLine(line);
    if (value === undefined && number === 1 && !line.startsWith("{"))
      return { ...broken("it does not begin with an audit entry"), noExport: true };
    if (value === undefined) return broken("the line is not in the form it was exported in");
    if (isEnd(value)) end = value;
    else if (!isSealedEntry(value)) return broken("the line is not an audit entry");
    else if (!walk.step(value)) return broken(walk.fault ?? "");
  }
  if (number === 0) return { ...broken("the file is empty"), noExport: true };
  if (end === undefined) return broken("the closing line is missing: the export is cut off");
  if (end.entries !== walk.entries || end.head !== walk.head)
    return broken("the closing line does not match the entries");
  return { ok: true, entries: walk.entries, head: walk.head };
}

function fields(entry: TrailEntry): TrailEntry {
  const { position, at, actor, action, jobId, link, subject, detail } = entry;
  return { position, at, actor, action, jobId, link, subject, detail };
}

// Reading and writing again must give the same bytes: a changed blank or escape is a change.
function parseLine(line: string): unknown {
  try {
    const value: unknown = JSON.parse(line);
    const form = isSealedEntry(value)
      ? exportLine(value)
      : isEnd(value)
        ? exportEnd(value.entries, value.head)
        : `${canonicalJson(value)}\n`;
    return form === line ? value : undefined;
  } catch {
    return undefined;
  }
}

function isEnd(value: unknown): value is { entries: number; head: string } {
  return (
    isObject(value) &&
    Object.keys(value).length === 2 &&
    typeof value.entries === "number" &&
    typeof value.head === "string"
  );
}

function isSealedEntry(value: unknown): value is TrailEntry & { previousHash: string; hash: string } {
  return (
    isObject(value) &&
    typeof value.position === "number" &&
    typeof value.hash === "string" &&
    typeof value.previousHash === "string" &&
    isObject(value.detail)
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** JSON with the keys of nested objects in order, so that equal values give equal bytes whatever stored them. */
export function canonicalJson(value: unknown): string {
  if (!isPlain(value)) return JSON.stringify(inOrder(value));
  // The top level keeps the order that its writer chose: the reader's eye expects position and time first.
  return JSON.stringify(Object.fromEntries(Object.entries(value).map(([name, part]) => [name, inOrder(part)])));
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (!isPlain(value)) return value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, inOrder(value[name])]));
}

/** Not a date or another object that says itself how it is written. */
function isPlain(value: unknown): value is Record<string, unknown> {
  return isObject(value) && typeof value.toJSON !== "function";
}
