/** Runs the examples of docs/x12.md and compares what they print; holds its table of faults to the code. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { faultKinds } from "./validation/faultCodes.ts";

const page = readFileSync(resolve(import.meta.dirname, "../../docs/x12.md"), "utf8");
const examples = [...page.matchAll(/## ([^\n]+)\n\n```ts\n(.+?)```\n\n```text\n(.+?)```/gs)];
const module = pathToFileURL(join(import.meta.dirname, "index.ts")).href;

test("the page has examples", () => {
  expect(examples.length).toBe(page.split("```ts\n").length - 1);
});

test.each(examples.map(([, name, code, printed]) => ({ name, code, printed })))(
  "$name prints what the page says",
  (example) => {
    const code = (example.code ?? "").replace("../src/x12/index.ts", module);
    const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", code], {
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    expect(stdout).toBe(example.printed);
  },
);

test("the table of faults has every code, with its worth", () => {
  const rows = [...page.matchAll(/^\| `(\w+)` \| (.+?) \| (\w+) \| (\w+) \| ?([\w ]*?) ?\|$/gm)].map((row) =>
    row.slice(1, 6),
  );
  const kinds = Object.entries(faultKinds).map(([code, kind]) => {
    const said = "acknowledgment" in kind && kind.acknowledgment ? kind.acknowledgment : undefined;
    return [code, kind.meaning, kind.severity, kind.rejects, said ? `${said.segment} ${said.code}` : ""];
  });
  expect(rows).toEqual(kinds);
});
