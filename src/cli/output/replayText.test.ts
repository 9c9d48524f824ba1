import { createColors } from "picocolors";
import { expect, it } from "vitest";
import { ConnectorError } from "../../errors/connectorError.ts";
import type { Job } from "../../ledger/jobs.ts";
import { refusalText, replayEnd } from "./replayText.ts";
import type { Terminal } from "./terminal.ts";

const terminal = { colors: createColors(false) } as Terminal;
const job = (ended: Partial<Job>) => ended as Job;

it("tells of a canceled replay that it was canceled, and how much it had put up", () => {
  const error = new ConnectorError("JOB_CANCELED", "canceled by cli:mia").report();
  const [fault, reached] = replayEnd(
    job({ state: "failed", error, checkpoint: { queued: 700, refused: 2 } }),
    terminal,
  );
  expect(fault).toContain("JOB_CANCELED  canceled by cli:mia");
  expect(reached).toBe("Before that it had put up 700 deliveries; the others are as they were.");
  const [, none] = replayEnd(job({ state: "failed", error, checkpoint: null }), terminal);
  expect(none).toContain("put up 0 deliveries");
});

it("tells of a replay that nobody waits for any more that it goes on, and of one that is done nothing", () => {
  expect(replayEnd(job({ state: "running", error: null, checkpoint: null }), terminal)).toEqual([
    expect.stringContaining("has not ended"),
  ]);
  expect(replayEnd(job({ state: "succeeded", error: null, checkpoint: { queued: 3, refused: 0 } }), terminal)).toEqual(
    [],
  );
});

it("counts what was not replayed, and why", () => {
  expect(refusalText({ deliveries: 1, why: "it was replaced" })).toBe("1 delivery not replayed: it was replaced");
  expect(refusalText({ deliveries: 2, why: "it was replaced" })).toBe("2 deliveries not replayed: it was replaced");
});
