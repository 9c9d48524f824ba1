import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type AnsweringSite, openAnsweringSite, partnerSends, x12Link } from "../../test/answeringSite.ts";
import { beginDraftAttempt, takeDraft } from "../ledger/drafts.ts";
import { takeInboundDocument } from "../ledger/inboundDocuments.ts";
import { enterNextDraft } from "./drafts/enterDraft.ts";
import { releaseDrafts } from "./drafts/settleDrafts.ts";
import { carryOutNext, releaseAbandoned } from "./inbound/carryOut.ts";
import { readNextMessage } from "./inbound/read.ts";
import type { WorkerContext } from "./workerContext.ts";

/** The database went away before a claim was worked on, and came back: the worker lives, and does not know of it. */
describe("what a living worker left behind under its own name", () => {
  let site: AnsweringSite;
  let context: WorkerContext;
  beforeEach(async () => {
    site = await openAnsweringSite({
      now: "2026-01-16T10:00:00-06:00",
      link: x12Link(", review: { '810': auto }"),
    });
    context = { ...site.context, underWay: new Set() };
    await site.poll();
  });
  afterEach(() => site.close());

  const live = ["wrk_answers"];

  it("an inbound document is carried out by the next round, and not while it is under way", async () => {
    const receipt = await site.post(partnerSends.confirmation(2, ["PO1*1*11*EA*28.46**BP*100XLG"]));
    await readNextMessage(context, site.resources.link);
    const stuck = await takeInboundDocument(site.ledger, site.link, context.worker, context.clock());
    expect(stuck).toBeDefined();
    expect(await releaseAbandoned(context, live)).toBe(1);
    let seenUnderWay: number | undefined;
    await carryOutNext(context, site.resources, async () => {
      seenUnderWay = await releaseAbandoned(context, live);
      return { kind: "done", summary: "done" };
    });
    expect(seenUnderWay).toBe(0);
    expect(await site.documents(receipt)).toMatchObject([{ state: "done", attempts: 2 }]);
    expect(context.underWay?.size).toBe(0);
  });

  it("a draft that was only taken is free, and one that was being entered is looked for", async () => {
    await site.post(partnerSends.shipNotice(3, "SHP-1", ["LIN*1*BP*100XLG~SN1**11*EA"]));
    await readNextMessage(context, site.resources.link);
    await carryOutNext(context, site.resources);
    const taken = await takeDraft(site.ledger, site.link, context.worker, context.clock());
    expect(taken).toMatchObject({ kind: "purchaseReceipt" });
    expect(await releaseDrafts(context, live)).toBe(0);
    const again = await takeDraft(site.ledger, site.link, context.worker, context.clock());
    if (again === undefined) throw new Error("the draft was not freed");
    await site.ledger
      .transaction()
      .execute((transaction) => beginDraftAttempt(transaction, again, context.worker, context.clock()));
    expect(await releaseDrafts(context, live)).toBe(1);
    expect(await site.drafts()).toMatchObject([{ state: "inDoubt" }]);
  });

  it("a draft that is under way is left alone", async () => {
    await site.post(partnerSends.shipNotice(3, "SHP-1", ["LIN*1*BP*100XLG~SN1**11*EA"]));
    await readNextMessage(context, site.resources.link);
    await carryOutNext(context, site.resources);
    const create = site.resources.gp.drafts.create;
    let seenUnderWay: number | undefined;
    const gp = {
      ...site.resources.gp,
      drafts: {
        ...site.resources.gp.drafts,
        create: async (...given: Parameters<typeof create>) => {
          seenUnderWay = await releaseDrafts(context, live);
          return create.apply(site.resources.gp.drafts, given);
        },
      },
    };
    await enterNextDraft(context, { ...site.resources, gp });
    expect(seenUnderWay).toBe(0);
    expect(await site.drafts()).toMatchObject([{ state: "created" }]);
  });
});
