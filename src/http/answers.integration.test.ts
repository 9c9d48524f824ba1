/** What a partner answered, over the API: the order's whole history, and a person's word on messages and drafts. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AnsweringSite, openAnsweringSite, partnerSends, x12Link } from "../../test/answeringSite.ts";
import { type ApiSite, type Ask, openApiSite } from "../../test/apiSite.ts";
import { readDocument } from "../app/readDocument.ts";

const { confirmation, shipNotice, invoice } = partnerSends;

describe("the HTTP API over a partner's answers", () => {
  let site: AnsweringSite;
  let api: ApiSite;
  let operator: Ask;
  let reader: Ask;

  beforeAll(async () => {
    site = await openAnsweringSite({ now: "2026-01-16T10:00:00-06:00", link: x12Link() });
    await site.poll();
    api = await openApiSite(site.application);
    operator = await api.as("operator");
    reader = await api.as("viewer", { readsContent: true });
  }, 120_000);
  afterAll(async () => {
    await api?.close();
    await site?.close();
  });

  const draftOf = async (number: string) =>
    (await site.drafts()).find((draft) => draft.number === number)?.id ?? `${number} made no draft`;

  it("matches the lines of a draft, and lets it into GP", async () => {
    await site.receive(shipNotice(1, "SHP-MAP", ["LIN**VP*UNHEARD-OF~SN1**2*EA"]));
    const id = await draftOf("SHP-MAP");
    const listed = (await reader("GET", "/api/drafts?order=PO2075")).json.drafts;
    expect(listed.map((draft: { id: string }) => draft.id)).toContain(id);
    expect((await reader("GET", `/api/drafts/${id}`)).json).toMatchObject({
      unmatched: [{ index: 0 }],
      orderLines: [{ line: 1, item: "100XLG" }],
      inbound: { type: "856" },
    });
    expect((await operator("GET", `/api/drafts/${id}`)).json).toMatchObject({ content: null, orderLines: [] });
    const early = await operator("POST", `/api/drafts/${id}/approval`, { reason: "it will do" });
    expect([early.status, early.json.error.code]).toEqual([409, "DRAFT_LINES_OPEN"]);
    const wrong = await operator("PUT", `/api/drafts/${id}/lines`, { lines: [{ index: 0, line: 7 }] });
    expect(wrong.json.error.code).toBe("DRAFT_LINE_UNKNOWN");
    expect((await operator("PUT", `/api/drafts/${id}/lines`, { lines: [{ index: 0, line: 1 }] })).status).toBe(204);
    await site.settle();
    expect((await reader("GET", `/api/drafts/${id}`)).json).toMatchObject({
      state: "created",
      unmatched: [],
      content: { lines: [{ quantity: "2" }] },
    });
  });

  it("asks for a reason where an approval overrules something, and lets go of what is rejected", async () => {
    await site.receive(shipNotice(2, "SHP-MUCH", ["LIN*1*BP*100XLG~SN1**9.5*EA"]));
    const id = await draftOf("SHP-MUCH");
    const bare = await operator("POST", `/api/drafts/${id}/approval`, {});
    expect([bare.status, bare.json.error.code]).toEqual([422, "DRAFT_NEEDS_REASON"]);
    expect((await operator("POST", `/api/drafts/${id}/rejection`, {})).status).toBe(400);
    const rejected = await operator("POST", `/api/drafts/${id}/rejection`, { reason: "the notice was wrong" });
    expect(rejected.json).toMatchObject({
      state: "rejected",
      decidedBy: "token:test-operator",
      decision: "the notice was wrong",
    });
    expect((await operator("POST", `/api/drafts/${id}/rejection`, { reason: "again" })).status).toBe(409);
    const { entries } = (await operator("GET", "/api/audit?action=draft.rejected")).json;
    expect(entries).toMatchObject([{ actor: "token:test-operator", subject: id }]);
  });

  it("has the set-up page for the Cleo administrator, without the key", async () => {
    const url = "/api/links/two-to-cleo/webhook-sheet?url=https://erp.example.com";
    const { json, text } = await operator("GET", url);
    expect(json.url).toBe("https://erp.example.com/webhooks/cleo/two-to-cleo/events");
    expect(json.page).toContain(json.url);
    expect(text).not.toContain("webhook-key-of-the-tests");
    expect((await operator("GET", `${url}&form=markdown`)).json.page).toMatch(
      /^# Webhook of ml-connector: two-to-cleo/,
    );
    expect((await operator("GET", url.replace("https:", "javascript:"))).status).toBe(400);
  });

  it("carries out again what waits, and with a reason what is done", async () => {
    const [done] = await site.receive(confirmation(3, ["PO1*1*9*EA*28.46**BP*100XLG", "ACK*IA*9*EA"]));
    const before = (await reader("GET", `/api/inbox/${done?.messageId}`)).json;
    expect(before.documents).toMatchObject([{ type: "855", state: done?.state }]);
    const planned = await operator("POST", "/api/inbox/retries/plan", { ids: [done?.messageId] });
    expect(planned.json.retries).toMatchObject([{ id: done?.id, what: "document", type: "855", reasonNeeded: true }]);
    expect((await operator("GET", `/api/inbox/${done?.messageId}`)).json).toMatchObject({ content: null });
    expect(done?.state).toBe("done");
    const bare = await operator("POST", "/api/inbox/retries", { ids: [done?.messageId] });
    expect([bare.status, bare.json.error.code]).toEqual([422, "INBOUND_NEEDS_REASON"]);
    const again = await operator("POST", "/api/inbox/retries", { ids: [done?.id], reason: "the buyer asked" });
    expect(again.status).toBe(202);
    expect(again.json.retried).toMatchObject([{ id: done?.id, what: "document", jobId: expect.any(String) }]);
    await site.settle();
    expect((await reader("GET", `/api/inbox/${done?.messageId}`)).json.documents).toMatchObject([
      { state: done?.state },
    ]);
  });

  it("cancels a replay; what it has planned is delivered all the same", async () => {
    const [{ deliveryId }] = (await reader("GET", "/api/documents?text=PO2075&type=purchaseOrder")).json.documents;
    const asked = await operator("POST", "/api/replays", { ids: [deliveryId], reason: "the partner lost it" });
    expect(asked.status).toBe(202);
    const [{ jobId }] = asked.json.jobs;
    const canceled = await operator("POST", `/api/jobs/${jobId}/cancellation`);
    expect(canceled.json).toMatchObject({ kind: "replay", state: "failed", error: { code: "JOB_CANCELED" } });
    expect((await operator("POST", `/api/jobs/${jobId}/cancellation`)).status).toBe(409);
    const files = (await site.files("PO2075")).length;
    await site.deliver();
    expect((await site.files("PO2075")).length).toBe(files + 1);
  });

  it("tells of an order everything that is on record, and what is inside only to whoever may read it", async () => {
    site.advance(3_600_000);
    const { admin } = site.sandbox;
    const order = admin.purchaseOrder("PO2075");
    admin.company().editLine("PO2075", order?.lines[0]?.ord ?? 0, { quantityOrdered: "77" }, { touch: true });
    await site.poll();
    await site.receive(invoice(4, "INV-1", ["IT1*1*2*EA*28.46**BP*100XLG"], "5692"));
    const [recorded] = await readDocument(site.ledger, "PO2075");
    const [told] = (await reader("GET", "/api/documents/PO2075")).json.documents;
    expect(told).toEqual({ ...JSON.parse(JSON.stringify(recorded)), contentWithheld: false });
    expect(told.revisions[1].changes).toMatchObject([{ place: expect.any(String), after: "77" }]);
    expect(told.deliveries.at(-1)).toMatchObject({ purpose: "replace", comparison: { revision: 1 } });
    expect(told.timeline.map(({ state }: { state: string }) => state)).toEqual(
      expect.arrayContaining(["seen", "sent", "shipped", "rejected", "created", "changed"]),
    );
    const [withheld] = (await operator("GET", "/api/documents/PO2075")).json.documents;
    expect(withheld).toMatchObject({ contentWithheld: true, revisions: [{ content: null }, { changes: [] }] });
    expect(withheld.deliveries.at(-1)).toMatchObject({ content: null, comparison: { revision: 1, changes: [] } });
    expect(withheld.timeline).toHaveLength(told.timeline.length);
    const inGp = (history: { timeline: { text: string }[] }) =>
      history.timeline.filter(({ text }) => text.startsWith("changed in GP")).map(({ text }) => text);
    expect(inGp(told)[0]).toContain("77");
    expect(inGp(withheld)).toEqual(["changed in GP: revision 2"]);
    expect(api.defects).toEqual([]);
  });
});
