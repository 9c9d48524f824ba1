/** Whatever the bytes are, looking at them ends, and ends without an exception. More runs: `HOSTILE_RUNS=100000`. */
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { acknowledgeGroup, acknowledgeInterchange } from "./documents/acknowledge.ts";
import { parseX12, prettyX12, validateX12 } from "./inspect.ts";
import { validate } from "./validation/validate.ts";

const golden = resolve(import.meta.dirname, "../../test/golden/x12");
const originals = readdirSync(golden)
  .filter((file) => file.endsWith(".edi"))
  .map((file) => readFileSync(resolve(golden, file), "latin1"));

const snippet = fc.oneof(
  fc.constantFrom(
    "*",
    "~",
    ">",
    "ST*850*0001~",
    "SE*1*0001~",
    "HL*1*1*S~",
    "ISA*",
    "IEA*1*1~",
    "GS*",
    "TA1*1~",
    "\n",
    "é",
    "\x85",
  ),
  fc.string({ unit: "binary", maxLength: 6 }),
);
const mutated = fc
  .tuple(
    fc.constantFrom(...originals),
    fc.array(fc.tuple(fc.nat(2000), fc.nat(12), snippet), { minLength: 1, maxLength: 6 }),
  )
  .map(([text, changes]) =>
    changes.reduce((result, [at, length, put]) => {
      const place = at % result.length;
      return result.slice(0, place) + put + result.slice(place + length);
    }, text),
  );

it("mutated files can be parsed, validated, shown and answered", () => {
  fc.assert(
    fc.property(mutated, fc.constantFrom("latin1" as const, "utf-8" as const, "ascii" as const), (text, encoding) => {
      const bytes = Buffer.from(text, "latin1");
      for (const inspect of [parseX12, validateX12, prettyX12]) {
        const inspection = inspect(bytes, { encoding });
        expect(() => JSON.parse([...inspection.json()].join(""))).not.toThrow();
        const shown = [...inspection.text()].join("");
        expect(shown.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
      }
      for (const interchange of validate(bytes).interchanges) {
        acknowledgeInterchange(interchange);
        for (const group of interchange.groups) acknowledgeGroup(group);
      }
    }),
    { numRuns: Number(process.env.HOSTILE_RUNS ?? 300) },
  );
});
