const words: Readonly<Record<string, string>> = {
  purchaseOrder: "order",
  purchaseReceipt: "receipt",
  purchaseInvoice: "invoice",
  payablesInvoice: "payables invoice",
  receivablesInvoice: "receivables invoice",
};

/** What a draft is called in GP's own windows. */
export function draftKindWord(kind: string): string {
  return words[kind] ?? kind;
}
