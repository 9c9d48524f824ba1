import { afterEach, describe, expect, it } from "vitest";
import { type AnsweringSite, openAnsweringSite, partnerSends, x12Link } from "../../../test/answeringSite.ts";
import { interchangeOf } from "../../../test/inboundSamples.ts";
import { untilWaiting } from "../../../test/lockWaits.ts";
import type { PollingSiteOptions } from "../../../test/pollingSite.ts";
import { acknowledgementsOfOrder } from "../../ledger/acknowledgements.ts";
import { listAlerts } from "../../ledger/alerts.ts";
import { documentDeliveries } from "../../ledger/deliveries.ts";
import { findDocuments } from "../../ledger/documents.ts";
import { beginDraftAttempt, decideDraft, takeDraft } from "../../ledger/drafts.ts";
import { listMessages, requeueMessage } from "../../ledger/inbox.ts";
import { releaseDrafts } from "../drafts/settleDrafts.ts";
import { watchAnswers } from "../watchAnswers.ts";
import { readNextMessage } from "./read.ts";

const { confirmation, shipNotice, invoice, acknowledgment } = partnerSends;
/** All of PO2075: eleven phones and 2.5 feet of wire, in the units of the order. */
const phones = (quantity: string) => `LIN*1*BP*100XLG~SN1**${quantity}*EA`;

describe("what partners answer", () => {
  let site: AnsweringSite | undefined;
  afterEach(async () => {
    await site?.close();
    site = undefined;
  });

  async function open(options: PollingSiteOptions = {}): Promise<AnsweringSite> {
    site = await openAnsweringSite({ now: "2026-01-16T10:00:00-06:00", ...options });
    return site;
  }

  async function orderOf({ ledger }: AnsweringSite, number = "PO2075"): Promise<string> {
    const [document] = await findDocuments(ledger, number);
    if (document === undefined) throw new Error(`${number} is not on record`);
    return document.id;
  }

  async function opened(link = x12Link()): Promise<AnsweringSite> {
    const here = await open({ link });
    await here.poll();
    return here;
  }

  const sentNumber = async (here: AnsweringSite): Promise<number> => {
    const [file] = await here.files("PO2075");
    return Number(/~GS\*(?:[^*]*\*){5}(\d+)\*/.exec(file?.text ?? "")?.[1]);
  };
  const groupsTo = async (here: AnsweringSite, vendor: string): Promise<number[]> => {
    const rows = await here.ledger
      .selectFrom("acknowledgement")
      .innerJoin("delivery", "delivery.id", "acknowledgement.deliveryId")
      .select("delivery.controlNumbers")
      .where("acknowledgement.partner", "=", vendor)
      .where("acknowledgement.kind", "=", "997")
      .execute();
    return rows.map(({ controlNumbers }) => controlNumbers?.group ?? 0);
  };
  const clockOf = async (here: AnsweringSite) =>
    Object.fromEntries(
      (await acknowledgementsOfOrder(here.ledger, await orderOf(here))).map(({ kind, state }) => [kind, state]),
    );
  const inGp = (here: AnsweringSite) => here.sandbox.admin.company().drafts();

  it("ship several orders of which one is not known yet: the known one is received, the rest waits for its own", async () => {
    const here = await opened();
    const vendorId = here.sandbox.admin.purchaseOrder("PO2075")?.vendorId ?? "";
    const both = interchangeOf("SH", "856", [
      "BSN*00*SHP-TWO*20260120*1000*0004",
      "HL*1**S*1",
      "HL*2*1*O*1",
      "PRF*PO2075",
      "HL*3*2*I*0",
      ...phones("11").split("~"),
      "HL*4*1*O*1",
      "PRF*PO7001",
      "HL*5*4*I*0",
      ...phones("3").split("~"),
      "CTT*5",
    ]);
    const [waiting] = await here.receive(both);
    expect(waiting).toMatchObject({ state: "waiting", waitsFor: "purchaseOrder:PO7001" });
    expect(waiting?.summary).toBe(
      "shipment SHP-TWO is for PO7001, which is not known yet; PO2075 ready to receive: 1 line",
    );
    expect(inGp(here).map(({ lines }) => lines.map((line) => [line.purchaseOrder, line.quantity]))).toEqual([
      [["PO2075", "11.00000"]],
    ]);

    here.sandbox.admin.company().addPurchaseOrder({
      number: "PO7001",
      vendorId,
      lines: [{ itemNumber: "100XLG", quantity: "3", unitCost: "28.46", unitOfMeasure: "Each" }],
    });
    here.advance(60_000);
    await here.poll();
    await here.settle();
    expect((await here.documents(waiting?.messageId ?? ""))[0]).toMatchObject({ state: "done" });
    expect(inGp(here).flatMap(({ lines }) => lines.map((line) => [line.purchaseOrder, line.quantity]))).toEqual([
      ["PO2075", "11.00000"],
      ["PO7001", "3.00000"],
    ]);
  });

  it("are answered with one 997 for each group, good or bad, where the partner wants it from us", async () => {
    const here = await opened(x12Link("", ", send997: { folder: upload/997 }"));
    const acknowledged = async () => {
      await here.deliver();
      return (await here.files()).filter(({ path }) => path.includes("/997/")).map(({ text }) => text);
    };
    const good = shipNotice(41, "SHP-1", [phones("11")]);
    await here.receive(good);
    const [first = "", ...others] = await acknowledged();
    expect(others).toEqual([]);
    expect(first).toMatch(
      /~GS\*FA\*FABRIKAM\*PARTNER\*.*~ST\*997\*0001~AK1\*SH\*41~AK2\*856\*0001~AK5\*A~AK9\*A\*1\*1\*1~/s,
    );
    expect(first).toMatch(/^ISA\*.*\*ZZ\*FABRIKAM {7}\*ZZ\*PARTNER {8}\*/);

    // The same again, a 997, and somebody else's are not answered.
    await here.receive(good);
    await here.receive(acknowledgment(42, await sentNumber(here), ["AK2*850*0001", "AK5*A", "AK9*A*1*1*1"]));
    await here.receive(good.replaceAll("PARTNER", "NOBODY1"));
    expect(await acknowledged()).toHaveLength(1);

    await here.receive(shipNotice(43, "SHP-2", [phones("1")]).replace("SE*", "SE*9"));
    const [, bad = ""] = await acknowledged();
    expect(bad).toMatch(/~AK1\*SH\*43~AK2\*856\*0001~AK5\*R\*4~AK9\*R\*1\*1\*0~/);
    const documents = await here.ledger
      .selectFrom("delivery")
      .select(["key", "form", "state"])
      .where("type", "=", "functionalAcknowledgment")
      .orderBy("position")
      .execute();
    expect(documents).toEqual([
      { key: "PARTNER-000000041-41", form: "997", state: "sent" },
      { key: "PARTNER-000000043-43", form: "997", state: "sent" },
    ]);
  });

  describe("where Cleo has split a group into files, are answered with a 997 for each, which names its own sets", () => {
    const setting = x12Link("", ", send997: { folder: upload/997 }");
    const part = (set: string, items = [phones("1")]) =>
      shipNotice(41, `SHP-${set}`, items)
        .replace("~ST*856*0001~", `~ST*856*${set}~`)
        .replace(/~(SE\*\d+)\*0001~/, `~$1*${set}~`);
    const answered = async (here: AnsweringSite) => {
      await here.deliver();
      const files = (await here.files()).filter(({ path }) => path.includes("/997/"));
      return files.map(({ text }) => text.match(/~(AK1\*.*~AK9\*[^~]*)~/s)?.[1]);
    };
    const answerTo = (set: string) => `AK1*SH*41~AK2*856*${set}~AK5*A~AK9*A*1*1*1`;
    const states = async (here: AnsweringSite) =>
      (await listMessages(here.ledger, { limit: 9 })).map(({ state }) => state);

    it("one after the other", async () => {
      const here = await opened(setting);
      await here.receive(part("0001"));
      await here.receive(part("0002"));
      // The same numbers with another content are answered no second time.
      await here.receive(part("0002", [phones("2")]));
      expect(await answered(here)).toEqual(["0001", "0002"].map(answerTo));
    });

    it("side by side", async () => {
      const here = await opened(setting);
      await here.post(part("0001"));
      await here.post(part("0002"));
      const planned = Promise.withResolvers<void>();
      const goOn = Promise.withResolvers<void>();
      const ring = () => {
        planned.resolve();
        return goOn.promise;
      };
      const first = readNextMessage({ ...here.context, ring }, here.resources.link);
      await planned.promise;
      const second = readNextMessage(here.context, here.resources.link);
      await untilWaiting(here.ledger, 1);
      goOn.resolve();
      expect(await Promise.all([first, second])).toEqual([true, true]);
      expect(await states(here)).toEqual(["read", "read"]);
      expect(await answered(here)).toEqual(["0001", "0002"].map(answerTo));
    });

    it("in one message", async () => {
      const here = await opened(setting);
      await here.receive(`${part("0001")}${part("0002")}`);
      expect(await answered(here)).toEqual(["0001", "0002"].map(answerTo));
    });

    it("once, where a message is read again", async () => {
      const here = await opened(setting);
      await here.receive(part("0001"));
      const again = await here.post(part("0002"));
      await here.settle();
      await here.ledger.updateTable("inboxMessage").set({ state: "quarantined" }).where("id", "=", again).execute();
      await here.ledger.transaction().execute((transaction) => requeueMessage(transaction, again, "test"));
      expect(await readNextMessage(here.context, here.resources.link)).toBe(true);
      expect(await answered(here)).toHaveLength(2);
    });
  });

  it("tell by a 999 what a 997 tells", async () => {
    const here = await opened();
    const segments = ["AK2*850*0001", "IK3*PO1*5**8", "IK4*3*355*7*FT", "IK5*R*5", "AK9*R*1*1*0"];
    const implementation = acknowledgment(51, await sentNumber(here), segments)
      .replace("~ST*997*", "~ST*999*")
      .replace("*X*004010~", "*X*005010~")
      .replace("*U*00401*", "*^*00501*");
    const [told] = await here.receive(implementation);
    expect(told).toMatchObject({ type: "999", state: "done" });
    expect(told?.summary).toContain("PO2075 revision 1 was read by the partner and rejected");
    expect((await clockOf(here))["997"]).toBe("rejected");
  });

  it("take an order from sent to invoiced: 997, 855 with another date, 856 to a receipt, 810 to a draft", async () => {
    const here = await opened(x12Link(", review: { '810': auto }"));
    expect(await clockOf(here)).toEqual({ "855": "waiting", "997": "waiting" });
    await here.receive(acknowledgment(1, await sentNumber(here), ["AK2*850*0001", "AK5*A", "AK9*A*1*1*1"]));
    const [confirmed] = await here.receive(
      confirmation(2, ["PO1*1*11*EA*28.46**BP*100XLG", "ACK*IA*11*EA*067*20260210"]),
    );
    expect(confirmed).toMatchObject({
      state: "done",
      summary: "PO2075 confirmed with changes: line 1 promised for 2026-02-03, confirmed for 2026-02-10, 7 days later",
    });
    expect(await clockOf(here)).toEqual({ "855": "changed", "997": "accepted" });
    const [shipped] = await here.receive(shipNotice(3, "SHP-8842", [phones("11")]));
    expect(shipped?.summary).toBe(
      "PO2075 ready to receive: 1 line, UPSN, tracking 1Z999AA10123456784, expected 2026-01-22",
    );
    await here.receive(invoice(4, "INV-1", ["IT1*1*11*EA*28.46**BP*100XLG"], "31306"));
    expect(await here.drafts()).toMatchObject([
      { kind: "purchaseReceipt", state: "created", gpNumber: "RCT1169" },
      { kind: "payablesInvoice", state: "created" },
    ]);
    expect(inGp(here)).toMatchObject([
      { kind: "PurchaseReceipts", state: "Work", documentNumber: "SHP-8842", batch: "CLEO", total: "313.06000" },
      { kind: "PayablesInvoices", state: "Work", documentNumber: "INV-1", purchaseOrder: "PO2075" },
    ]);
    // The confirmed date is told, and nothing of it is written.
    expect(here.sandbox.admin.purchaseOrder("PO2075")).toMatchObject({ promisedDate: "2026-02-03" });
  });

  it("of a closed period block that draft alone; after the period is open, the same draft is entered", async () => {
    const here = await opened(x12Link(", review: { '810': auto }"));
    here.sandbox.admin.company().setPeriod({ year: 2026, period: 1, series: "Purchasing", closed: true });
    await here.receive(shipNotice(1, "SHP-1", [phones("11")]));
    const [receipt] = await here.drafts();
    expect(receipt).toMatchObject({
      state: "blocked",
      error: { code: "GP_PERIOD_CLOSED", message: expect.stringContaining("closed for Purchasing") },
    });
    here.sandbox.admin.company().setPeriod({ year: 2026, period: 1, series: "Purchasing", closed: false });
    await here.ledger.transaction().execute((transaction) =>
      decideDraft(transaction, receipt?.id ?? "", ["blocked"], "planned", {
        by: "test",
        reason: null,
        now: here.context.clock(),
      }),
    );
    await here.settle();
    expect(await here.drafts()).toMatchObject([{ state: "created", attempts: 2 }]);
    expect(inGp(here)).toHaveLength(1);
  });

  it("are held until their order is known, and an invoice until its goods are announced", async () => {
    const here = await open();
    const receipts = [
      await here.post(invoice(1, "INV-1", ["IT1*1*11*EA*28.46**BP*100XLG"], "31306")),
      await here.post(shipNotice(2, "SHP-1", [phones("11")])),
      await here.post(confirmation(3, [], "AK")),
    ];
    await here.settle();
    const states = async () => (await Promise.all(receipts.map(here.documents))).map(([document]) => document?.state);
    expect(await states()).toEqual(["waiting", "waiting", "waiting"]);
    await here.poll();
    await here.settle();
    expect(await states()).toEqual(["review", "done", "done"]);
    expect(await here.drafts()).toMatchObject([
      { kind: "purchaseReceipt", state: "created" },
      { kind: "payablesInvoice", state: "review", problems: [] },
    ]);
  });

  it("go to a person once the time to wait is over", async () => {
    const here = await opened();
    const receipt = await here.post(invoice(1, "INV-1", ["IT1*1*11*EA*28.46**BP*100XLG"], "31306"));
    const stray = await here.post(shipNotice(2, "SHP-9", [phones("1")], "00", "PO9999"));
    await here.settle();
    expect(await here.documents(receipt)).toMatchObject([{ state: "waiting", waitsFor: "shipment:PO2075" }]);
    here.advance(73 * 3_600_000);
    await here.settle();
    expect(await here.documents(receipt)).toMatchObject([{ state: "review", error: { code: "ANSWER_NOT_SHIPPED" } }]);
    expect(await here.documents(stray)).toMatchObject([{ state: "review", error: { code: "ANSWER_ORDER_UNKNOWN" } }]);
    expect(inGp(here)).toEqual([]);
  });

  it("that come twice make one draft; the same number with another content goes to a person", async () => {
    const here = await opened();
    await here.receive(shipNotice(1, "SHP-1", [phones("5")]));
    const [again] = await here.receive(shipNotice(2, "SHP-1", [phones("5")]));
    expect(again).toMatchObject({ state: "ignored", summary: "the same shipment was announced before" });
    const [other] = await here.receive(shipNotice(3, "SHP-1", [phones("6")]));
    expect(other).toMatchObject({ state: "review", error: { code: "ANSWER_DUPLICATE" } });
    expect(inGp(here)).toHaveLength(1);
    const once = invoice(4, "INV-1", ["IT1*1*5*EA*28.46**BP*100XLG"], "14230");
    await here.receive(once);
    const [twice] = await here.receive(
      once.replaceAll("000000004", "000000005").replaceAll("1022*4*X", "1022*5*X").replace("GE*1*4", "GE*1*5"),
    );
    expect(twice).toMatchObject({ state: "ignored", summary: "invoice INV-1 came before" });
  });

  it("replace or cancel a notice whose receipt is not in GP yet, and ask a person where it is", async () => {
    const here = await opened(x12Link(", review: { '856': review }"));
    await here.receive(shipNotice(1, "SHP-1", [phones("5")]));
    await here.receive(shipNotice(2, "SHP-1", [phones("6")], "05"));
    expect(await here.drafts()).toMatchObject([
      { state: "rejected", decision: "the partner replaced the notice" },
      { state: "review", problems: [], content: { lines: [{ quantity: "6" }] } },
    ]);
    await here.receive(shipNotice(3, "SHP-1", [phones("6")], "01"));
    expect((await here.drafts()).map(({ state }) => state)).toEqual(["rejected", "rejected"]);
    const [late] = await here.receive(shipNotice(1, "SHP-1", [phones("4")]).replaceAll("000000001", "000000000"));
    expect(late).toMatchObject({ state: "ignored", summary: "the shipment was canceled by a later notice" });
  });

  it("of the wrong sender, of a test while in production, or of too much wait for a person", async () => {
    const here = await opened();
    const [foreign] = await here.receive(shipNotice(1, "SHP-1", [phones("1")]).replaceAll("PARTNER", "SOMEONE"));
    expect(foreign).toMatchObject({ state: "review", error: { code: "ANSWER_PARTNER_MISMATCH" } });
    const [live] = await here.receive(shipNotice(2, "SHP-2", [phones("1")]).replace("*T*>", "*P*>"));
    expect(live).toMatchObject({ state: "review", error: { code: "ANSWER_USAGE_DIFFERS" } });
    const [much] = await here.receive(shipNotice(3, "SHP-3", [phones("12")]));
    expect(much).toMatchObject({ state: "review", error: { code: "ANSWER_QUANTITY_EXCEEDED" } });
    expect(inGp(here)).toEqual([]);
  });

  it("reject a file with the element and the field of GP behind it, and raise one alert for the partner", async () => {
    const here = await opened();
    const rejection = ["AK2*850*0001", "AK3*PO1*16**8", "AK4*3*355*7*EA", "AK5*R*5", "AK9*R*1*1*0"];
    const [document] = await here.receive(acknowledgment(1, await sentNumber(here), rejection));
    expect(document?.summary).toBe(
      'PO2075 revision 1 was read by the partner and rejected: PO103 in segment 16: invalid code value ("EA"); from POP10110.UOFM of line 1 (ORD 16384)',
    );
    expect(await clockOf(here)).toMatchObject({ "997": "rejected" });
    await watchAnswers(here.context);
    await watchAnswers(here.context);
    expect(await listAlerts(here.ledger, { state: "open", limit: 10 })).toMatchObject([
      { code: "ORDER_FILE_REJECTED", key: "file-rejected/two-to-cleo/ACETRAVE0001", count: 1 },
    ]);
  });

  it("are missed once they are overdue, by one alert for each partner and kind, until they come", async () => {
    const here = await opened();
    here.advance(25 * 3_600_000);
    await watchAnswers(here.context);
    const overdue = await listAlerts(here.ledger, { state: "open", limit: 100 });
    const own = overdue.find(({ key }) => key === "acknowledgement/two-to-cleo/ACETRAVE0001/997");
    expect(own).toMatchObject({ code: "ACKNOWLEDGEMENT_OVERDUE", count: 1 });
    expect(new Set(overdue.map(({ key }) => key)).size).toBe(overdue.length);
    for (const [index, group] of (await groupsTo(here, "ACETRAVE0001")).entries()) {
      await here.receive(acknowledgment(index + 1, group, ["AK9*A*1*1*1"]));
    }
    await watchAnswers(here.context);
    const left = await listAlerts(here.ledger, { state: "open", limit: 100 });
    expect(left.map(({ key }) => key)).not.toContain(own?.key);
  });

  it("prove by a 997 that a file arrived whose answer from Cleo was lost", async () => {
    const here = await open();
    here.sandbox.admin.armFault({ target: "cleo.upload", path: "PO2075", times: 1, effect: { kind: "lostAnswer" } });
    await here.poll();
    const id = await orderOf(here);
    expect(await documentDeliveries(here.ledger, id)).toMatchObject([{ state: "inDoubt" }]);
    await here.receive(acknowledgment(1, await sentNumber(here), ["AK9*A*1*1*1"]));
    expect(await documentDeliveries(here.ledger, id)).toMatchObject([{ state: "sent" }]);
    expect(await clockOf(here)).toEqual({ "997": "accepted", "855": "waiting" });
  });

  it("come as JSON as well", async () => {
    const here = await opened();
    const send = (documentType: string, member: string, content: object) =>
      here.receive(JSON.stringify({ documentType, sender: "ACETRAVE0001", [member]: content }));
    const [confirmed] = await send("orderConfirmation", "orderConfirmation", {
      purchaseOrder: "PO2075",
      answer: "acceptedWithChanges",
      lines: [{ line: 1, promises: [{ status: "accepted", quantity: 9, unit: "EA" }] }],
    });
    expect(confirmed?.summary).toBe("PO2075 confirmed with changes: line 1 ordered 11 Each, confirmed 9");
    await send("856", "shipNotice", {
      shipment: "SHP-7",
      date: "2026-01-20",
      purchaseOrder: "PO2075",
      lines: [{ itemNumber: "100XLG", quantity: "9", unit: "Each" }],
    });
    expect(await here.drafts()).toMatchObject([{ state: "created", content: { lines: [{ quantity: "9" }] } }]);
    const [broken] = await send("invoice", "invoice", { number: "I", date: "2026-02-31", lines: [], total: "x" });
    expect(broken).toMatchObject({ state: "failed", error: { code: "ANSWER_UNUSABLE" } });
  });

  it("leave a draft that a dead worker was entering in doubt, and find in GP that it is there", async () => {
    const here = await opened(x12Link(", review: { '856': review }"));
    await here.receive(shipNotice(1, "SHP-1", [phones("5")]));
    const [draft] = await here.drafts();
    if (draft === undefined) throw new Error("there is no draft");
    const now = here.context.clock();
    const decision = { by: "test", reason: null, now };
    await here.ledger
      .transaction()
      .execute((transaction) => decideDraft(transaction, draft.id, ["review"], "planned", decision));
    const taken = await takeDraft(here.ledger, here.link, "wrk_dead", now);
    if (taken === undefined) throw new Error("nothing was taken");
    await here.ledger.transaction().execute((transaction) => beginDraftAttempt(transaction, taken, "wrk_dead", now));
    // Dies here, after GP has taken the document.
    await here.resources.gp.drafts.create(taken.content);
    expect(await releaseDrafts(here.context, ["wrk_answers"])).toBe(1);
    expect(await here.drafts()).toMatchObject([{ state: "inDoubt" }]);
    await here.settle();
    expect(await here.drafts()).toMatchObject([{ state: "created", gpNumber: "RCT1169" }]);
    expect(inGp(here)).toHaveLength(1);
  });

  it("enter a draft anew whose call never reached GP, but only long after", async () => {
    const here = await opened(x12Link(", review: { '856': review }"));
    await here.receive(shipNotice(1, "SHP-1", [phones("5")]));
    const now = here.context.clock();
    const [draft] = await here.drafts();
    const decision = { by: "test", reason: null, now };
    await here.ledger
      .transaction()
      .execute((transaction) => decideDraft(transaction, draft?.id ?? "", ["review"], "planned", decision));
    const taken = await takeDraft(here.ledger, here.link, "wrk_dead", now);
    if (taken === undefined) throw new Error("nothing was taken");
    await here.ledger.transaction().execute((transaction) => beginDraftAttempt(transaction, taken, "wrk_dead", now));
    await releaseDrafts(here.context, ["wrk_answers"]);
    await here.settle();
    expect(await here.drafts()).toMatchObject([{ state: "inDoubt" }]);
    here.advance(16 * 60_000);
    await here.settle();
    expect(await here.drafts()).toMatchObject([{ state: "created", attempts: 2 }]);
    expect(inGp(here)).toHaveLength(1);
  });

  it.each(["lostAnswer", "doneButStatus"] as const)(
    "make one document where GP took it and the answer was lost (%s)",
    async (kind) => {
      const here = await opened();
      const effect = kind === "lostAnswer" ? { kind } : { kind, status: 502 };
      here.sandbox.admin.armFault({ target: "gp.draft", method: "POST", times: 1, effect });
      await here.receive(shipNotice(1, "SHP-1", [phones("5")]));
      expect(await here.drafts()).toMatchObject([{ state: "created" }]);
      expect(inGp(here)).toHaveLength(1);
    },
  );
});
