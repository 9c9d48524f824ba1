import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { type AnsweringSite, openAnsweringSite, partnerSends } from "../../../test/answeringSite.ts";
import { untilWaiting } from "../../../test/lockWaits.ts";
import { beginDraftAttempt, takeDraft } from "../../ledger/drafts.ts";
import { handOver } from "../../ledger/handover.ts";
import type { LedgerTransaction } from "../../ledger/ledger.ts";
import { carryOutNext } from "../inbound/carryOut.ts";
import { readNextMessage } from "../inbound/read.ts";
import { enterNextDraft } from "./enterDraft.ts";

describe("a worker that lost its session, and was not seen when the ledger was handed over", () => {
  let site: AnsweringSite;
  beforeEach(async () => {
    site = await openAnsweringSite({ now: "2026-01-16T10:00:00-06:00" });
    onTestFinished(site.close);
    await site.poll();
    await site.post(partnerSends.shipNotice(1, "SHP-1", ["LIN*1*BP*100XLG~SN1**5*EA"]));
    while (await readNextMessage(site.context, site.resources.link)) {}
    while (await carryOutNext(site.context, site.resources)) {}
  });

  const hand = (transaction: LedgerTransaction) =>
    handOver(transaction, { backupId: "bak_1", by: "mia", now: site.context.clock() });
  const handOverNow = () => site.ledger.transaction().execute(hand);
  const inGp = () => site.sandbox.admin.company().drafts();

  it("takes no draft any more", async () => {
    await handOverNow();
    expect(await enterNextDraft(site.context, site.resources)).toBe("idle");
    expect(inGp()).toEqual([]);
  });

  it("does not enter what it took before", async () => {
    const { gp } = site.resources;
    const precheck: typeof gp.drafts.precheck = async (draft) => {
      await handOverNow();
      return gp.drafts.precheck(draft);
    };
    await enterNextDraft(site.context, { ...site.resources, gp: { ...gp, drafts: { ...gp.drafts, precheck } } });
    expect(await site.drafts()).toMatchObject([{ state: "planned", attempts: 0 }]);
    expect(inGp()).toEqual([]);
  });

  it("is waited for where it is about to enter one, which is in doubt where the ledger moves to", async () => {
    const { ledger, link } = site;
    const { worker, clock } = site.context;
    const taken = await takeDraft(ledger, link, worker, clock());
    if (taken === undefined) throw new Error("nothing was taken");
    const beginning = await ledger.startTransaction().execute();
    expect(await beginDraftAttempt(beginning, taken, worker, clock())).toBe(1);
    const moved = ledger.transaction().execute(async (transaction) => {
      await hand(transaction);
      return transaction.selectFrom("draft").select("state").execute();
    });
    await untilWaiting(ledger, 1);
    await beginning.commit().execute();
    expect(await moved).toEqual([{ state: "creating" }]);
  });
});
