/** A person's word on drafts, and that nothing but Work documents is ever asked of GP, whatever comes in. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { approveDraft, mapDraftLines, readDraft, rejectDraft } from "../../src/app/drafts.ts";
import { readDocument } from "../../src/app/readDocument.ts";
import type { Draft } from "../../src/ledger/drafts.ts";
import { type AnsweringSite, openAnsweringSite, partnerSends, x12Link } from "../answeringSite.ts";

const { confirmation, shipNotice, invoice } = partnerSends;
let site: AnsweringSite;
let interchange = 0;
const next = (): number => ++interchange;

beforeAll(async () => {
  site = await openAnsweringSite({
    now: "2026-01-16T10:00:00-06:00",
    link: x12Link(", review: { '810': auto }"),
  });
  await site.poll();
});
afterAll(() => site.close());

const decider = () => ({ ledger: site.ledger, actor: "buyer", clock: site.context.clock });
async function draftOf(number: string): Promise<Draft> {
  const draft = (await site.drafts()).find((each) => each.number === number);
  if (draft === undefined) throw new Error(`${number} made no draft`);
  return draft;
}

describe("the draft inbox", () => {
  it("matches a line as a person says, and enters the draft without more words", async () => {
    const [document] = await site.receive(shipNotice(next(), "SHP-MAP", ["LIN**VP*UNHEARD-OF~SN1**2*EA"]));
    expect(document).toMatchObject({ state: "review", error: { code: "ANSWER_LINE_UNMATCHED" } });
    const { id } = await draftOf("SHP-MAP");
    expect(await readDraft(site.ledger, id)).toMatchObject({
      unmatched: [{ index: 0 }],
      orderLines: [{ line: 1, item: "100XLG" }],
    });
    await expect(approveDraft(decider(), id, "it will do")).rejects.toMatchObject({ code: "DRAFT_LINES_OPEN" });
    await expect(mapDraftLines(decider(), id, [{ index: 0, line: 7 }])).rejects.toMatchObject({
      code: "DRAFT_LINE_UNKNOWN",
    });
    await mapDraftLines(decider(), id, [{ index: 0, line: 1 }]);
    expect((await readDraft(site.ledger, id)).remainingQuantities).toBeNull();
    await site.settle();
    expect((await readDraft(site.ledger, id)).remainingQuantities).toBe("unverified");
    expect(await draftOf("SHP-MAP")).toMatchObject({
      state: "created",
      unmatched: [],
      content: { lines: [{ quantity: "2" }] },
    });
  });

  it("asks for the reason where an approval overrules something, and closes the partner's document", async () => {
    const [document] = await site.receive(shipNotice(next(), "SHP-MUCH", ["LIN*1*BP*100XLG~SN1**9.5*EA"]));
    const { id } = await draftOf("SHP-MUCH");
    await expect(approveDraft(decider(), id)).rejects.toMatchObject({ code: "DRAFT_NEEDS_REASON" });
    await approveDraft(decider(), id, "half a phone is a spare part");
    expect((await site.documents(document?.messageId ?? ""))[0]).toMatchObject({ state: "done" });
    await site.settle();
    // GP has its own opinion of it, which is kept.
    expect(await draftOf("SHP-MUCH")).toMatchObject({ state: "blocked", decidedBy: "buyer" });
    const [order] = await readDocument(site.ledger, "PO2075");
    expect(order?.timeline.map(({ state }) => state)).toEqual(
      expect.arrayContaining(["shipped", "approved", "blocked"]),
    );
  });

  it("lets go of a draft that is rejected, so that its goods count no more", async () => {
    const { id } = await draftOf("SHP-MUCH");
    await rejectDraft(decider(), id, "the notice was wrong");
    await expect(rejectDraft(decider(), id, "again")).rejects.toMatchObject({ code: "DRAFT_NOT_DECIDABLE" });
    const [document] = await site.receive(shipNotice(next(), "SHP-REST", ["LIN*1*BP*100XLG~SN1**9*EA"]));
    expect(document).toMatchObject({ state: "done" });
    expect(await draftOf("SHP-REST")).toMatchObject({ state: "created" });
  });
});

describe("whatever a partner sends", () => {
  it("nothing but Work documents is in GP, and nothing is posted", { timeout: 180_000 }, async () => {
    const quantity = fc.constantFrom("1", "-1", "0", "99999999", "0.00001", "1E5", "", "NaN");
    const text = fc.constantFrom("PO2075", "PO9999", "' or 1=1 --", "PO2075\u0000", "Posted", "  po2075 ");
    const product = fc.constantFrom("BP*100XLG", "VP*100XLG", "BP*", "UP*1~SN1**1*EA", "BP*TransactionState");
    const hostile = fc.oneof(
      fc
        .tuple(text, quantity, product)
        .map(([order, count, item]) =>
          shipNotice(next(), `S${interchange}`, [`LIN*1*${item}~SN1**${count}*EA`], "00", order),
        ),
      fc
        .tuple(text, quantity)
        .map(([order, count]) =>
          invoice(next(), `I${interchange}`, [`IT1*1*${count}*EA*28.46**BP*100XLG`], "2846", order),
        ),
      quantity.map((count) => confirmation(next(), [`PO1*1*${count}*EA*28.46**BP*100XLG`, `ACK*IA*${count}*EA`])),
      fc.tuple(text, quantity).map(([order, count]) =>
        JSON.stringify({
          eventId: String(next()),
          documentType: "invoice",
          invoice: {
            number: `J${interchange}`,
            date: "2026-01-20",
            purchaseOrder: order,
            total: count,
            lines: [{ line: 1, quantity: count, unitPrice: "28.46", TransactionState: "Posted" }],
            TransactionState: "Posted",
            "GP-Custom-Action": "POST",
          },
        }),
      ),
    );
    await fc.assert(
      fc.asyncProperty(hostile, async (content) => {
        await site.receive(content);
        expect(
          site.sandbox.admin
            .company()
            .drafts()
            .filter(({ state }) => state !== "Work"),
        ).toEqual([]);
      }),
      { numRuns: 60, seed: 7 },
    );
    expect(site.sandbox.admin.state().gp.customActions).toBe(0);
    const writes = site.sandbox.admin.gpRequests().filter(({ method }) => method !== "GET");
    expect(new Set(writes.map(({ method, operation }) => `${method} ${operation}`))).toEqual(
      new Set(["POST gp.draft"]),
    );
  });
});
