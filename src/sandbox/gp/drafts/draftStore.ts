import { sum } from "../../amount.ts";
import { keyOf } from "../../table.ts";
import type { Draft, DraftKind } from "./draft.ts";

/** The unposted (and since posted) documents of one company. */
export interface DraftStore {
  /** The next number of a kind; it is used up only by {@link DraftStore.add}. */
  nextKey(kind: DraftKind): string;
  add(draft: Draft): void;
  get(kind: DraftKind, key: string): Draft | undefined;
  list(kind: DraftKind, reference?: string): Draft[];
  all(): Draft[];
  /** False where it is not there. Deleting frees the number. */
  remove(kind: DraftKind, key: string): boolean;
  /** What people do at the client: from Work to History, or to Open for payables and receivables. */
  post(kind: DraftKind, key: string): Draft | undefined;
  /** Quantity of an order's line on receipts, or on invoices; on posted ones only where told so. */
  quantityOf(kind: DraftKind, purchaseOrder: string, ord: number, postedOnly?: boolean): string;
  /** A vendor's document number is looked for on both kinds of invoices. */
  hasInvoice(vendor: string, documentNumber: string): boolean;
}

const counters: Readonly<Record<DraftKind, { prefix: string; next: number; width: number }>> = {
  PurchaseReceipts: { prefix: "RCT", next: 1169, width: 4 },
  PurchaseInvoices: { prefix: "RCT", next: 1169, width: 4 },
  PayablesInvoices: { prefix: "", next: 462, width: 17 },
  ReceivablesInvoices: { prefix: "SALES", next: 100_000_001_001, width: 12 },
};

export function createDraftStore(): DraftStore {
  const drafts = new Map<string, Draft>();
  // Receipts and invoices of purchasing share a table, and so a range of numbers.
  const rangeOf = (kind: DraftKind) => (kind === "PurchaseInvoices" ? "PurchaseReceipts" : kind);
  const nameOf = (kind: DraftKind, key: string) => `${rangeOf(kind)}/${keyOf(key)}`;
  const get: DraftStore["get"] = (kind, key) => {
    const draft = drafts.get(nameOf(kind, key));
    return draft?.kind === kind ? draft : undefined;
  };
  return {
    nextKey(kind) {
      const { prefix, next, width } = counters[kind];
      for (let number = next; ; number += 1) {
        const key = `${prefix}${String(number).padStart(width, "0")}`;
        if (!drafts.has(nameOf(kind, key))) return key;
      }
    },
    add: (draft) => drafts.set(nameOf(draft.kind, draft.key), draft),
    get,
    list: (kind, reference) =>
      [...drafts.values()].filter(
        (draft) => draft.kind === kind && (reference === undefined || draft.reference === reference),
      ),
    all: () => [...drafts.values()],
    remove: (kind, key) => get(kind, key) !== undefined && drafts.delete(nameOf(kind, key)),
    post(kind, key) {
      const draft = get(kind, key);
      if (draft === undefined) return undefined;
      draft.state = kind === "PurchaseReceipts" || kind === "PurchaseInvoices" ? "History" : "Open";
      return draft;
    },
    quantityOf(kind, purchaseOrder, ord, postedOnly = false) {
      const lines = [...drafts.values()]
        .filter((draft) => draft.kind === kind && (!postedOnly || draft.state !== "Work"))
        .flatMap((draft) => draft.lines)
        .filter((line) => line.ord === ord && keyOf(line.purchaseOrder) === keyOf(purchaseOrder));
      return sum("0", ...lines.map((line) => line.quantity));
    },
    hasInvoice: (vendor, documentNumber) =>
      [...drafts.values()].some(
        (draft) =>
          (draft.kind === "PurchaseInvoices" || draft.kind === "PayablesInvoices") &&
          keyOf(draft.party) === keyOf(vendor) &&
          keyOf(draft.documentNumber) === keyOf(documentNumber),
      ),
  };
}
