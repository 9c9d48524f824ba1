import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { routesOf } from "./admin/adminServer.ts";
import { fault } from "./faults.ts";
import { parseFault } from "./faultText.ts";
import { sandboxFlags } from "./flags.ts";
import { sandboxOptions } from "./options.ts";
import { curlKnowsNtlm } from "./testing/curl.ts";
import { sandboxes } from "./testing/running.ts";

const start = sandboxes();
const page = readFileSync(join(import.meta.dirname, "../../docs/sandbox.md"), "utf8");
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, "g"))].map(([, block]) => block ?? "");

describe("docs/sandbox.md", () => {
  test("shows every option with its default", () => {
    const { journal, ...options } = sandboxOptions.parse(parse(blocks("yaml")[0] ?? ""));
    expect(journal).toBe("./sandbox-journal");
    const { today, ...gp } = options.gp;
    const { realTokenSeconds, ...cleo } = options.cleo;
    expect([today, realTokenSeconds]).toEqual(["2026-01-15", 3600]);
    expect({ ...options, gp, cleo }).toEqual(sandboxOptions.parse({}));
    for (const key of [...Object.keys(gp), ...Object.keys(cleo)]) expect(page).toContain(`${key}:`);
  });

  test("lists every admin route", () => {
    // The routes are only looked at, none is run.
    for (const { method, path } of routesOf({} as never)) {
      const last = `/${path.split("/").slice(2).join("/")}`;
      const row = page
        .split("\n")
        .find(
          (line) =>
            line.startsWith("| `") &&
            line.includes(method) &&
            (line.includes(path) || line.includes(`...${last.slice(last.indexOf("/lines"))}`)),
        );
      expect(row, `${method} ${path}`).toBeDefined();
    }
  });

  test("shows fault effects and one-word faults that can be armed", () => {
    for (const [, effect] of page.matchAll(/`(\{"kind": [^`]+\})`/g)) {
      expect(fault.parse({ target: "cleo", effect: JSON.parse(effect ?? "") }).effect.kind).toBeTruthy();
    }
    for (const [, words] of page.matchAll(/--fault (\S+)/g))
      for (const word of (words ?? "").split(",")) parseFault(word);
  });

  test("names flags that exist", () => {
    const known = new Set(sandboxFlags.map(({ name }) => name));
    for (const block of blocks("sh")) {
      for (const [line] of block.matchAll(/ml-connector sandbox.*/g)) {
        for (const [flag] of line.matchAll(/--[a-z-]+/g)) expect(known).toContain(flag);
      }
    }
  });

  test.skipIf(!curlKnowsNtlm())("has examples that work, run one after the other", async () => {
    const sandbox = await start();
    const ports = [sandbox.gpUrl, sandbox.cleoUrl, sandbox.adminUrl].map((url) => new URL(url).port);
    const script = blocks("sh")
      .filter((block) => block.includes("curl"))
      .join("\n")
      .replaceAll(/:810([123])/g, (_, digit) => `:${ports[Number(digit) - 1]}`);
    const { stdout } = await promisify(execFile)("bash", [
      "-euo",
      "pipefail",
      "-c",
      `curl() { command curl --fail-with-body --max-time 20 "$@"; echo; }\n${script}`,
    ]);
    expect(stdout).toContain('"DatabaseName":"TWO"');
    expect(stdout).toContain('"path":"upload/850/first.x12"');
    expect(stdout).toContain("PO2077");
    expect(sandbox.admin.purchaseOrder("PO2075")?.comment).toBe("Deliver after 4 pm");
    expect(sandbox.admin.purchaseOrder("PO0997")?.status).toBe(6);
    expect(sandbox.admin.faults()).toEqual([]);
  });
});
