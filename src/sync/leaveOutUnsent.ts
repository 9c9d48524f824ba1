import type { AuditRecord } from "../ledger/audit.ts";
import { supersedeUnsent } from "../ledger/documents.ts";
import type { LedgerTransaction } from "../ledger/ledger.ts";

/** Of documents that are not for sending as they are in GP now, nothing is sent as it was before either. @returns what to audit */
export async function leaveOutUnsent(
  transaction: LedgerTransaction,
  about: Pick<AuditRecord, "actor" | "jobId" | "link"> & { at: Date },
  documents: ReadonlyMap<string, { key: string; rule: string }>,
): Promise<AuditRecord[]> {
  const ended = await supersedeUnsent(transaction, [...documents.keys()], about.at);
  return ended.map(({ id, documentId, revision }) => {
    const { key, rule } = documents.get(documentId) ?? {};
    return { ...about, action: "delivery.superseded", subject: id, detail: { document: key, revision, rule } };
  });
}
