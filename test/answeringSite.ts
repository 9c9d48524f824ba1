/** A polling site whose partner answers: what is posted is read, carried out and entered in GP as a worker does it. */
import { sql } from "kysely";
import { type Draft, listDrafts } from "../src/ledger/drafts.ts";
import { type InboundDocument, messageDocuments } from "../src/ledger/inboundDocuments.ts";
import { enterNextDraft } from "../src/sync/drafts/enterDraft.ts";
import { settleNextDraft } from "../src/sync/drafts/settleDrafts.ts";
import { carryOutNext } from "../src/sync/inbound/carryOut.ts";
import { readNextMessage } from "../src/sync/inbound/read.ts";
import { storeArrival } from "../src/sync/inbound/store.ts";
import type { WorkerContext } from "../src/sync/workerContext.ts";
import { interchangeOf } from "./inboundSamples.ts";
import { openPollingSite, type PollingSite, type PollingSiteOptions } from "./pollingSite.ts";

export interface AnsweringSite extends PollingSite {
  context: WorkerContext;
  /** Takes in what the partner sends, without carrying it out. @returns the receipt's identifier */
  post(content: string): Promise<string>;
  /** Reads and carries out whatever is due, and enters the drafts that come of it. */
  settle(): Promise<void>;
  /** Posts and settles. @returns the documents inside */
  receive(content: string): Promise<InboundDocument[]>;
  documents(receipt: string): Promise<InboundDocument[]>;
  drafts(): Promise<Draft[]>;
  /** GS06 of the newest file of an order; polls where there is none yet. */
  groupOf(number: string): Promise<number>;
  /** Empties the ledger of everything but the configuration. */
  forgetAll(): Promise<void>;
}

/** Both orders of the tests go to partners with the default identity. */
export const x12Link = (
  more = "",
  partner = "",
): string => `    purchaseOrders: { folder: upload/850, schedule: manual }
    us:             { isa: { qualifier: ZZ, id: FABRIKAM }, gs: FABRIKAM }
    inbound:        { webhook: { key: "webhook-key-of-the-tests" }${more} }
    partners:
      default:      { isa: { qualifier: ZZ, id: PARTNER }, gs: PARTNER${partner} }
`;

export async function openAnsweringSite(options: PollingSiteOptions = {}): Promise<AnsweringSite> {
  const site = await openPollingSite({ link: x12Link(), ...options });
  const context = site.contextOf("wrk_answers");
  const answering: AnsweringSite = {
    ...site,
    context,
    async post(content) {
      const settings = site.resources.link;
      const arrival = { link: site.link, settings, source: "webhook", content: Buffer.from(content) } as const;
      return (await storeArrival({ ...context, actor: "webhook", wake: () => {} }, arrival)).id;
    },
    async settle() {
      for (let busy = true; busy; ) {
        busy = false;
        while (await readNextMessage(context, site.resources.link)) busy = true;
        while (await carryOutNext(context, site.resources)) busy = true;
        while (await settleNextDraft(context, site.resources)) busy = true;
        while ((await enterNextDraft(context, site.resources)) === "done") busy = true;
      }
    },
    async receive(content) {
      const receipt = await answering.post(content);
      await answering.settle();
      return messageDocuments(site.ledger, receipt);
    },
    documents: (receipt) => messageDocuments(site.ledger, receipt),
    async groupOf(number) {
      if ((await site.files(number)).length === 0) await site.poll();
      const [file] = (await site.files(number)).slice(-1);
      return Number(/~GS\*(?:[^*]*\*){5}(\d+)\*/.exec(file?.text ?? "")?.[1]);
    },
    async forgetAll() {
      const kept = [
        "configuration",
        "secret",
        "kysely_migration",
        "kysely_migration_lock",
        "audit_entry",
        "audit_seal",
      ];
      const { rows } = await sql<{ name: string }>`
        select tablename as name from pg_tables where schemaname = 'public'
      `.execute(site.ledger);
      const tables = rows.map(({ name }) => name).filter((name) => !kept.includes(name));
      await sql.raw(`truncate ${tables.map((name) => `"${name}"`).join(", ")} restart identity`).execute(site.ledger);
    },
    drafts: async () => (await listDrafts(site.ledger, { limit: 100 })).reverse(),
  };
  return answering;
}

/** What the partner of the tests sends about PO2075; each with an interchange number of its own. */
export const partnerSends = {
  confirmation: (interchange: number, lines: readonly string[], type = "AC"): string =>
    interchangeOf(
      "PR",
      "855",
      [`BAK*00*${type}*PO2075*20260115`, ...lines, `CTT*${lines.filter((line) => line.startsWith("PO1")).length}`],
      {
        interchange,
        group: interchange,
      },
    ),
  shipNotice: (
    interchange: number,
    shipment: string,
    items: readonly string[],
    purpose = "00",
    order = "PO2075",
  ): string =>
    interchangeOf(
      "SH",
      "856",
      [
        `BSN*${purpose}*${shipment}*20260120*1000*0004`,
        "HL*1**S*1",
        "TD5**2*UPSN*U",
        "REF*2I*1Z999AA10123456784",
        "DTM*017*20260122",
        "HL*2*1*O*1",
        `PRF*${order}`,
        ...items.flatMap((item, index) => [`HL*${index + 3}*2*I*0`, ...item.split("~")]),
        `CTT*${items.length + 2}`,
      ],
      { interchange, group: interchange },
    ),
  invoice: (
    interchange: number,
    number: string,
    lines: readonly string[],
    total: string,
    order = "PO2075",
    type = "",
  ): string =>
    interchangeOf(
      "IN",
      "810",
      [
        `BIG*20260123*${number}*20260115*${order}${type === "" ? "" : `***${type}`}`,
        ...lines,
        `TDS*${total}`,
        `CTT*${lines.length}`,
      ],
      { interchange, group: interchange },
    ),
  acknowledgment: (interchange: number, group: number, segments: readonly string[]): string =>
    interchangeOf("FA", "997", [`AK1*PO*${group}`, ...segments], { interchange, group: interchange }),
};
