import type { DocumentOf } from "../../x12/index.ts";

/** The purchase orders that a typed X12 document names; a 997 and a TA1 name none. */
export function ordersOf<Set extends keyof DocumentOf>(set: Set, document: DocumentOf[Set]): string[] {
  const named: (string | undefined)[] = [];
  switch (set) {
    case "810": {
      const invoice = document as DocumentOf["810"];
      named.push(invoice.purchaseOrder);
      break;
    }
    case "856": {
      const notice = document as DocumentOf["856"];
      for (const { order } of notice.levels) named.push(order?.purchaseOrder);
      break;
    }
    case "855":
      named.push((document as DocumentOf["855"]).purchaseOrder);
      break;
    case "850":
    case "860":
      named.push((document as DocumentOf["850" | "860"]).number);
  }
  return distinctOrders(named.flatMap((number) => number ?? []));
}

/** Numbers as GP writes them, each once: small letters and blanks around them make no other order. */
export function distinctOrders(numbers: Iterable<string>): string[] {
  const written = new Set(Array.from(numbers, (number) => number.trim().toUpperCase()));
  return [...written].filter((number) => number !== "" && number.length <= 80);
}
