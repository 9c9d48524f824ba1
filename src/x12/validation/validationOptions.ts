import type { Encoding } from "../reader/encoding.ts";
import type { Fault } from "./fault.ts";
import type { FaultCode, Rejects, Severity } from "./faultCodes.ts";
import type { GroupReport, InterchangeReport, SetReport } from "./report.ts";

export interface ValidationOptions {
  /** What a fault is worth, where a partner's settings differ from the table of fault kinds. */
  readonly policy?: { readonly [Code in FaultCode]?: { readonly severity?: Severity; readonly rejects?: Rejects } };
  /** Encoding of element text; bytes that are none in it are a fault. Default latin1, in which all are. */
  readonly encoding?: Encoding;
  /** Faults kept in the report and in each set; more are counted. Default 10,000. */
  readonly maxFaults?: number;
  /** A longer run without a terminator is not a segment. Default 1 MiB. */
  readonly maxSegmentBytes?: number;
  /** False: the report keeps no groups, sets and faults, for input without bound. Default true. */
  readonly collect?: boolean;
  readonly onFault?: (fault: Fault) => void;
  /** Called when a set is complete. Its interchange may still turn out to be rejected. */
  readonly onSet?: (set: SetReport) => void;
  readonly onGroup?: (group: GroupReport) => void;
  readonly onInterchange?: (interchange: InterchangeReport) => void;
}
