/** What validation tells about an input: its interchanges, groups and sets, each with its own outcome. */
import type { Separators } from "../reader/separators.ts";
import type { Release } from "../schema/definition.ts";
import type { Fault } from "./fault.ts";

/** As AK501 says it: `A`, `E`, `R`. */
export type SetStatus = "accepted" | "acceptedWithErrors" | "rejected";
/** As AK901 says it: `A`, `E`, `P`, `R`. */
export type GroupStatus = SetStatus | "partlyAccepted";

export interface SetReport {
  /** ST01. */
  readonly set: string;
  /** ST02. */
  readonly controlNumber: string;
  /** ST03 of 005010. */
  readonly implementation?: string;
  /** GS08 of its group. */
  readonly version: string;
  /** The release whose tables read it. */
  readonly release: Release;
  /** Of the set alone: a set in a rejected group or interchange must not be used either, see {@link isUsable}. */
  readonly status: SetStatus;
  /** Where ST begins, one past the terminator of SE, and the line of ST. */
  readonly offset: number;
  readonly end: number;
  readonly line: number;
  /** Index of ST among all segments of the input. */
  readonly index: number;
  /** From ST to SE, both counted. */
  readonly segmentCount: number;
  readonly faults: readonly Fault[];
}

export interface GroupReport {
  /** GS01 to GS08. */
  readonly functionalId: string;
  readonly sender: string;
  readonly receiver: string;
  readonly date: string;
  readonly time: string;
  readonly controlNumber: string;
  readonly agency: string;
  readonly version: string;
  readonly status: GroupStatus;
  /** GE01, as a number; undefined where it is absent or none. */
  readonly declaredSets: number | undefined;
  readonly receivedSets: number;
  /** Sets that are not rejected, none of them where the group is. */
  readonly acceptedSets: number;
  readonly offset: number;
  /** Empty where the caller takes sets as they come. */
  readonly sets: readonly SetReport[];
  /** Of the group itself. */
  readonly faults: readonly Fault[];
}

/** A TA1 that the interchange carries: an answer to one of ours. */
export interface InterchangeAnswer {
  readonly controlNumber: string;
  readonly date: string;
  readonly time: string;
  readonly status: string;
  readonly note: string;
}

export interface InterchangeReport {
  /** ISA05 to ISA08, without padding. */
  readonly senderQualifier: string;
  readonly sender: string;
  readonly receiverQualifier: string;
  readonly receiver: string;
  readonly date: string;
  readonly time: string;
  /** ISA12. */
  readonly version: string;
  /** ISA13. */
  readonly controlNumber: string;
  /** ISA14 is `1`. */
  readonly acknowledgmentWanted: boolean;
  /** ISA15: `P`, `T` or `I`. */
  readonly usage: string;
  readonly separators: Separators;
  readonly status: "accepted" | "acceptedWithErrors" | "rejected";
  readonly offset: number;
  /** One past its last segment. */
  readonly end: number;
  readonly answers: readonly InterchangeAnswer[];
  /** Empty where the caller takes groups as they come. */
  readonly groups: readonly GroupReport[];
  /** Of the interchange itself. */
  readonly faults: readonly Fault[];
}

export interface ValidationReport {
  /** Nothing is rejected: no interchange, no group, no set, and there was one to read. */
  readonly accepted: boolean;
  readonly interchanges: readonly InterchangeReport[];
  /** All faults in the order of the input, up to `maxFaults`. */
  readonly faults: readonly Fault[];
  /** Faults beyond that number. */
  readonly faultsOmitted: number;
  readonly counts: {
    readonly bytes: number;
    readonly segments: number;
    readonly interchanges: number;
    readonly groups: number;
    readonly sets: number;
    readonly rejectedSets: number;
    readonly notes: number;
    readonly warnings: number;
    readonly errors: number;
  };
}

/** Whether a set may be used: neither it nor what it stands in is rejected. */
export function isUsable(set: SetReport, group: GroupReport, interchange: InterchangeReport): boolean {
  return set.status !== "rejected" && group.status !== "rejected" && interchange.status !== "rejected";
}
