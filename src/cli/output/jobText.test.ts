import { createColors } from "picocolors";
import { expect, it } from "vitest";
import { ConnectorError } from "../../errors/connectorError.ts";
import type { Delivery } from "../../ledger/deliveries.ts";
import type { Job } from "../../ledger/jobs.ts";
import type { JobKind } from "../../ledger/schema.ts";
import { jobText } from "./jobText.ts";
import type { Terminal } from "./terminal.ts";

const terminal = { colors: createColors(false) } as Terminal;

const jobOf = (kind: JobKind, more: Partial<Job> = {}): Job => ({
  ...{ id: "job_1", kind, link: "two-to-cleo", state: "succeeded", parameters: {}, requestedBy: "schedule" },
  ...{ requestedAt: new Date("2026-03-18T17:00:00Z"), startedAt: null, finishedAt: null, workerId: null },
  ...{ notBefore: null, replayOf: null, checkpoint: null, error: null },
  ...more,
});
const textOf = (kind: JobKind, more: Partial<Job> = {}, deliveries: Delivery[] = []) =>
  jobText(jobOf(kind, more), deliveries, terminal);

it.each<[JobKind, Partial<Job>, string[]]>([
  ["retention", { link: "program" }, ["program  retention  job_1", "audit list --job job_1"]],
  ["receive", { parameters: { message: "inb_7" } }, ["reading of the message inb_7", "inbound show inb_7"]],
  ["collect", { checkpoint: { listed: 3, received: 2, known: 0 } }, ["Cleo folders", "listed 3, received 2"]],
  ["replay", { replayOf: "job_0" }, ["two-to-cleo  replay of job_0  job_1"]],
  ["replay", {}, ["replay of several"]],
])("says of a %s job what it was for and what came of it", (kind, more, parts) => {
  const text = textOf(kind, more);
  for (const part of parts) expect(text).toContain(part);
  if (kind !== "replay") expect(text).not.toContain("replay");
  expect(text).not.toContain("document  rev");
  expect(text).toContain("succeeded · requested 2026-03-18");
});

it("says of any job that failed why, and of one that waits no result", () => {
  const error = new ConnectorError("JOB_CANCELED", "canceled by cli:mia").report();
  for (const kind of ["collect", "replay"] as const)
    expect(textOf(kind, { state: "failed", error })).toContain("JOB_CANCELED  canceled by cli:mia");
  expect(textOf("retention", { state: "queued" })).not.toContain("audit list");
});

it("lists what a job delivers, the acknowledgements of a message among it", () => {
  const delivery = { key: "0001", revision: 1, state: "sent", fileName: "FA_1.x12", error: null } as Delivery;
  expect(textOf("receive", { parameters: { message: "inb_7" } }, [delivery])).toMatch(/0001 +1 {2}sent +FA_1\.x12/);
});
