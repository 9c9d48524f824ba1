import type { Ledger, LedgerTransaction } from "../ledger/ledger.ts";
import type { StepObserver } from "./steps.ts";

/** What a step tells while it runs, for a person who waits. */
export type Progress =
  | { kind: "page"; jobId: string; entity: string; records: number }
  | { kind: "delivery"; jobId: string; key: string; state: string };

/** What every step has from the process that runs it. */
export interface WorkerContext {
  ledger: Ledger;
  /** Identifier of the worker, as registered (see ledger/workers.ts). */
  worker: string;
  /** Who is named in the audit trail. */
  actor: string;
  clock: () => Date;
  /** From 0 to 1. */
  chance: () => number;
  /** Wakes the workers when the transaction commits. */
  ring: (transaction: LedgerTransaction) => Promise<void>;
  progress: (progress: Progress) => void;
  /** Whether the process is about to end: long work stops behind its next step and is left for another worker. */
  stopping?: () => boolean;
  /**
   * Deliveries, inbound documents and drafts that this process is at work on. One that is claimed under its name and is not among
   * them was left behind when the database was out of reach: nobody will write its outcome any more.
   */
  underWay?: Set<string>;
  /** How often in a row a system could not be reached (see unreached.ts). */
  unreached?: Map<string, number>;
  /** Takes what is no one's error but the program's. */
  onError?: (error: unknown) => void;
  /** Told of each step as it is reached: where the chaos suite kills a process. */
  reached?: StepObserver;
}
