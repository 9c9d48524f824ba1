import { expect, onTestFinished, test } from "vitest";
import { openPollingSite } from "../../test/pollingSite.ts";
import { readDocument } from "./readDocument.ts";

test("An order that a rule skips is no document; whoever looks for it learns which rule, and of which poll.", async () => {
  const site = await openPollingSite({ now: "2026-03-18T17:00:00Z" });
  onTestFinished(site.close);
  const { jobId, documents } = await site.poll();
  const skipped = documents.find(({ outcome }) => outcome === "skipped");
  await expect(readDocument(site.ledger, skipped?.key ?? "")).rejects.toMatchObject({
    code: "JOB_UNKNOWN",
    message: `there is no document "${skipped?.key}", since it was skipped when it was last read: ${skipped?.rule}`,
    fix: expect.stringContaining(jobId),
  });
  await expect(readDocument(site.ledger, "PO404")).rejects.toMatchObject({ message: 'there is no document "PO404"' });
});
