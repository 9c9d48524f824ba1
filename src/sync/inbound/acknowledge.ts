/**
 * Answers what a partner sent with a 997, where that partner wants it from us (`send997`): one for each group, whether it
 * could be read or not, never for a group of acknowledgments. The 997 is a document of its own and goes out as every other:
 * planned here, in the transaction that reads the message, and carried out by sync/deliver.ts.
 */
import { type Link, partnerSettings } from "../../configuration/configuration.ts";
import type { OutgoingAcknowledgment } from "../../documents/canonical/acknowledgment.ts";
import type { GroupAcknowledgment } from "../../documents/received/x12Documents.ts";
import { canonicalJson } from "../../ledger/auditChain.ts";
import { digestOf } from "../../ledger/contents.ts";
import { knownDocuments, type NewRevision, recordRevisions } from "../../ledger/documents.ts";
import type { LedgerTransaction } from "../../ledger/ledger.ts";
import { partnerOf } from "./partner.ts";

const type = "functionalAcknowledgment";

/** Those that a partner wants from us, and that are meant for us. */
export function wantedAcknowledgments(
  link: Link,
  message: string,
  acknowledgments: readonly GroupAcknowledgment[] = [],
): NewRevision[] {
  const planned = new Map<string, NewRevision>();
  for (const { envelope, version, acknowledgment } of acknowledgments) {
    const vendor = partnerOf(link, { envelope }, {});
    const partner = vendor ?? "default";
    const { isa, send997 } = partnerSettings(link, partner);
    if (send997 === undefined || envelope.sender !== isa?.id.trim()) continue;
    if (envelope.receiver !== link.us?.isa.id.trim()) continue;
    const { functionalId, controlNumber: groupNumber } = acknowledgment.group;
    const key = `${envelope.sender}-${envelope.interchangeNumber}-${groupNumber}`;
    const content: OutgoingAcknowledgment = {
      partner,
      answers: { message, interchangeNumber: envelope.interchangeNumber, functionalId, groupNumber },
      version,
      acknowledgment,
    };
    const digest = digestOf(canonicalJson(acknowledgment));
    planned.set(key, {
      type,
      key,
      contentHash: digest,
      canonical: content,
      sourceDigest: digest,
      gpCreated: null,
      vendor: vendor === null ? null : { id: vendor, name: "" },
      terms: [key, groupNumber].map((term) => ({ term, kind: "number" })),
    });
  }
  return [...planned.values()];
}

/** @returns how many were planned; a group that was answered before, as of a message that is read again, is not once more */
export async function planAcknowledgments(
  transaction: LedgerTransaction,
  about: { link: string; jobId: string; now: Date },
  wanted: readonly NewRevision[],
): Promise<number> {
  if (wanted.length === 0) return 0;
  const keys = wanted.map(({ key }) => key);
  const known = await knownDocuments(transaction, about.link, type, keys);
  const fresh = wanted.filter(({ key }) => !known.has(key));
  await recordRevisions(transaction, about, fresh);
  return fresh.length;
}
