import { appendFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type NewUpload, openUploadLog } from "./uploadLog.ts";

const upload = (name: string): NewUpload => ({
  at: "2026-01-15T10:00:00.000Z",
  path: `upload/850/${name}`,
  folder: "upload/850",
  name,
  contentType: "application/edi-x12",
  user: "gpsvc",
  preset: "cic-folders-raw",
  answerLost: false,
});

let directory = "";
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "sandbox-journal-"));
});
afterEach(() => rm(directory, { recursive: true }));

describe("the upload log", () => {
  test("counts from 1 and flags repeated names and repeated bytes", async () => {
    const log = await openUploadLog();
    await log.append(upload("a"), Buffer.from("one"));
    await log.append(upload("a"), Buffer.from("two"));
    await log.append(upload("b"), Buffer.from("one"));
    expect(
      log.since(0).map(({ seq, duplicateOfName, duplicateOfBytes }) => [seq, duplicateOfName, duplicateOfBytes]),
    ).toEqual([
      [1, false, false],
      [2, true, false],
      [3, false, true],
    ]);
    expect(log.since(2).map(({ name }) => name)).toEqual(["b"]);
  });

  test("survives in its journal, bytes and all, and goes on counting", async () => {
    const bytes = Buffer.from([0, 10, 13, 255, 128]);
    const before = await openUploadLog(directory);
    await Promise.all([before.append(upload("a"), bytes), before.append(upload("b"), Buffer.alloc(0))]);
    const kept = before.since(0);
    await before.close();

    const after = await openUploadLog(directory);
    expect(after.since(0)).toEqual(kept);
    expect(await after.content(1)).toEqual(bytes);
    expect(await after.content(2)).toEqual(Buffer.alloc(0));
    expect(await after.content(3)).toBeUndefined();
    const next = await after.append(upload("a"), Buffer.from("new"));
    expect([next.seq, next.duplicateOfName]).toEqual([3, true]);
    await after.close();
  });

  test("cuts off a line that power loss has torn, and nothing else", async () => {
    const before = await openUploadLog(directory);
    await before.append(upload("a"), Buffer.from("one"));
    await before.close();
    await appendFile(join(directory, "uploads.jsonl"), `{"seq":2,"content":"${"A".repeat(5000)}`);

    const after = await openUploadLog(directory);
    expect(after.last).toBe(1);
    await after.append(upload("b"), Buffer.from("two"));
    await after.close();

    const lines = (await readFile(join(directory, "uploads.jsonl"), "utf8")).split("\n");
    expect(lines.map((line) => (line === "" ? "end" : JSON.parse(line).name))).toEqual(["a", "b", "end"]);
    const again = await openUploadLog(directory);
    expect(again.since(0).map(({ name }) => name)).toEqual(["a", "b"]);
    expect((await again.content(2))?.toString()).toBe("two");
    await again.close();
  });
});
