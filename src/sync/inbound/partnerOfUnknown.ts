import { type Link, partnerSettings } from "../../configuration/configuration.ts";
import type { PartnerSettings } from "../../configuration/partnerSettings.ts";
import type { InboundDocument } from "../../ledger/inboundDocuments.ts";

/** Settings for a document whose order is not known: those of who sent it, as far as that is known. */
export function partnerOfUnknown(link: Link, { partner }: Pick<InboundDocument, "partner">): PartnerSettings {
  return partnerSettings(link, partner ?? "default");
}
