import { stripVTControlCharacters } from "node:util";
import { expect, it } from "vitest";
import { sampleReport } from "../../check/fixtures.ts";
import { checkText, createCheckTeller } from "./checkText.ts";
import { openTerminal } from "./terminal.ts";
import { wrapped } from "./wrapped.ts";

function terminal(isTTY = false) {
  const written: string[] = [];
  const stream = { write: (text: string) => void written.push(text), isTTY };
  return { terminal: openTerminal({ stdout: stream, stderr: stream, environment: {} }, false), written };
}

it("says of what is not good what it means, the fix and whose job it is, and keeps what is good to one line", () => {
  const text = checkText(sampleReport(), terminal().terminal);
  expect(text).toContain("  ✓ GP server answers: gp.test answered in 120 ms\n");
  expect(text).toContain(
    [
      "  ✗ Cleo account: Cleo refused the account with 401",
      "    fail CLEO_LOGIN_REFUSED",
      "    means Cleo refused the account when a token was asked for.",
      "    fix   Check user name and password of `cleo.auth`.",
      "    whose the Cleo administrator",
    ].join("\n"),
  );
  expect(text).toContain("  ? Not looked at: it needs Cleo\n\n");
  expect(text).toContain("1 pass · 1 warn · 1 fail · 1 unverified");
});

it("fits into 80 columns, whatever is told", () => {
  const { lines } = sampleReport();
  const long = "a word after another ".repeat(20).trim();
  const report = sampleReport({
    summary: long,
    lines: lines.map((line) => ({ ...line, seen: long, meaning: long, ...(line.fix && { fix: long }) })),
  });
  for (const line of checkText(report, terminal().terminal).split("\n")) expect(line.length).toBeLessThanOrEqual(80);
});

it("has no colour where nobody looks, and the same words where somebody does", () => {
  const plain = checkText(sampleReport(), terminal().terminal);
  const coloured = checkText(sampleReport(), terminal(true).terminal);
  expect(plain).not.toContain("\u001b");
  expect(coloured).toContain("\u001b[31m");
  expect(stripVTControlCharacters(coloured)).toBe(plain);
});

it("cannot be steered by what a system answered", () => {
  const { lines } = sampleReport();
  const report = sampleReport({
    lines: lines.map((line) => ({ ...line, seen: "\u001b[2Jgone\nnext", title: "\u0007bell" })),
  });
  expect(checkText(report, terminal().terminal)).not.toMatch(/(?!\n)\p{Cc}/u);
});

it("tells the heading of a stage once, before its first line", () => {
  const { terminal: shown, written } = terminal();
  const tell = createCheckTeller(shown);
  const [first] = sampleReport().lines;
  if (first) for (const line of [first, first, { ...first, stage: "load" as const }]) tell(line);
  expect(written.filter((text) => /^\n/.test(text)).map((text) => text.trim())).toEqual(["reach", "load"]);
});

it("breaks at blanks only, so that an address stays whole", () => {
  const address = `https://gp.test/${"x".repeat(90)}`;
  expect(wrapped(`see ${address} for more`, "  ", 80)).toBe(`  see\n  ${address}\n  for more`);
});
