import { partnerSettings } from "../configuration/configuration.ts";
import type { OutgoingAcknowledgment } from "../documents/canonical/acknowledgment.ts";
import type { Purpose } from "../documents/file/json.ts";
import type { Rendering, Subject } from "../documents/render.ts";
import type { SubjectContent } from "./decide.ts";
import type { LinkResources } from "./linkResources.ts";

export type RenderedDocument = { key: string } & (
  | SubjectContent
  | { type: "functionalAcknowledgment"; content: OutgoingAcknowledgment }
);

/** What a document is rendered from on this link, by its settings in force. */
export function renderingFor(
  { link, company }: Pick<LinkResources, "link" | "company">,
  document: RenderedDocument,
  given: { revision: number; jobId: string; purpose: Purpose; now: Date; before?: Rendering["before"] },
): Rendering {
  return {
    subject: subjectOf(link, company.database, document),
    purpose: given.purpose,
    ...(given.before && { before: given.before }),
    buyer: { database: company.database, name: company.name },
    us: link.us,
    revision: given.revision,
    jobId: given.jobId,
    sentAt: localTime(company.timeZone, given.now),
  };
}

function subjectOf(link: LinkResources["link"], database: string, document: RenderedDocument): Subject {
  const { key } = document;
  if (document.type === "functionalAcknowledgment") {
    const { type, content } = document;
    return { type, key, content, partner: partnerSettings(link, content.partner) };
  }
  if (document.type === "vendor") {
    return { type: "vendor", key, content: document.content, folder: link.vendors?.folder ?? "", receiver: database };
  }
  return {
    type: "purchaseOrder",
    key,
    content: document.content,
    folder: link.purchaseOrders?.folder ?? "",
    partner: partnerSettings(link, document.content.vendor.id),
  };
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Wall-clock date and time at the site, as ISA09/ISA10 and GS04/GS05 carry them. */
export function localTime(timeZone: string, at: Date): { date: string; time: string } {
  let clock = clocks.get(timeZone);
  if (clock === undefined) {
    // Making one takes longer than everything else that a file needs of it.
    clock = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" });
    clocks.set(timeZone, clock);
  }
  const text = clock.format(at);
  return { date: text.slice(0, 10), time: text.slice(11, 16) };
}
