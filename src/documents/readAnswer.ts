import type { ErrorReport } from "../errors/connectorError.ts";
import type { Invoice810, PurchaseOrderAcknowledgment855, ShipNotice856 } from "../x12/index.ts";
import type { Invoice } from "./canonical/invoice.ts";
import type { OrderConfirmation } from "./canonical/orderConfirmation.ts";
import type { ShipNotice } from "./canonical/shipNotice.ts";
import { answerFromJson } from "./fromJson/answer.ts";
import { invoiceFromX12 } from "./fromX12/invoice.ts";
import { confirmationFromX12 } from "./fromX12/orderConfirmation.ts";
import { shipNoticeFromX12 } from "./fromX12/shipNotice.ts";

interface AnswerOf {
  "855": OrderConfirmation;
  "856": ShipNotice;
  "810": Invoice;
}

/** What a partner answers, whichever way it is written: as src/x12 reads the set, or as JSON. */
export function readAnswer<Type extends keyof AnswerOf>(
  type: Type,
  { format, document }: { format: "x12" | "json"; document: object },
): { document: AnswerOf[Type] } | { problems: ErrorReport[] } {
  if (format === "x12") return fromX12[type](document) as { document: AnswerOf[Type] } | { problems: ErrorReport[] };
  const read = answerFromJson(type, document);
  return "problems" in read ? read : { document: read.content as AnswerOf[Type] };
}

const fromX12 = {
  "855": (document: object) => confirmationFromX12(document as PurchaseOrderAcknowledgment855),
  "856": (document: object) => shipNoticeFromX12(document as ShipNotice856),
  "810": (document: object) => invoiceFromX12(document as Invoice810),
};
