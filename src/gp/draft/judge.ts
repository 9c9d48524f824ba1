/** What GP would refuse about a draft, as far as reading can tell. Pure: `drafts.ts` gathers the facts. */
import { add, compare, type Decimal, subtract, zero } from "../../decimal/decimal.ts";
import { ConnectorError, type ErrorLocation } from "../../errors/connectorError.ts";
import type { BusinessDate } from "../businessDate.ts";
import type { GpPurchaseOrder, GpVendor } from "../entities.ts";
import type { GpDraft } from "./draft.ts";

export interface FiscalPeriod {
  first: BusinessDate;
  last: BusinessDate;
  /** Series that are closed, in GP's words. */
  closed: readonly string[];
}

export interface DraftFacts {
  /** `undefined`: there is none; `"unread"`: not asked, or it cannot be read. */
  vendor: GpVendor | undefined | "unread";
  /** By number; `undefined` where there is none. Orders that could not be read are left out. */
  orders: ReadonlyMap<string, GpPurchaseOrder | undefined>;
  /** Absent where the site does not publish them. */
  periods?: readonly FiscalPeriod[];
  /** Numbers of documents that carry the partner's document number already. */
  duplicates: readonly string[];
}

export function judgeDraft(draft: GpDraft, facts: DraftFacts, at: ErrorLocation): ConnectorError[] {
  const where = { ...at, document: draft.documentNumber ?? draft.reference };
  return [
    ...vendorProblems(draft, facts, where),
    ...periodProblems(draft, facts, where),
    ...duplicateProblems(draft, facts, where),
    ...lineProblems(draft, facts, where),
  ];
}

/** The series whose fiscal periods hold for a kind of document. */
export const seriesOf = (kind: GpDraft["kind"]): "Purchasing" | "Sales" =>
  kind === "receivablesInvoice" ? "Sales" : "Purchasing";

export function periodClosed(draft: GpDraft, at: ErrorLocation, cause?: unknown): ConnectorError {
  const day = draft.postingDate ?? draft.date;
  const series = seriesOf(draft.kind);
  return new ConnectorError(
    "GP_PERIOD_CLOSED",
    `the fiscal period for ${day} is closed for ${series} in ${at.company}`,
    {
      at: { ...at, field: draft.postingDate ? "postingDate" : "date" },
      fix: `Open the period of ${day} for ${series} in Fiscal Periods Setup of company ${at.company}, then replay.`,
      cause,
    },
  );
}

function vendorProblems({ vendorId }: GpDraft, { vendor }: DraftFacts, at: ErrorLocation): ConnectorError[] {
  if (vendor === "unread" || !vendorId) return [];
  if (!vendor)
    return [
      new ConnectorError("GP_VENDOR_UNKNOWN", `company ${at.company} has no vendor ${vendorId}`, {
        at: { ...at, field: "vendorId" },
      }),
    ];
  if (vendor.status !== "inactive") return [];
  return [
    new ConnectorError("GP_VENDOR_UNKNOWN", `vendor ${vendorId} is inactive in company ${at.company}`, {
      at: { ...at, field: "vendorId" },
    }),
  ];
}

function periodProblems(draft: GpDraft, { periods }: DraftFacts, at: ErrorLocation): ConnectorError[] {
  const day = draft.postingDate ?? draft.date;
  const period = periods?.find(({ first, last }) => first <= day && day <= last);
  if (!periods || (period && !period.closed.includes(seriesOf(draft.kind)))) return [];
  return [periodClosed(draft, at)];
}

function duplicateProblems(
  { documentNumber, vendorId }: GpDraft,
  { duplicates }: DraftFacts,
  at: ErrorLocation,
): ConnectorError[] {
  if (duplicates.length === 0) return [];
  const message = `GP already has the document number ${documentNumber} of vendor ${vendorId} on ${duplicates.slice(0, 5).join(", ")}`;
  return [new ConnectorError("GP_DUPLICATE", message, { at: { ...at, field: "documentNumber" } })];
}

/**
 * Whether it is known what is left to receive. GP's own service does not say what is on receipts; then one that somebody
 * entered by hand is seen only once GP has set the line to Received, or refuses the draft.
 */
export function remainingKnown(draft: GpDraft, { orders }: DraftFacts): boolean {
  return draft.lines.every(({ purchaseOrder = "", purchaseOrderLine }) => {
    const line = orders.get(purchaseOrder)?.lines.find(({ ord }) => ord === purchaseOrderLine);
    return line?.quantityReceived !== undefined;
  });
}

function lineProblems(draft: GpDraft, { orders }: DraftFacts, at: ErrorLocation): ConnectorError[] {
  const problems: ConnectorError[] = [];
  const wanted = new Map<string, Decimal>();
  for (const [index, line] of draft.lines.entries()) {
    const { purchaseOrder, purchaseOrderLine } = line;
    if (!purchaseOrder || purchaseOrderLine === undefined || !orders.has(purchaseOrder)) continue;
    const field = `lines[${index}]`;
    const refuse = (message: string, fix?: string): void => {
      problems.push(
        new ConnectorError("GP_ORDER_MISMATCH", message, { at: { ...at, field }, ...(fix ? { fix } : {}) }),
      );
    };
    const order = orders.get(purchaseOrder);
    const ordered = order?.lines.find(({ ord }) => ord === purchaseOrderLine);
    if (!order) refuse(`company ${at.company} has no open purchase order ${purchaseOrder}`);
    else if (order.vendorId !== draft.vendorId)
      refuse(`purchase order ${purchaseOrder} is for vendor ${order.vendorId}, not ${draft.vendorId}`);
    else if (!ordered) refuse(`purchase order ${purchaseOrder} has no line with the sequence ${purchaseOrderLine}`);
    else if (line.itemNumber && line.itemNumber.toUpperCase() !== ordered.itemNumber.toUpperCase()) {
      refuse(
        `line ${purchaseOrderLine} of purchase order ${purchaseOrder} is for item ${ordered.itemNumber}, not ${line.itemNumber}`,
      );
    } else if (draft.kind === "purchaseReceipt") {
      const name = `${purchaseOrder}/${purchaseOrderLine}`;
      const sum = add(wanted.get(name) ?? zero, line.quantity);
      wanted.set(name, sum);
      const wantedInAll = subtract(ordered.quantityOrdered, ordered.quantityCanceled);
      const { quantityReceived: received = zero } = ordered;
      const open = subtract(wantedInAll, received);
      const unit = ordered.unitOfMeasure === "" ? "" : ` ${ordered.unitOfMeasure}`;
      if (order.onHold)
        refuse(`purchase order ${purchaseOrder} is on hold`, "Remove the hold in Purchase Order Entry, then replay.");
      else if (order.status === "received" || order.status === "closed" || order.status === "canceled") {
        refuse(`purchase order ${purchaseOrder} is ${order.status} and takes no more receipts`);
      } else if (ordered.status === "received" || ordered.status === "closed" || ordered.status === "canceled") {
        refuse(
          `line ${purchaseOrderLine} of purchase order ${purchaseOrder} is ${ordered.status} and takes no more receipts`,
        );
      } else if (compare(sum, open) > 0) {
        const before = compare(received, zero) > 0 ? `, of which ${received} are on receipts in GP` : "";
        refuse(
          `line ${purchaseOrderLine} of purchase order ${purchaseOrder} is for ${wantedInAll}${unit}${before}; the receipt is for ${sum}`,
        );
      }
    }
  }
  return problems;
}
