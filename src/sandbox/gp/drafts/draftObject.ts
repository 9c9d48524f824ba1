import { amount } from "../../amount.ts";
import { isoOf } from "../../entities.ts";
import type { WireFormat } from "../wireFormat.ts";
import type { Draft } from "./draft.ts";

/** A stored document in object style, as the answer to its creation and to reading it back. */
export function draftObject(draft: Draft, format: WireFormat): object {
  const key = (id: string) => ({ Id: id });
  const money = (value: string) => ({
    Currency: isoOf(draft.currency) || "USD",
    Value: format.amount(value),
    DecimalDigits: 2,
  });
  const quantity = (value: string) => ({ Value: format.amount(value), DecimalDigits: 0 });
  const purchasing = draft.kind === "PurchaseReceipts" || draft.kind === "PurchaseInvoices";
  const party =
    draft.kind === "ReceivablesInvoices"
      ? { CustomerKey: key(draft.party), CustomerName: draft.partyName, CustomerPONumber: draft.documentNumber }
      : { VendorKey: key(draft.party), VendorName: draft.partyName, VendorDocumentNumber: draft.documentNumber };
  const amounts = purchasing
    ? { Subtotal: money(draft.subtotal) }
    : {
        [draft.kind === "PayablesInvoices" ? "PurchasesAmount" : "SalesAmount"]: money(draft.subtotal),
        DocumentAmount: money(draft.total),
      };
  return {
    Key: key(draft.key),
    TransactionState: draft.state,
    ...party,
    Reference: draft.reference,
    Description: draft.description,
    BatchKey: { Id: draft.batch },
    Date: format.date(draft.date),
    GeneralLedgerPostingDate: format.date(draft.postingDate),
    CurrencyKey: { ISOCode: isoOf(draft.currency), Id: draft.currency },
    ...(draft.purchaseOrder === "" ? {} : { PONumber: draft.purchaseOrder }),
    ...amounts,
    TradeDiscountAmount: money(draft.tradeDiscount),
    FreightAmount: money(draft.freight),
    MiscellaneousAmount: money(draft.miscellaneous),
    TaxAmount: money(draft.tax),
    CreatedBy: draft.createdBy,
    CreatedDate: format.date(draft.created),
    ModifiedDate: format.date(draft.modified),
    ...(purchasing
      ? {
          Lines: draft.lines.map((line) => ({
            Key: { ReceiptKey: key(draft.key), LineSequenceNumber: line.sequence },
            PurchaseOrderKey: key(line.purchaseOrder),
            PurchaseOrderLineKey: { PurchaseOrderKey: key(line.purchaseOrder), LineSequenceNumber: line.ord },
            ItemKey: key(line.itemNumber),
            ItemDescription: line.description,
            UofM: line.unitOfMeasure,
            WarehouseKey: key(line.site),
            UnitCost: money(line.unitCost),
            ExtendedCost: money(line.extendedCost),
            ...(draft.kind === "PurchaseReceipts"
              ? { QuantityShipped: quantity(line.quantity), QuantityRejected: quantity(line.rejected) }
              : { QuantityInvoiced: quantity(line.quantity), QuantityRejected: quantity(amount(0)) }),
          })),
        }
      : {}),
  };
}
