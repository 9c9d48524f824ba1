import { verifyTrail } from "../../src/app/auditTrail.ts";
import { recordAudit, sealAudit } from "../../src/ledger/audit.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";

/** Entries of the chain that is proved: some weeks of a busy company. */
const chain = 25_000;
const together = 1_000;

export interface TrailProof {
  entries: number;
  /** Milliseconds in which the entries that were added were sealed. */
  sealing: number;
  sealed: number;
  /** Milliseconds of the proof. */
  took: number;
}

/** Lengthens the trail by entries like those of a sync, and proves all of it. */
export async function proveTrail(ledger: Ledger, link: string): Promise<TrailProof> {
  for (let number = 0; number < chain; number += together) {
    const records = Array.from({ length: together }, (_, index) => ({
      at: new Date(),
      actor: "worker",
      action: "delivery.sent",
      jobId: "job_bench",
      link,
      subject: `dlv_${number + index}`,
      detail: {
        document: `PO${number + index}`,
        revision: 1,
        file: `upload/850/PO_TWO_PO${number + index}_r1_d459160d.x12`,
        attempt: 1,
        status: 201,
      },
    }));
    await ledger.transaction().execute((transaction) => recordAudit(transaction, ...records));
  }
  const sealStart = performance.now();
  const sealed = await sealAudit(ledger);
  const sealing = performance.now() - sealStart;
  const start = performance.now();
  const verdict = await verifyTrail(ledger);
  if (!verdict.ok) throw new Error("the audit trail is broken");
  return { entries: verdict.entries, sealing, sealed, took: performance.now() - start };
}
