/** The sample files of other people, where they are at hand: `../shared/corpora/x12` beside the project. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { Tokenizer, tokenize } from "./reader/tokenize.ts";
import { readX12 } from "./readX12.ts";
import type { Fault } from "./validation/fault.ts";
import { validate } from "./validation/validate.ts";

const root = resolve(import.meta.dirname, "../../../shared/corpora/x12");
const present = existsSync(root);
if (!present) {
  // biome-ignore lint/suspicious/noConsole: a test that does not run must be heard
  console.warn(`X12 corpus absent at ${root}: NOT TESTED - reading, round trip and faults of real and synthetic files`);
}

const folders = present ? readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory()) : [];
const files = folders.flatMap(({ name }) => readdirSync(join(root, name)).map((file) => `${name}/${file}`));
const faulty = (name: string) => name.startsWith("malformed/") || name.startsWith("synthetic-bad/");
const clean = files.filter((name) => !faulty(name));
const read = (name: string) => readFileSync(join(root, name));

/**
 * Real files whose envelopes are whole and whose content the standard rejects: orders without a line, a ship notice without
 * its number, acknowledgments with text for numbers. They are read like the others; their sets are told as rejected.
 */
const rejectedContent = new Map<string, string>([
  ["850/hellooops_vscode-edi-support__850-lineBreak-LF.x12", "segmentMissing"],
  ["850/hellooops_vscode-edi-support__850-lineBreak.x12", "segmentMissing"],
  ["850/hellooops_vscode-edi-support__850.x12", "segmentMissing"],
  ["856/Inteligenz_X12Parser__Example2.txt", "elementMissing"],
  ["997/xlate_staedi__extraDelimiter997.edi", "numberInvalid"],
  ["997/xlate_staedi__invalid997.edi", "numberInvalid"],
]);

/** What a faulty file must be told for, and where. */
const expected: Readonly<Record<string, Partial<Fault>>> = {
  "malformed/Inteligenz_X12Parser__Example1.txt": { code: "segmentCountWrong", ref: "SE01", value: "10", line: 12 },
  "malformed/Inteligenz_X12Parser__Example3.txt": { code: "terminatorMultibyte", offset: 108 },
  "malformed/Inteligenz_X12Parser__Example3_Adobe_CLP.txt": { code: "isaWidth", offset: 3 },
  "malformed/Inteligenz_X12Parser__FromTyco.txt": { code: "interchangeControlMismatch", ref: "IEA02" },
  "malformed/hellooops_vscode-edi-support__diagnosctics.x12": { code: "segmentIdInvalid", line: 9, segmentPosition: 7 },
  "malformed/indice-co_EDI.Net__x12.810.mandatory-conditions.edi": { code: "isaWidth", offset: 3 },
  "malformed/indice-co_EDI.Net__x12.850.issue135.edi": { code: "groupControlMismatch", ref: "GE02", value: "1~" },
  "malformed/indice-co_EDI.Net__x12.Issue91.edi": { code: "isaWidth", offset: 3 },
  "malformed/irobayna_stupidedi__2.edi": { code: "isaLineBreak", offset: 57 },
  "malformed/irobayna_stupidedi__2__1.edi": { code: "isaWidth", offset: 0 },
  "malformed/irobayna_stupidedi__fail__1.edi": { code: "isaWidth", offset: 0 },
  "malformed/walmartlabs_gozer__po850.txt": { code: "segmentCountWrong", ref: "SE01", value: "33" },
  "synthetic-bad/ctt-count.edi": { code: "lineCountWrong", ref: "CTT01", segmentPosition: 16, value: "9" },
  "synthetic-bad/duplicate-st02.edi": { code: "setControlDuplicate", ref: "ST02", value: "0001" },
  "synthetic-bad/ge-count.edi": { code: "setCountWrong", ref: "GE01", value: "4", rejects: "group" },
  "synthetic-bad/gs01-st01-disagree.edi": { code: "groupSetMismatch", severity: "warning" },
  "synthetic-bad/hl-duplicate-id.edi": { code: "hierarchyIdDuplicate", ref: "HL01", segmentPosition: 13, value: "2" },
  "synthetic-bad/hl-parent-missing.edi": {
    code: "hierarchyParentMissing",
    ref: "HL02",
    segmentPosition: 11,
    value: "77",
  },
  "synthetic-bad/missing-mandatory.edi": { code: "elementMissing", ref: "BAK02", segmentPosition: 2, rejects: "set" },
  "synthetic-bad/second-interchange-broken.edi": { code: "interchangeTrailerMissing", rejects: "interchange" },
  "synthetic-bad/terminator-changes.edi": { code: "terminatorChanged", offset: 213, rejects: "interchange" },
  "synthetic-bad/too-long.edi": { code: "elementTooLong", ref: "BAK03", segmentPosition: 2 },
  "synthetic-bad/wrapped-at-80.edi": { code: "isaLineBreak", offset: 80, rejects: "interchange" },
};

describe.skipIf(!present)("every file of the corpus", () => {
  test.each(files)("%s round-trips to the byte, in one piece and in many", (name) => {
    const bytes = read(name);
    expect(Buffer.concat([...tokenize(bytes)].map((token) => token.bytes)).equals(bytes)).toBe(true);
    const tokenizer = new Tokenizer();
    const parts: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; at += 17) {
      for (const token of tokenizer.push(bytes.subarray(at, at + 17))) parts.push(token.bytes);
    }
    for (const token of tokenizer.finish()) parts.push(token.bytes);
    expect(Buffer.concat(parts).equals(bytes)).toBe(true);
  });

  test.each(files)("%s is told the same in one piece and in many", async (name) => {
    const bytes = read(name);
    async function* stream() {
      for (let at = 0; at < bytes.length; at += 23) yield bytes.subarray(at, at + 23);
    }
    expect(await validate(stream())).toEqual(validate(bytes));
  });
});

describe.skipIf(!present)("a clean file", () => {
  test.each(clean)("%s is read, with no interchange and no group rejected for its envelope", (name) => {
    const report = readX12(read(name));
    const grounds = report.faults.filter(({ rejects }) => rejects !== "nothing").map(({ code }) => code);
    const content = rejectedContent.get(name);
    expect(new Set(grounds)).toEqual(new Set(content ? [content] : []));
    expect(report.accepted).toBe(content === undefined);
    expect(report.counts.interchanges).toBeGreaterThan(0);
    for (const interchange of report.interchanges) {
      expect(interchange.status).not.toBe("rejected");
      for (const group of interchange.groups) {
        for (const set of group.sets) {
          expect(set.segments).toHaveLength(set.segmentCount);
          expect(set.segments.at(0)?.id).toBe("ST");
          expect(set.segments.at(-1)?.id).toBe("SE");
        }
      }
    }
  });

  test.each(clean.filter((name) => name.startsWith("synthetic-good/")))("%s has nothing worse than a note", (name) => {
    expect(validate(read(name)).faults.filter(({ severity }) => severity !== "note")).toEqual([]);
  });
});

describe.skipIf(!present)("a faulty file", () => {
  test("is in the list, every one", () => {
    expect(files.filter(faulty)).toEqual(Object.keys(expected));
  });

  test.each(files.filter(faulty))("%s is noticed in its place", (name) => {
    expect(validate(read(name)).faults).toContainEqual(expect.objectContaining(expected[name] ?? { code: "unlisted" }));
  });

  test("leaves the good interchange before it usable", () => {
    const { interchanges } = validate(read("synthetic-bad/second-interchange-broken.edi"));
    expect(interchanges.map(({ status }) => status)).toEqual(["accepted", "rejected"]);
  });
});
