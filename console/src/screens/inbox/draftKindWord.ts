const words: Readonly<Record<string, string>> = {
  purchaseOrder: "order",
  purchaseReceipt: "receipt",
  receipt: "receipt",
  purchaseInvoice: "invoice",
  payables: "payables invoice",
  payablesInvoice: "payables invoice",
  receivables: "receivables invoice",
  receivablesInvoice: "receivables invoice",
};

/** What a draft is called in GP's own windows. */
export function draftKindWord(kind: string): string {
  return words[kind] ?? kind;
}
