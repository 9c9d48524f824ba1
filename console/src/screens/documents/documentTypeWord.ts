const words: Readonly<Record<string, string>> = {
  vendor: "vendor",
  purchaseOrder: "purchase order",
  functionalAcknowledgment: "997 acknowledgement",
};

export function documentTypeWord(type: string): string {
  return words[type] ?? type;
}
