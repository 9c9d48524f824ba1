/** What partners' documents mean for purchase orders. One row per inbound document and order, written again in place. */
import type { AnswerTable, AnswerType } from "./answersSchema.ts";
import type { Ledger, LedgerTransaction } from "./ledger.ts";
import type { ControlNumbers } from "./schema.ts";

export type Answer = Omit<AnswerTable, "detail"> & { detail: object };

export async function recordAnswer(transaction: LedgerTransaction, answer: Answer): Promise<void> {
  const { inboundId, orderId, answeredAt, ...content } = answer;
  const row = { ...content, detail: JSON.stringify(content.detail) };
  await transaction
    .insertInto("answer")
    .values({ inboundId, orderId, answeredAt, ...row })
    // When it is carried out again, when it was answered first stays.
    .onConflict((conflict) => conflict.columns(["inboundId", "orderId"]).doUpdateSet(row))
    .execute();
}

/** In the order in which the partner made them. */
export async function answersOfOrder(ledger: Ledger, orderId: string, type?: AnswerType): Promise<Answer[]> {
  let query = ledger.selectFrom("answer").selectAll().where("orderId", "=", orderId);
  if (type !== undefined) query = query.where("type", "=", type);
  return query.orderBy("sequence").orderBy("answeredAt").orderBy("inboundId").execute();
}

/** Answers of a partner that carry the same number. */
export async function answersWithNumber(
  ledger: Ledger,
  { link, type, partner, number }: Pick<Answer, "link" | "type" | "partner" | "number">,
): Promise<Answer[]> {
  return ledger
    .selectFrom("answer")
    .selectAll()
    .where("link", "=", link)
    .where("type", "=", type)
    .where("partner", "=", partner)
    .where("number", "=", number)
    .orderBy("sequence")
    .orderBy("answeredAt")
    .execute();
}

/** Whether the partner has answered this file itself, by a 997, a 999 or a TA1 that names its number: then it arrived. */
export async function isFileAnswered(
  ledger: Ledger,
  { id, documentId, controlNumbers }: { id: string; documentId: string; controlNumbers: ControlNumbers | null },
): Promise<boolean> {
  if (controlNumbers === null) return false;

  const row = await ledger
    .selectFrom("answer")
    .select("inboundId")
    .where("orderId", "=", documentId)
    .where("deliveryId", "=", id)
    .where(({ or, and, eb }) =>
      or([
        and([eb("type", "=", "997"), eb("number", "=", String(controlNumbers.group))]),
        and([eb("type", "=", "TA1"), eb("number", "=", String(controlNumbers.interchange))]),
      ]),
    )
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** A person's word on lines, by the index of the partner's line; null leaves one out. */
export async function assignmentsOf(ledger: Ledger, inboundId: string): Promise<Map<number, number | null>> {
  const rows = await ledger
    .selectFrom("lineAssignment")
    .select(["lineIndex", "ord"])
    .where("inboundId", "=", inboundId)
    .execute();
  return new Map(rows.map(({ lineIndex, ord }) => [lineIndex, ord]));
}

export async function assignLine(
  transaction: LedgerTransaction,
  assignment: { inboundId: string; lineIndex: number; ord: number | null; by: string; now: Date },
): Promise<void> {
  const { inboundId, lineIndex, ord, by: assignedBy, now: assignedAt } = assignment;
  await transaction
    .insertInto("lineAssignment")
    .values({ inboundId, lineIndex, ord, assignedBy, assignedAt })
    .onConflict((conflict) => conflict.columns(["inboundId", "lineIndex"]).doUpdateSet({ ord, assignedBy, assignedAt }))
    .execute();
}
