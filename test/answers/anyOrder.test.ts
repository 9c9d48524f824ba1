/**
 * Whatever order a partner's documents arrive in, and however often, and whether the order is known by then: the end is the
 * same. The permutations are drawn with a seed, so that a failure can be run again.
 */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acknowledgementsOfOrder } from "../../src/ledger/acknowledgements.ts";
import { answersOfOrder } from "../../src/ledger/answers.ts";
import { findDocuments } from "../../src/ledger/documents.ts";
import { type AnsweringSite, openAnsweringSite, partnerSends, x12Link } from "../answeringSite.ts";

const opening = "2026-01-16T10:00:00-06:00";
const { confirmation, shipNotice, invoice, acknowledgment } = partnerSends;
const item = (quantity: string) => `LIN*1*BP*100XLG~SN1**${quantity}*EA`;
const line = (quantity: string) => [`IT1*1*${quantity}*EA*28.46**BP*100XLG`];

/** Two shipments and their invoices, two confirmations of which the later one counts, repeats of some. */
const messages = (group: number): string[] => [
  acknowledgment(1, group, ["AK2*850*0001", "AK5*A", "AK9*A*1*1*1"]),
  confirmation(2, ["PO1*1*11*EA*28.46**BP*100XLG", "ACK*IA*11*EA*067*20260210"]),
  confirmation(9, ["PO1*1*11*EA*28.46**BP*100XLG", "ACK*IA*11*EA*067*20260212"]),
  shipNotice(3, "SHP-1", [item("5")]),
  shipNotice(4, "SHP-2", [item("6")]),
  invoice(5, "INV-1", line("5"), "14230"),
  invoice(6, "INV-2", line("6"), "17076"),
  shipNotice(7, "SHP-1", [item("5")]),
];

/** What is left in the end, without what only tells when it happened. */
async function endState(site: AnsweringSite): Promise<unknown> {
  const [order] = await findDocuments(site.ledger, "PO2075");
  if (order === undefined) throw new Error("the order is not on record");
  const drafts = (await site.drafts()).map(({ kind, number, state, content, problems }) => ({
    kind,
    number,
    state,
    problems,
    amounts: [content.subtotal, content.total, ...content.lines.map(({ quantity }) => quantity)],
  }));
  const answers = await answersOfOrder(site.ledger, order.id);
  const confirmed = answers.findLast(({ type }) => type === "855");
  const gp = site.sandbox.admin.company().drafts();
  return {
    drafts: drafts.toSorted((one, other) => (one.number < other.number ? -1 : 1)),
    confirmed: confirmed?.summary,
    clock: (await acknowledgementsOfOrder(site.ledger, order.id)).map(({ kind, state }) => [kind, state]),
    gp: gp.map(({ kind, documentNumber, state, total }) => [kind, documentNumber, state, total]).toSorted(),
  };
}

describe("the order of arrival", () => {
  let site: AnsweringSite;
  beforeAll(async () => {
    site = await openAnsweringSite({
      now: opening,
      link: x12Link(", targets: { '810': purchaseInvoice }, review: { '810': auto }"),
    });
  });
  afterAll(() => site.close());

  /** Everything back to before the order was read, the partner's number series included. */
  async function startOver(): Promise<void> {
    site.setTime(opening);
    await site.sandbox.admin.reset();
    await site.forgetAll();
  }

  it("of a partner's answers makes no difference, known order or not", { timeout: 240_000 }, async () => {
    let expected: unknown;
    await startOver();
    // The number that the order's file has every time, since everything starts over.
    const all = messages(await site.groupOf("PO2075"));
    const orders = fc.tuple(
      fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 8, maxLength: 8 }),
      fc.integer({ min: 0, max: 8 }),
    );
    await fc.assert(
      fc.asyncProperty(orders, async ([arrival, pollAt]) => {
        await startOver();
        for (const [place, index] of arrival.entries()) {
          if (place === pollAt) await site.poll();
          await site.receive(all[index] ?? "");
        }
        if (pollAt === 8) await site.poll();
        site.advance(2 * 3_600_000);
        await site.settle();
        const end = await endState(site);
        expected ??= end;
        expect(end).toEqual(expected);
      }),
      { numRuns: 8, seed: 20_260_116, examples: [[[[0, 1, 2, 3, 4, 5, 6, 7], 0]], [[[6, 5, 4, 3, 2, 1, 0, 7], 8]]] },
    );
    expect(expected).toMatchObject({
      confirmed: expect.stringContaining("2026-02-12"),
      clock: expect.arrayContaining([
        ["997", "accepted"],
        ["855", "changed"],
      ]),
      gp: [
        ["PurchaseInvoices", "INV-1", "Work", "142.30000"],
        ["PurchaseInvoices", "INV-2", "Work", "170.76000"],
        ["PurchaseReceipts", "SHP-1", "Work", "142.30000"],
        ["PurchaseReceipts", "SHP-2", "Work", "170.76000"],
      ],
    });
  });
});
