import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ConnectorError } from "./connectorError.ts";
import { errorReference } from "./reference.ts";
import { type ErrorCode, errorRegistry } from "./registry.ts";

const page = readFileSync(join(import.meta.dirname, "../../docs/errors.md"), "utf8");
const onPage = [...page.matchAll(/^### (\S+)$/gm)].map(([, code]) => code);

describe("the error registry and docs/errors.md", () => {
  it("name the same codes, each once", () => {
    expect(onPage.toSorted()).toEqual(Object.keys(errorRegistry).toSorted());
  });

  it("say the same of each (node scripts/writeErrorReference.ts brings the page in step)", () => {
    expect(page).toBe(errorReference());
  });

  it("name no code that nothing raises", () => {
    const source = globSync("**/*.ts", { cwd: join(import.meta.dirname, ".."), exclude: ["errors/**", "**/*.test.ts"] })
      .map((path) => readFileSync(join(import.meta.dirname, "..", path), "utf8"))
      .join("\n");
    const raised = new Set(source.match(/\b[A-Z][A-Z0-9]*(_[A-Z0-9]+)*\b/g));
    expect(Object.keys(errorRegistry).filter((code) => !raised.has(code))).toEqual([]);
  });

  it.each(Object.entries(errorRegistry))("tell the reader of %s what to do, in sentences", (code, entry) => {
    expect(code).toMatch(/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/);
    expect(entry.meaning).toMatch(/^[A-Z`].*\.$/s);
    expect(entry.fix).toMatch(/^[A-Z`].*\.$/s);
    expect(entry.fix.length).toBeGreaterThan(10);
  });
});

describe("a connector error", () => {
  it("takes owner, retry class and advice from the registry", () => {
    const code: ErrorCode = "DOCUMENT_NO_LINES";
    const report = new ConnectorError(code, "PO2072 has no lines", { at: { document: "PO2072" } }).report();
    expect(report).toEqual({
      code,
      message: "PO2072 has no lines",
      at: { document: "PO2072" },
      fix: errorRegistry[code].fix,
      owner: "buyer",
      retry: "permanent",
    });
  });

  it("gives an occurrence's own advice before the general one", () => {
    expect(new ConnectorError("LINK_UNKNOWN", "no such link", { fix: "Name one of: a, b." }).fix).toBe(
      "Name one of: a, b.",
    );
  });
});
