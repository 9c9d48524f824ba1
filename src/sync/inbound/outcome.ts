import type { ErrorReport } from "../../errors/connectorError.ts";

/** What came of an inbound document. `summary` is one line for a person. */
export type InboundOutcome =
  | { kind: "done"; summary: string; detail?: object; orders?: readonly string[] }
  /** Belongs to something that is not there yet: looked at again when that wakes it (see `wakeWaiting`), and at `until`. */
  | { kind: "waiting"; for: string; summary: string; detail?: object; until?: Date; orders?: readonly string[] }
  | { kind: "review"; summary: string; detail?: object; error?: ErrorReport; orders?: readonly string[] }
  /** Tried again by itself where the error's retry class says that this can help. */
  | {
      kind: "failed";
      summary: string;
      detail?: object;
      error: ErrorReport;
      retryAfter?: number;
      orders?: readonly string[];
    }
  /** `rule` says why nothing is to be done. */
  | { kind: "ignored"; rule: string; detail?: object };
