import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type AnsweringSite, openAnsweringSite, partnerSends } from "../../../test/answeringSite.ts";
import { findInboundDocument } from "../../ledger/inboundDocuments.ts";
import { findJob } from "../../ledger/jobs.ts";
import { mapConfirmationLines } from "./mapConfirmationLines.ts";
import { readInbound } from "./readInbox.ts";
import { settleInbound } from "./settleInbound.ts";

const { confirmation, invoice, shipNotice } = partnerSends;
const nobodyWaits = () => {};

describe("a person's word on what came in", () => {
  let site: AnsweringSite;
  beforeEach(async () => {
    site = await openAnsweringSite({ now: "2026-01-16T10:00:00-06:00" });
    await site.poll();
  });
  afterEach(() => site.close());

  const person = () => ({ ledger: site.ledger, actor: "ann", clock: site.context.clock });
  const stateOf = async (id: string) => (await findInboundDocument(site.ledger, id))?.state;
  const audited = async (subject: string) =>
    site.ledger.selectFrom("auditEntry").select(["actor", "action", "detail"]).where("subject", "=", subject).execute();

  async function creditMemo(): Promise<string> {
    const [document] = await site.receive(
      invoice(1, "CM-1", ["IT1*1*11*EA*28.46**BP*100XLG"], "31306", "PO2075", "CR"),
    );
    expect(document).toMatchObject({ state: "review", error: { code: "ANSWER_BY_HAND" } });
    return document?.id ?? "";
  }

  it("settles a credit memo that was entered by hand, once, and keeps who and why", async () => {
    const id = await creditMemo();
    await expect(settleInbound(person(), id, "done", "  ")).rejects.toMatchObject({ code: "INBOUND_NEEDS_REASON" });
    expect(await settleInbound(person(), id, "done", "entered as CRM104")).toMatchObject([
      { id, before: "review", state: "done" },
    ]);
    expect(await findInboundDocument(site.ledger, id)).toMatchObject({ state: "done", error: null });
    expect(await audited(id)).toContainEqual({
      actor: "ann",
      action: "inbound.settled",
      detail: expect.objectContaining({ before: "review", state: "done", reason: "entered as CRM104" }),
    });
    await expect(settleInbound(person(), id, "ignored", "again")).rejects.toMatchObject({
      code: "INBOUND_NOT_DECIDABLE",
    });
  });

  it("settles what waits in a message by the message's identifier", async () => {
    const receipt = await site.post(invoice(1, "CM-1", ["IT1*1*11*EA*28.46**BP*100XLG"], "31306", "PO2075", "CR"));
    await site.settle();
    expect(await settleInbound(person(), receipt, "ignored", "withdrawn by phone")).toHaveLength(1);
    expect(await site.documents(receipt)).toMatchObject([{ state: "ignored" }]);
  });

  it("leaves a document alone whose draft is still to be decided", async () => {
    const [document] = await site.receive(shipNotice(1, "SHP-1", ["LIN*1*BP*100XLG~SN1**9999*EA"]));
    expect(document?.state).toBe("review");
    await expect(settleInbound(person(), document?.id ?? "", "done", "by hand")).rejects.toMatchObject({
      code: "INBOUND_NOT_DECIDABLE",
    });
    expect(await stateOf(document?.id ?? "")).toBe("review");
    expect(await readInbound(site.ledger, document?.id ?? "")).toMatchObject({
      documents: [{ drafts: [{ kind: "purchaseReceipt", number: "SHP-1", state: "review", open: true }] }],
    });
  });

  it("settles the rest of a message beside a document whose draft is still to be decided", async () => {
    const receipt = await site.post(
      shipNotice(1, "SHP-1", ["LIN*1*BP*100XLG~SN1**9999*EA"]) +
        invoice(2, "CM-1", ["IT1*1*11*EA*28.46**BP*100XLG"], "31306", "PO2075", "CR"),
    );
    await site.settle();
    expect(await settleInbound(person(), receipt, "done", "entered as CRM104")).toHaveLength(1);
    expect(await site.documents(receipt)).toMatchObject([{ state: "review" }, { state: "done" }]);
  });

  it("tells which line a confirmation means, and compares it anew", async () => {
    const [document] = await site.receive(confirmation(1, ["PO1*1*11*EA*28.46**VP*NO-SUCH", "ACK*IA*11*EA"]));
    const id = document?.id ?? "";
    expect(document).toMatchObject({ state: "review", error: { code: "ANSWER_LINE_UNMATCHED" } });
    await expect(mapConfirmationLines(person(), nobodyWaits, id, [{ index: 0, line: 77 }])).rejects.toMatchObject({
      code: "INBOUND_LINE_UNKNOWN",
    });
    await expect(mapConfirmationLines(person(), nobodyWaits, id, [{ index: 5, line: 1 }])).rejects.toMatchObject({
      code: "INBOUND_LINE_UNKNOWN",
    });
    await mapConfirmationLines(person(), nobodyWaits, id, [{ index: 0, line: 1 }]);
    await site.settle();
    const compared = await findInboundDocument(site.ledger, id);
    expect(compared).toMatchObject({ state: "done", error: null });
    const parameters = { message: compared?.messageId, lines: [{ index: 0, line: 1 }] };
    expect(await findJob(site.ledger, compared?.jobId ?? "")).toMatchObject({ parameters, state: "succeeded" });
  });

  it("leaves a line of a confirmation out", async () => {
    const [document] = await site.receive(
      confirmation(1, ["PO1*1*11*EA*28.46**BP*100XLG", "ACK*IA*11*EA", "PO1*9*1*EA*5**VP*GIFT", "ACK*IA*1*EA"]),
    );
    expect(document?.state).toBe("review");
    await mapConfirmationLines(person(), nobodyWaits, document?.id ?? "", [{ index: 1, line: null }]);
    await site.settle();
    expect(await stateOf(document?.id ?? "")).toBe("done");
  });
});
