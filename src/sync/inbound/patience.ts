import type { InboundDocument } from "../../ledger/inboundDocuments.ts";

/** Milliseconds until a waiting document looks again by itself: what it waits for may come between its look and its rest. */
const glances = [10_000, 60_000, 600_000];
const laterGlance = 3_600_000;

/**
 * Whether a document still waits for what it needs, and until when.
 *
 * @param hours that it may wait since it arrived
 * @returns when to look again; `undefined` once the time is up and a person is to be asked
 */
export function patienceOf(document: InboundDocument, hours: number, now: Date): Date | undefined {
  const end = document.receivedAt.getTime() + hours * 3_600_000;
  if (now.getTime() >= end) return undefined;
  const glance = glances[document.attempts - 1] ?? laterGlance;
  return new Date(Math.min(end, now.getTime() + glance));
}
