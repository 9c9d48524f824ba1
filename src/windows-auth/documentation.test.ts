import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const read = (path: string) => readFileSync(join(import.meta.dirname, path), "utf8");
const page = read("../../docs/windows-auth.md");
const between = (text: string, start: string, end: string) =>
  text.slice(text.indexOf(start), text.indexOf(end, text.indexOf(start)));
const firstCells = (text: string) => [...text.matchAll(/^\| `([^`]+)` \|/gm)].map(([, cell]) => cell);

test("the page explains every error code, and no other", () => {
  const union = between(read("error.ts"), "export type WindowsAuthErrorCode", ";\n");
  const codes = [...union.matchAll(/^ {2}\| "(\w+)"/gm)].map(([, code]) => code);
  expect(codes.length).toBeGreaterThan(20);
  expect(firstCells(between(page, "## Errors", "### `LOGON_REFUSED`")).toSorted()).toEqual(codes.toSorted());
});

test("the page explains every reason of a refused logon, and no other", () => {
  const union = between(read("error.ts"), "export type LogonRefusal", ";\n");
  const reasons = [...union.matchAll(/\| "([\w-]+)"/g)].map(([, reason]) => reason);
  expect(firstCells(between(page, "### `LOGON_REFUSED`", "## How it works")).toSorted()).toEqual(reasons.toSorted());
});

test("the page lists every option", () => {
  const options = between(read("options.ts"), "export interface WindowsHttpOptions", "\n}\n");
  const kerberos = between(read("kerberos/options.ts"), "export interface KerberosOptions", "\n}\n");
  const names = (text: string) => [...text.matchAll(/^ {2}(\w+)\??:/gm)].map(([, name]) => name ?? "");
  const listed = firstCells(between(page, "## Options", "A request has"));
  for (const name of names(options)) {
    expect(
      listed.some((cell) => cell === name || cell?.startsWith(`${name}.`)),
      name,
    ).toBe(true);
  }
  for (const name of names(kerberos)) expect(listed, name).toContain(`kerberos.${name}`);
});
