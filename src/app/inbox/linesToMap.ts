import type { UnmatchedLine } from "../../ledger/answersSchema.ts";
import type { InboundDocument } from "../../ledger/inboundDocuments.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import type { ConfirmationDetail } from "../../sync/inbound/confirmation.ts";
import { type OrderLine, orderLines } from "../orderLines.ts";

export interface LinesToMap {
  orderNumber: string;
  /** Lines of the partner for which no line of the order could be told. */
  unmatched: UnmatchedLine[];
  /** What they can be. */
  orderLines: OrderLine[];
}

/** Of a confirmation (855) in review: the lines that a person has to match. Of anything else nothing. */
export async function linesToMap(
  ledger: Ledger,
  { id, state, type }: Pick<InboundDocument, "id" | "state" | "type">,
): Promise<LinesToMap | undefined> {
  if (state !== "review" || type !== "855") return undefined;
  const answer = await ledger
    .selectFrom("answer")
    .select(["orderId", "number", "detail"])
    .where("inboundId", "=", id)
    .where("type", "=", "855")
    .executeTakeFirst();
  if (answer === undefined) return undefined;
  const { unmatched } = answer.detail as ConfirmationDetail;
  return { orderNumber: answer.number, unmatched, orderLines: await orderLines(ledger, answer.orderId) };
}
