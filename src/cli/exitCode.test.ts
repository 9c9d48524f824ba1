import { Command, CommanderError } from "commander";
import { expect, it } from "vitest";
import { ConnectorError } from "../errors/connectorError.ts";
import { type ErrorCode, errorRegistry } from "../errors/registry.ts";
import { exitCodeOf } from "./exitCode.ts";

it.each<[ErrorCode, number]>([
  ["DOCUMENT_UNIT_UNMAPPED", 1],
  ["CONFIGURATION_INVALID", 2],
  ["LINK_UNKNOWN", 2],
  ["GP_UNREACHABLE", 3],
  ["GP_LOGON_REFUSED", 3],
  ["CLEO_LOGIN_REFUSED", 3],
  ["INTERNAL", 4],
])("ends on %s with %i", (code, exit) => {
  expect(exitCodeOf(new ConnectorError(code, "it failed"))).toBe(exit);
});

it("ends on what is no error of ours by design with 4", () => {
  expect([new TypeError("x is undefined"), "text", undefined].map(exitCodeOf)).toEqual([4, 4, 4]);
});

it("never ends on a failure with 0, whatever its code", () => {
  for (const code of Object.keys(errorRegistry) as ErrorCode[]) {
    expect([1, 2, 3, 4]).toContain(exitCodeOf(new ConnectorError(code, "it failed")));
  }
});

it.each([
  [["--help"], 0],
  [["--version"], 0],
  [["--unknown"], 2],
  [["poll", "superfluous"], 2],
  [["unknown"], 2],
])("ends on the words %j with %i", async (words, exit) => {
  const quiet = { writeOut: () => {}, writeErr: () => {} };
  const program = new Command("x").version("1").exitOverride().configureOutput(quiet);
  program
    .command("poll")
    .exitOverride()
    .configureOutput(quiet)
    .allowExcessArguments(false)
    .action(() => {});
  const failure = await program.parseAsync(words, { from: "user" }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(CommanderError);
  expect(exitCodeOf(failure)).toBe(exit);
});
