/**
 * Answers what a partner sent with a 997, where that partner wants it from us (`send997`): one for each group in a file,
 * whether it could be read or not, never for a group of acknowledgments. Cleo may split an interchange, so that the sets of
 * one group come in several files: each file's 997 names its own. The 997 is a document of its own and goes out as every other:
 * planned here, in the transaction that reads the message, and carried out by sync/deliver.ts.
 */
import { type Link, partnerSettings } from "../../configuration/configuration.ts";
import type { OutgoingAcknowledgment } from "../../documents/canonical/acknowledgment.ts";
import type { GroupAcknowledgment } from "../../documents/received/x12Documents.ts";
import { answeredSets, holdGroups } from "../../ledger/answeredGroups.ts";
import { canonicalJson } from "../../ledger/auditChain.ts";
import { digestOf } from "../../ledger/contents.ts";
import { type NewRevision, recordRevisions } from "../../ledger/documents.ts";
import type { LedgerTransaction } from "../../ledger/ledger.ts";
import { partnerOf } from "./partner.ts";

export interface WantedAcknowledgment {
  /** Key of the group's first 997. */
  group: string;
  /** GP vendor id. */
  vendor: string | null;
  content: OutgoingAcknowledgment;
}

/** Those that a partner wants from us, and that are meant for us. */
export function wantedAcknowledgments(
  link: Link,
  message: string,
  acknowledgments: readonly GroupAcknowledgment[] = [],
): WantedAcknowledgment[] {
  return acknowledgments.flatMap(({ envelope, version, acknowledgment }) => {
    const vendor = partnerOf(link, { envelope }, {});
    const partner = vendor ?? "default";
    const { isa, send997 } = partnerSettings(link, partner);
    if (send997 === undefined || envelope.sender !== isa?.id.trim()) return [];
    if (envelope.receiver !== link.us?.isa.id.trim()) return [];
    const { functionalId, controlNumber: groupNumber } = acknowledgment.group;
    const answers = { message, interchangeNumber: envelope.interchangeNumber, functionalId, groupNumber };
    const group = `${envelope.sender}-${envelope.interchangeNumber}-${groupNumber}`;
    return [{ group, vendor, content: { partner, answers, version, acknowledgment } }];
  });
}

/** @returns how many were planned; sets that were answered before, as of a message that is read again, are not once more */
export async function planAcknowledgments(
  transaction: LedgerTransaction,
  about: { link: string; jobId: string; now: Date },
  wanted: readonly WantedAcknowledgment[],
): Promise<number> {
  const [first] = wanted;
  if (first === undefined) return 0;
  const groups = wanted.map(({ group }) => group);
  await holdGroups(transaction, about.link, first.content.answers.message, groups);
  const parts = wanted.map(partOf);
  const answered = await answeredSets(transaction, about.link, [...groups, ...parts]);
  const planned: NewRevision[] = [];
  for (const each of wanted) {
    const sets = setsOf(each);
    const covers = (key: string): boolean => sets.every((set) => answered.get(key)?.includes(set));
    const keys = [each.group, partOf(each)];
    if (keys.some((key) => answered.has(key) && covers(key))) continue;
    const key = keys.find((key) => !answered.has(key));
    if (key === undefined) continue;
    answered.set(key, sets);
    planned.push(revisionOf(key, each));
  }
  await recordRevisions(transaction, about, planned);
  return planned.length;
}

function setsOf({ content }: WantedAcknowledgment): string[] {
  return (content.acknowledgment.sets ?? []).map(({ controlNumber }) => controlNumber).sort();
}

/** Key of the 997 of a file that brings further sets of a group. */
function partOf(wanted: WantedAcknowledgment): string {
  const sets = setsOf(wanted);
  return `${wanted.group}-${sets.length === 1 ? sets[0] : digestOf(sets.join(" ")).slice(0, 10)}`;
}

function revisionOf(key: string, { vendor, content }: WantedAcknowledgment): NewRevision {
  const digest = digestOf(canonicalJson(content.acknowledgment));
  return {
    type: "functionalAcknowledgment",
    key,
    contentHash: digest,
    canonical: content,
    sourceDigest: digest,
    gpCreated: null,
    vendor: vendor === null ? null : { id: vendor, name: "" },
    terms: [key, content.answers.groupNumber].map((term) => ({ term, kind: "number" })),
  };
}
