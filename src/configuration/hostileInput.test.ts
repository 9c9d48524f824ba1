// biome-ignore-all lint/suspicious/noTemplateCurlyInString: `${NAME}` is the syntax of the file under test.
import fc from "fast-check";
import { expect, test } from "vitest";
import { ConfigurationError } from "./configurationError.ts";
import { parseConfiguration } from "./parse.ts";

const sample = [
  "gp:",
  '  - { name: gp, url: https://gp.test/GPService, version: "2018", company: { database: TWO, timeZone: UTC }, auth: { username: u, password: "${P}" } }',
  "cleo:",
  '  - { name: cleo, url: https://c.test, auth: { username: u, password: "${P}" }, transport: { extends: cic-folders-raw, list: { pageSize: 5 } } }',
  "links:",
  "  - name: l",
  "    gp: gp",
  "    cleo: cleo",
  "    vendors: { folder: upload, schedule: daily }",
  "    partners: { default: { overlong: { N102: cut }, separators: { element: '|' } } }",
  "    inbound: { webhook: { key: k, allow: [10.0.0.0/8] } }",
  "",
].join("\n");

/** True where the file was accepted; a refusal must be a list of faults. */
function accepted(text: string): boolean {
  try {
    parseConfiguration(text, { file: "c.yaml", environment: { P: "pw" }, readText: () => "" });
    return true;
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    expect(error.problems.length).toBeGreaterThan(0);
    expect(error.problems.every(({ code, at }) => code && at.file === "c.yaml")).toBe(true);
    return false;
  }
}

test("the sample itself is accepted", () => {
  expect(accepted(sample)).toBe(true);
});

test("a file with any part cut out, doubled or replaced is accepted or refused with reasons", () => {
  const piece = fc.oneof(
    fc.string({ maxLength: 12 }),
    // No words of four letters: one in the place of the password would be concealed in whatever this process prints.
    fc.constantFrom(
      "~",
      "[]",
      "{}",
      "1e999",
      "- ",
      ": ",
      "*a",
      "&a ",
      "!!binary x",
      "__proto__: {}",
      "<<: *a",
      "\t",
      "\u0000",
      "'",
      '"',
    ),
  );
  fc.assert(
    fc.property(fc.nat(sample.length), fc.nat(40), piece, (start, length, replacement) => {
      accepted(sample.slice(0, start) + replacement + sample.slice(start + length));
    }),
    { numRuns: 500 },
  );
});

test("any value in any place is accepted or refused with reasons", () => {
  const lines = sample.split("\n");
  fc.assert(
    fc.property(fc.nat(lines.length - 1), fc.jsonValue(), (place, value) => {
      const changed = lines.map((line, index) =>
        index === place ? line.replace(/: ?.*/, `: ${JSON.stringify(value)}`) : line,
      );
      accepted(changed.join("\n"));
    }),
    { numRuns: 500 },
  );
});

test("a file of great depth or breadth is refused in the end", () => {
  expect(accepted("[".repeat(5000))).toBe(false);
  expect(accepted(`gp: ${"[".repeat(3000)}${"]".repeat(3000)}`)).toBe(false);
  expect(accepted(Array.from({ length: 5000 }, (_, index) => `key${index}: 1`).join("\n"))).toBe(false);
});
