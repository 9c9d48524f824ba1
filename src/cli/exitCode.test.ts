import { Command, CommanderError } from "commander";
import { expect, it } from "vitest";
import type { Outcome, PolledDocument, PollReport } from "../app/pollReport.ts";
import { ConnectorError } from "../errors/connectorError.ts";
import { type ErrorCode, errorRegistry } from "../errors/registry.ts";
import { exitCodeOf, exitOfPoll, exitOfReplay, worstExit } from "./exitCode.ts";

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

it("ends a poll on the worst of what came of it", () => {
  const none = { sent: 0, unchanged: 0, skipped: 0, blocked: 0, waiting: 0, superseded: 0 };
  const poll = (
    state: PollReport["state"],
    outcomes: Partial<Record<Outcome, number>>,
    code?: ErrorCode,
    waitsFor?: ErrorCode,
  ): number => {
    const report = (code: ErrorCode) => new ConnectorError(code, "it failed").report();
    const waiting = waitsFor && ({ outcome: "waiting", error: report(waitsFor) } as PolledDocument);
    const all = { ...none, ...outcomes };
    return exitOfPoll({
      jobId: "job_1",
      link: "two-to-cleo",
      read: { vendors: 0, purchaseOrders: 0 },
      state,
      outcomes: all,
      documents: waiting ? [waiting] : [],
      ...(code && { error: report(code) }),
    });
  };
  expect(poll("succeeded", { sent: 3, skipped: 1 })).toBe(0);
  expect(poll("running", {})).toBe(1);
  expect(poll("succeeded", { blocked: 1 })).toBe(1);
  // More waits than a report names.
  expect(poll("succeeded", { waiting: 1 })).toBe(1);
  expect(poll("succeeded", { waiting: 1 }, undefined, "CLEO_UNREACHABLE")).toBe(3);
  expect(poll("failed", {}, "GP_LOGON_REFUSED")).toBe(3);
  expect(poll("failed", {}, "LINK_UNKNOWN")).toBe(2);
  expect(poll("failed", { blocked: 1 }, "INTERNAL")).toBe(4);
  expect(worstExit([])).toBe(0);
});

it("ends a replay on the worst of its jobs and of what it sent again", () => {
  const report = (code: ErrorCode) => new ConnectorError(code, "it failed").report();
  const done = { state: "succeeded", error: null } as const;
  const canceled = { state: "failed", error: report("JOB_CANCELED") } as const;
  const sent = { state: "sent" } as const;
  expect(exitOfReplay([done], [sent], 0)).toBe(0);
  expect(exitOfReplay([done], [sent], 1)).toBe(1);
  expect(exitOfReplay([done, canceled], [sent], 0)).toBe(1);
  expect(exitOfReplay([{ state: "running", error: null }], [sent], 0)).toBe(1);
  expect(exitOfReplay([done], [sent, { state: "inDoubt", error: report("CLEO_OUTCOME_UNKNOWN") }], 0)).toBe(1);
  expect(exitOfReplay([canceled], [{ state: "failed", error: report("CLEO_UNREACHABLE") }], 0)).toBe(3);
});
