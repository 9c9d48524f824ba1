/**
 * Makes a file of mixed interchanges as trading partners send them: orders, acknowledgments, ship notices, invoices and
 * functional acknowledgments, with the separators that are usual in the field. The data is invented and the same each time.
 */
import { closeSync, openSync, writeSync } from "node:fs";

interface Style {
  readonly element: string;
  readonly component: string;
  readonly end: string;
}

const styles: readonly Style[] = [
  { element: "*", component: ">", end: "~" },
  { element: "*", component: ">", end: "~\n" },
  { element: "*", component: ":", end: "~\r\n" },
  { element: "|", component: ">", end: "\n" },
  { element: "^", component: "}", end: "\x85" },
];

/** Numbers in a fixed order that looks like none (mulberry32). */
export function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

type Random = (below: number) => number;

const words = ["WIDGET", "LARGE", "STEEL", "BLUE", "PHONE", "CABLE", "ADAPTER", "WALL", "MOUNT", "CASE OF 12", "GREEN"];
const cities = ["MEMPHIS*TN*38101*US", "SAVANNAH*GA*314014245", "FORT WAYNE*IN*46825*US", "PALO ALTO*CA*95622*US"];
const describe = (random: Random): string => `${words[random(11)]} ${words[random(11)]} ${words[random(11)]}`;
const price = (random: Random): string => `${1 + random(400)}.${10 + random(89)}`;
const date = (random: Random): string =>
  `2026${String(1 + random(12)).padStart(2, "0")}${String(1 + random(28)).padStart(2, "0")}`;

function party(random: Random, role: string): string[] {
  return [
    `N1*${role}*NORTH DISTRIBUTION CENTER ${random(90)}*92*${String(random(9999)).padStart(4, "0")}`,
    `N3*${100 + random(9000)} DOCK ROAD*BUILDING ${random(40)}`,
    `N4*${cities[random(4)]}`,
  ];
}

function purchaseOrder(random: Random): string[] {
  const lines = 3 + random(25);
  const body = [
    `BEG*00*SA*PO${7000000 + random(999999)}**${date(random)}`,
    "CUR*BY*USD",
    "REF*DP*0100",
    "REF*IA*100200",
  ];
  body.push("PER*BD*PAT SMITH*TE*5552225555*EM*PAT.SMITH@EXAMPLE.TEST", "FOB*CC*DE*DESTINATION", "ITD*01*3*2**45**46");
  body.push(
    `DTM*010*${date(random)}`,
    "TD5**2*UPSN**UPS GROUND",
    "N9*L1*GEN",
    "MSG*DELIVER TO THE SOUTH DOCK BEFORE NOON, CALL AHEAD",
  );
  body.push(...party(random, "ST"), ...party(random, "BT"));
  for (let line = 1; line <= lines; line++) {
    body.push(
      `PO1*${line}*${1 + random(500)}*EA*${price(random)}**VP*WID-${random(99999)}*BP*${random(999)}XLG*UP*01234567890${random(9)}`,
    );
    body.push(`PID*F*08***${describe(random)}`, `PO4*${1 + random(24)}*1*EA`);
  }
  return [...body, `CTT*${lines}`];
}

function acknowledgment(random: Random): string[] {
  const lines = 3 + random(25);
  const body = [
    `BAK*00*AC*PO${7000000 + random(999999)}*${date(random)}****SO${random(99999)}*${date(random)}`,
    "REF*IA*100200",
  ];
  body.push(...party(random, "ST"));
  for (let line = 1; line <= lines; line++) {
    const quantity = 5 + random(500);
    body.push(`PO1*${line}*${quantity}*EA*${price(random)}**VP*WID-${random(99999)}*BP*${random(999)}XLG`);
    body.push(`ACK*IQ*${quantity - 4}*EA*068*${date(random)}`, `ACK*IB*4*EA*068*${date(random)}`);
  }
  return [...body, `CTT*${lines}`];
}

function shipNotice(random: Random): string[] {
  const body = [`BSN*00*SH${random(999999)}*${date(random)}*1405*0001`, `DTM*011*${date(random)}*1405`, "HL*1**S"];
  body.push(`TD1*CTN*${1 + random(40)}****G*${price(random)}*LB`, "TD5*B*2*UPSN*M*UPS GROUND", "REF*BM*881122");
  body.push("REF*CN*1Z999AA10123456784", ...party(random, "SF"), ...party(random, "ST"));
  let level = 1;
  const orders = 1 + random(3);
  for (let order = 0; order < orders; order++) {
    const parent = ++level;
    body.push(`HL*${parent}*1*O`, `PRF*PO${7000000 + random(999999)}***${date(random)}`);
    const cartons = 1 + random(6);
    for (let carton = 0; carton < cartons; carton++) {
      const pack = ++level;
      body.push(`HL*${pack}*${parent}*P`, `MAN*GM*0000${1000000000000000 + random(99999999)}`);
      body.push(
        `HL*${++level}*${pack}*I`,
        `LIN*${carton + 1}*VP*WID-${random(99999)}*UP*012345678905`,
        `SN1*${carton + 1}*${1 + random(90)}*EA`,
      );
    }
  }
  return [...body, `CTT*${level}`];
}

function invoice(random: Random): string[] {
  const lines = 3 + random(20);
  const body = [
    `BIG*${date(random)}*INV${random(999999)}*${date(random)}*PO${7000000 + random(999999)}`,
    "REF*IA*100200",
  ];
  body.push(...party(random, "RE"), ...party(random, "ST"), "ITD*01*3*2**10**30", `DTM*011*${date(random)}`);
  for (let line = 1; line <= lines; line++) {
    body.push(`IT1*${line}*${1 + random(500)}*EA*${price(random)}**VP*WID-${random(99999)}*BP*${random(999)}XLG`);
    body.push(`PID*F****${describe(random)}`);
  }
  return [
    ...body,
    `TDS*${10000 + random(99999999)}`,
    "CAD*****UPSN GROUND",
    `SAC*C*D240***${random(9999)}`,
    `CTT*${lines}`,
  ];
}

function functional(random: Random): string[] {
  const sets = 1 + random(8);
  const body = [`AK1*PO*${1 + random(99999)}`];
  for (let set = 1; set <= sets; set++) body.push(`AK2*850*${String(set).padStart(4, "0")}`, "AK5*A");
  return [...body, `AK9*A*${sets}*${sets}*${sets}`];
}

const documents: readonly [string, string, (random: Random) => string[]][] = [
  ["850", "PO", purchaseOrder],
  ["855", "PR", acknowledgment],
  ["856", "SH", shipNotice],
  ["810", "IN", invoice],
  ["997", "FA", functional],
];

/** `mixed` changes its separators from interchange to interchange; `plain` keeps to `*` and `~`. */
export type Separation = "mixed" | "plain";

/** One interchange with one group of several sets. */
export function interchange(control: number, separation: Separation = "mixed"): Uint8Array {
  const random = numbers(control);
  const style = styles[separation === "plain" ? 0 : control % styles.length] as Style;
  const [set, functionalId, body] = documents[random(5)] as (typeof documents)[number];
  const number = String(control).padStart(9, "0");
  const version = control % 7 === 0 ? "005010" : "004010";
  const segments = [`GS*${functionalId}*SUPPLIER*BUYER*20260115*0930*${control}*X*${version}`];
  const sets = 1 + random(6);
  for (let n = 1; n <= sets; n++) {
    const inner = body(random);
    const setNumber = String(n).padStart(4, "0");
    segments.push(`ST*${set}*${setNumber}`, ...inner, `SE*${inner.length + 2}*${setNumber}`);
  }
  segments.push(`GE*${sets}*${control}`, `IEA*1*${number}`);
  const isa = `ISA*00*          *00*          *01*111222333      *12*5550001111     *260115*0930*U*00401*${number}*0*P*`;
  const text = `${isa}\u0000${style.end}${segments.join(style.end)}${style.end}`;
  const styled = style.element === "*" ? text : text.replaceAll("*", style.element);
  return Buffer.from(styled.replace("\u0000", style.component), "latin1");
}

/** Writes interchanges until the file has at least so many bytes. Returns how many it has. */
export function generateFile(path: string, bytes: number, separation: Separation = "mixed"): number {
  const file = openSync(path, "w");
  let written = 0;
  try {
    for (let control = 1; written < bytes; control++) written += writeSync(file, interchange(control, separation));
  } finally {
    closeSync(file);
  }
  return written;
}
