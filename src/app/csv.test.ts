import fc from "fast-check";
import { expect, it } from "vitest";
import { csvLine } from "./csv.ts";

it("leaves plain text as it is, and quotes what would break the line", () => {
  expect(csvLine(["1", "user:alice", null, 'say "hi", then\ngo'])).toBe('1,user:alice,,"say ""hi"", then\ngo"\r\n');
});

it("gives a spreadsheet no formula to run", () => {
  for (const formula of ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1", "＝1", "|calc", "%0a=1"]) {
    expect(csvLine([formula])).toMatch(/^"?'/);
  }
});

it("gives every cell back to whoever reads it as RFC 4180 says", () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 5 }), (cells) => {
      expect(read(csvLine(cells)).map((cell) => cell.replace(/^'/, ""))).toEqual(
        cells.map((cell) => cell.replace(/^'/, "")),
      );
    }),
  );
});

function read(line: string): string[] {
  const cells: string[] = [];
  const pattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  for (let match = pattern.exec(line); match !== null; match = pattern.exec(line)) {
    cells.push(match[1] === undefined ? (match[2] ?? "") : match[1].replaceAll('""', '"'));
    if (match[3] === "\r\n") break;
  }
  return cells;
}
