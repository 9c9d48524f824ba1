/** Documents as a partner of the sandbox's company sends them. */

export interface Numbers {
  sender?: string;
  receiver?: string;
  interchange?: number;
  group?: number;
  set?: string;
}

/** Segments as one interchange with one set; control numbers count from 1. */
export function interchangeOf(functionalId: string, type: string, segments: readonly string[], numbers: Numbers = {}) {
  const { sender = "PARTNER", receiver = "FABRIKAM", interchange = 1, group = 1, set = "0001" } = numbers;
  const number = String(interchange).padStart(9, "0");
  return [
    `ISA*00*          *00*          *ZZ*${sender.padEnd(15)}*ZZ*${receiver.padEnd(15)}*260115*1022*U*00401*${number}*0*T*>`,
    `GS*${functionalId}*${sender}*${receiver}*20260115*1022*${group}*X*004010`,
    `ST*${type}*${set}`,
    ...segments,
    `SE*${segments.length + 2}*${set}`,
    `GE*1*${group}`,
    `IEA*1*${number}`,
    "",
  ].join("~");
}

/** A confirmation of an order with one line. */
export function confirmation(order: string, numbers?: Numbers): string {
  const segments = [`BAK*00*AD*${order}*20260115`, "PO1*1*11*EA*28.46**IN*100XLG", "ACK*IA*11*EA", "CTT*1"];
  return interchangeOf("PR", "855", segments, numbers);
}

/** An invoice of an order with one line of eleven pieces. */
export function invoice(order: string, number: string, numbers?: Numbers): string {
  const segments = [`BIG*20260116*${number}*20260115*${order}`, "IT1*1*11*EA*28.46**IN*100XLG", "TDS*31306", "CTT*1"];
  return interchangeOf("IN", "810", segments, numbers);
}
