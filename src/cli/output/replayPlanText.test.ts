import { createColors } from "picocolors";
import { expect, it } from "vitest";
import type { PlannedReplay, ReplayPlan } from "../../app/replay.ts";
import { replayPlanText } from "./replayPlanText.ts";
import type { Terminal } from "./terminal.ts";

const terminal = { colors: createColors(false) } as Terminal;

const replay = (document: string, more: Partial<PlannedReplay> = {}): PlannedReplay => ({
  ...{ delivery: `dlv_${document}`, link: "two-to-cleo", document, type: "purchaseOrder", revision: 1 },
  ...{ state: "sent", consequence: "the same bytes and name", sameBytes: true, file: null },
  ...{ acceptedBefore: false, doubtful: false },
  ...more,
});
const summary = (plan: Partial<ReplayPlan>) =>
  replayPlanText({ mode: "resend", replays: [], ...plan }, [], terminal)
    .split("\n\n")
    .at(-1)
    ?.replaceAll("\n", " ");

it("says of how many documents Cleo has them, and of how many it may have them", () => {
  const has = replay("PO1", { acceptedBefore: true });
  const may = (document: string) => replay(document, { acceptedBefore: true, doubtful: true });
  const gone = replay("PO4", { acceptedBefore: true, refused: "it was replaced" });
  expect(summary({ replays: [has, may("PO2"), may("PO3"), gone] })).toBe(
    "resend of 3 documents; 1 of them Cleo has already and 2 of them Cleo may have already, so that --reason is needed; 1 more cannot be replayed. Nothing was done.",
  );
  expect(summary({ replays: [may("PO2")] })).toContain("; 1 of them Cleo may have already, so that");
  expect(summary({ replays: [replay("PO5")] })).toBe("resend of 1 document. Nothing was done.");
});

it("goes by the counts of a filter, of which not all are listed", () => {
  const filter = {
    given: { state: "inDoubt" },
    total: 300,
    refused: 0,
    accepted: 300,
    doubtful: 300,
    links: [],
  } as const;
  expect(summary({ replays: [replay("PO1")], filter: { ...filter, links: [] } })).toBe(
    "resend of 300 documents; 300 of them Cleo may have already, so that --reason is needed, the first 1 are shown. Nothing was done.",
  );
});
