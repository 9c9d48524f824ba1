import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type AnsweringSite, openAnsweringSite, partnerSends } from "../../../test/answeringSite.ts";
import { replayDraft } from "../../app/drafts.ts";
import type { Draft } from "../../ledger/drafts.ts";
import { carryOutNext } from "../inbound/carryOut.ts";
import { readNextMessage } from "../inbound/read.ts";
import type { LinkResources } from "../linkResources.ts";
import type { WorkerContext } from "../workerContext.ts";
import { enterNextDraft } from "./enterDraft.ts";
import { releaseDrafts, settleNextDraft } from "./settleDrafts.ts";

const phones = (quantity: string) => `LIN*1*BP*100XLG~SN1**${quantity}*EA`;

describe("a draft at which the program fails", () => {
  let site: AnsweringSite;
  let context: WorkerContext;
  let told: unknown[];
  beforeEach(async () => {
    site = await openAnsweringSite({ now: "2026-01-16T10:00:00-06:00" });
    told = [];
    context = { ...site.context, underWay: new Set(), onError: (error) => void told.push(error) };
    await site.poll();
  });
  afterEach(() => site.close());

  async function planned(...notices: string[]): Promise<Draft[]> {
    for (const notice of notices) await site.post(notice);
    while (await readNextMessage(context, site.resources.link)) {}
    while (await carryOutNext(context, site.resources)) {}
    return site.drafts();
  }
  const enterAll = async (resources: LinkResources = site.resources) => {
    while ((await enterNextDraft(context, resources)) === "done") {}
  };
  const decider = () => ({ ledger: site.ledger, actor: "buyer", clock: context.clock });
  const inGp = () => site.sandbox.admin.company().drafts();

  it("is blocked with the reason, the next one is entered, and so is that one when a person replays it", async () => {
    const [first] = await planned(
      partnerSends.shipNotice(1, "SHP-1", [phones("5")]),
      partnerSends.shipNotice(2, "SHP-2", [phones("6")]),
    );
    const id = first?.id ?? "";
    const content = (value: object) =>
      site.ledger
        .updateTable("draft")
        .set({ content: JSON.stringify(value) })
        .where("id", "=", id)
        .execute();
    await content({ ...first?.content, lines: null });
    await enterAll();
    expect(await site.drafts()).toMatchObject([
      { id, state: "blocked", attempts: 0, error: { code: "INTERNAL" } },
      { state: "created" },
    ]);
    expect(told).toHaveLength(1);
    expect(await releaseDrafts(context, [context.worker])).toBe(0);

    await content(first?.content ?? {});
    await replayDraft(decider(), id);
    await enterAll();
    expect(await site.drafts()).toMatchObject([{ state: "created" }, { state: "created" }]);
    expect(inGp()).toHaveLength(2);
  });

  it("while GP is called is in doubt, and blocked with the reason once it is certain that GP has nothing", async () => {
    const [first] = await planned(partnerSends.shipNotice(1, "SHP-1", [phones("5")]));
    const { gp } = site.resources;
    const create = () => Promise.reject(new TypeError("a defect"));
    await enterAll({ ...site.resources, gp: { ...gp, drafts: { ...gp.drafts, create } } });
    expect(await site.drafts()).toMatchObject([{ state: "inDoubt", error: { code: "INTERNAL" } }]);
    while (await settleNextDraft(context, site.resources)) {}
    expect(await site.drafts()).toMatchObject([{ state: "inDoubt" }]);
    site.advance(16 * 60_000);
    while (await settleNextDraft(context, site.resources)) {}
    expect(await site.drafts()).toMatchObject([{ state: "blocked", error: { message: "a defect" } }]);
    expect(told).toHaveLength(1);

    await replayDraft(decider(), first?.id ?? "");
    await enterAll();
    expect(await site.drafts()).toMatchObject([{ state: "created", attempts: 2 }]);
    expect(inGp()).toHaveLength(1);
  });

  it("while GP is called is entered once, where GP took it all the same", async () => {
    await planned(partnerSends.shipNotice(1, "SHP-1", [phones("5")]));
    const { gp } = site.resources;
    const create: typeof gp.drafts.create = async (draft) => {
      await gp.drafts.create(draft);
      throw new TypeError("a defect");
    };
    await enterAll({ ...site.resources, gp: { ...gp, drafts: { ...gp.drafts, create } } });
    while (await settleNextDraft(context, site.resources)) {}
    expect(await site.drafts()).toMatchObject([{ state: "created", error: null }]);
    expect(inGp()).toHaveLength(1);
  });
});
