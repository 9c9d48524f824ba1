import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { parseDecimal } from "../../decimal/decimal.ts";
import { decimalPattern, fileSchemas } from "./schemaDocuments.ts";

const folder = join(import.meta.dirname, "../../../schemas");

it.each(Object.entries(fileSchemas()))(
  "schemas/%s is what files are checked against (node scripts/writeSchemas.ts brings it in step)",
  (name, schema) => {
    expect(JSON.parse(readFileSync(join(folder, name), "utf8"))).toEqual(JSON.parse(JSON.stringify(schema)));
  },
);

it("publishes no schema that no file is checked against", () => {
  expect(readdirSync(folder).toSorted()).toEqual(Object.keys(fileSchemas()).toSorted());
});

it("takes as a decimal exactly what we write as one", () => {
  const nearDecimals = fc.stringMatching(/^-?[0-9]{0,3}\.?[0-9]{0,3}$/);
  fc.assert(
    fc.property(nearDecimals, (text) => {
      expect(new RegExp(decimalPattern).test(text)).toBe(parseDecimal(text) === text);
    }),
    { numRuns: 2000, examples: [["-0"], ["0"], ["-0.5"], ["0.50"], ["01"], ["1."], [".5"], ["-"], [""]] },
  );
});
