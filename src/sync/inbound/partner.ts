import { type Link, partnerSettings } from "../../configuration/configuration.ts";
import type { EventFields } from "../../documents/received/event.ts";
import type { ReceivedDocument } from "../../documents/received/receivedDocument.ts";

/**
 * The vendor that a document comes from: the one partner of the link whose interchange id sent it (and whose application
 * code, where several share that id). Else the vendor that a JSON document or its event names, if the link knows it.
 *
 * @returns the vendor id; `null` where nothing names one, or several could be meant
 */
export function partnerOf(
  link: Link,
  { envelope }: Pick<ReceivedDocument, "envelope">,
  event: Pick<EventFields, "partnerId">,
): string | null {
  const vendors = Object.keys(link.partners).filter((vendor) => vendor !== "default");
  if (envelope !== undefined) {
    const settings = vendors.map((vendor) => ({ ...partnerSettings(link, vendor), vendor }));
    const same = settings.filter(
      ({ isa }) =>
        isa?.id.trim() === envelope.sender && (isa.qualifier === envelope.senderQualifier || settings.length === 1),
    );
    const exact = same.length > 1 ? same.filter(({ gs }) => gs === envelope.groupSender) : same;
    if (exact.length === 1) return exact[0]?.vendor ?? null;
  }
  const named = event.partnerId?.trim();
  return named !== undefined && vendors.includes(named) ? named : null;
}
