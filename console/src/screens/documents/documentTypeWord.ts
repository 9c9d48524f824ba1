const words: Readonly<Record<string, string>> = { vendor: "vendor", purchaseOrder: "purchase order" };

export function documentTypeWord(type: string): string {
  return words[type] ?? type;
}
