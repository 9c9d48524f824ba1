/** Answers: the 997 and TA1 that say what validation found, and what a 997 from elsewhere says of one of our sets. */

import type { Fault } from "../validation/fault.ts";
import type { GroupReport, InterchangeReport, SetReport } from "../validation/report.ts";
import { readDate, readTime } from "../values/elementValue.ts";
import type {
  ElementResponse,
  FunctionalAcknowledgment997,
  SegmentResponse,
  SetResponse,
} from "./functionalAcknowledgment997.ts";
import type { InterchangeAcknowledgment } from "./interchangeAcknowledgment.ts";

/** AK501 and AK901. */
const statusCodes = { accepted: "A", acceptedWithErrors: "E", partlyAccepted: "P", rejected: "R" } as const;

/** AK502 to AK506 and AK905 to AK909 hold five codes. */
const mostCodes = 5;
/** AK4 may stand 99 times under an AK3. */
const mostElements = 99;

/**
 * The 997 that answers a group, to be written in the group's own version family.
 *
 * Sets whose ST01 or ST02 cannot be quoted are counted and not named.
 *
 * @returns `undefined` for a group of 997s or 999s, because an acknowledgment is never acknowledged, and for one whose GS01
 *   or GS06 cannot be quoted
 */
export function acknowledgeGroup(group: GroupReport): FunctionalAcknowledgment997 | undefined {
  const quotable = /^[A-Z0-9]{2}$/.test(group.functionalId) && /^\d{1,9}$/.test(group.controlNumber);
  if (group.functionalId === "FA" || !quotable) return undefined;
  const errors = codesOf(group.faults, "AK9");
  const withVersion = group.version >= "005010";
  const sets = group.sets.flatMap((set) => setResponse(set, group.status === "rejected"));
  return {
    group: {
      functionalId: group.functionalId,
      controlNumber: group.controlNumber,
      ...(withVersion ? { version: group.version } : {}),
    },
    ...(sets.length === 0 ? {} : { sets }),
    result: {
      status: statusCodes[group.status],
      included: String(group.declaredSets ?? group.receivedSets),
      received: String(group.receivedSets),
      accepted: String(group.acceptedSets),
      ...(errors.length === 0 ? {} : { errors }),
    },
  };
}

/** None for a set that cannot be named. In a rejected group no set may look accepted. */
function setResponse(set: SetReport, groupRejected: boolean): SetResponse[] {
  const controlNumber = quotedControlNumber(set.controlNumber);
  if (!/^\d{3}$/.test(set.set) || controlNumber === undefined) return [];
  const segments = segmentResponses(set.faults);
  const errors = codesOf(set.faults, "AK5");
  if (segments.length > 0 && errors.length < mostCodes) errors.push("5");
  const status = groupRejected ? "R" : statusCodes[set.status];
  return [
    {
      set: set.set,
      controlNumber,
      ...(set.implementation === undefined ? {} : { implementation: set.implementation }),
      ...(segments.length === 0 ? {} : { segments }),
      result: { status, ...(errors.length === 0 ? {} : { errors }) },
    },
  ];
}

/** AK202 takes four to nine characters. A shorter number gets zeros in front: it is compared as a number. */
function quotedControlNumber(controlNumber: string): string | undefined {
  if (/^[A-Za-z0-9]{4,9}$/.test(controlNumber)) return controlNumber;
  return /^\d{1,3}$/.test(controlNumber) ? controlNumber.padStart(4, "0") : undefined;
}

/** AK3 loops in the order of the set, one for each segment and each of its own faults. */
function segmentResponses(faults: readonly Fault[]): SegmentResponse[] {
  const responses: SegmentResponse[] = [];
  const withElements = new Map<string, SegmentResponse>();
  const inOrder = faults
    .filter(({ severity }) => severity === "error")
    .toSorted((left, right) => (left.segmentPosition ?? 0) - (right.segmentPosition ?? 0));
  for (const fault of inOrder) {
    const head = segmentHead(fault);
    if (head === undefined) continue;
    if (fault.acknowledgment?.segment === "AK3") responses.push({ ...head, error: fault.acknowledgment.code });
    if (fault.acknowledgment?.segment !== "AK4") continue;
    const key = `${head.position} ${head.id}`;
    let response = withElements.get(key);
    if (response === undefined) {
      response = { ...head, error: "8", elements: [] };
      withElements.set(key, response);
      responses.push(response);
    }
    if ((response.elements?.length ?? 0) < mostElements) response.elements?.push(elementResponse(fault));
  }
  return responses;
}

function segmentHead({ segment, segmentPosition, path }: Fault): SegmentResponse | undefined {
  // AK301 takes two or three characters; what is longer or shorter is counted by AK502 alone.
  if (segment === undefined || segmentPosition === undefined || !/^[A-Z0-9]{2,3}$/.test(segment)) return undefined;
  const loop = path.loop?.split("/").at(-1);
  return { id: segment, position: String(segmentPosition), ...(loop === undefined || loop === "" ? {} : { loop }) };
}

function elementResponse(fault: Fault): ElementResponse {
  const value = fault.value?.replace(/[^\x20-\x7e]/g, " ").trim();
  return {
    position: String(fault.element ?? 1),
    ...(fault.component === undefined ? {} : { component: String(fault.component) }),
    ...(fault.repetition === undefined ? {} : { repetition: String(fault.repetition) }),
    ...(/^\d{1,4}$/.test(fault.dataElement ?? "") ? { dataElement: fault.dataElement as string } : {}),
    error: fault.acknowledgment?.code ?? "1",
    ...(value === undefined || value === "" ? {} : { value }),
  };
}

function codesOf(faults: readonly Fault[], segment: "AK5" | "AK9"): string[] {
  const codes = new Set<string>();
  for (const { acknowledgment, severity } of faults) {
    if (severity === "error" && acknowledgment?.segment === segment) codes.add(acknowledgment.code);
  }
  return [...codes].slice(0, mostCodes);
}

/**
 * The TA1 that answers an interchange. Whether one is wanted, ISA14 says.
 *
 * @returns `undefined` where ISA09, ISA10 or ISA13 are none, because a TA1 has to quote them
 */
export function acknowledgeInterchange(interchange: InterchangeReport): InterchangeAcknowledgment | undefined {
  const date = readDate(interchange.date);
  const time = readTime(interchange.time);
  if (date === undefined || time === undefined || !/^\d{1,9}$/.test(interchange.controlNumber)) return undefined;
  const worst = interchange.faults.find(({ acknowledgment }) => acknowledgment?.segment === "TA1");
  return {
    controlNumber: interchange.controlNumber.padStart(9, "0"),
    date,
    time,
    status: interchange.status === "accepted" ? "A" : interchange.status === "rejected" ? "R" : "E",
    noteCode: interchange.status === "accepted" ? "000" : (worst?.acknowledgment?.code ?? "024"),
  };
}

/** Whether a 997 answers a group that was sent: AK101 as it is, AK102 as a number. */
export function answersGroup(
  acknowledgment: FunctionalAcknowledgment997,
  group: { functionalId: string; controlNumber: string },
): boolean {
  const { functionalId, controlNumber } = acknowledgment.group;
  return functionalId === group.functionalId && sameNumber(controlNumber, group.controlNumber);
}

function sameNumber(left: string, right: string): boolean {
  return left === right || (/^\d{1,15}$/.test(left) && /^\d{1,15}$/.test(right) && Number(left) === Number(right));
}

export interface SetOutcome {
  status: "accepted" | "acceptedWithErrors" | "rejected";
  /** The AK2 loop that says so; none where the set is not named and the group's answer covers it. */
  response: SetResponse | undefined;
}

/**
 * What a 997 says of one set of the group that it answers. A set that is not named shares the group's answer; in a
 * group that was partly accepted it was accepted.
 *
 * @returns `undefined` where the set is named without an answer (AK5), or the answer is no code of 715 or 717
 */
export function outcomeOf(
  acknowledgment: FunctionalAcknowledgment997,
  set: { set: string; controlNumber: string },
): SetOutcome | undefined {
  const response = acknowledgment.sets?.find(
    (each) => each.set === set.set && sameNumber(each.controlNumber, set.controlNumber),
  );
  const group = acknowledgment.result.status;
  if (response === undefined) {
    const status = group === "P" ? "accepted" : statusOf(group);
    return status && { status, response: undefined };
  }
  if (response.result === undefined) return undefined;
  const status = rejects(group) ? "rejected" : statusOf(response.result.status);
  return status && { status, response };
}

/** `M`, `W` and `X` reject for reasons of security. */
function rejects(code: string): boolean {
  return /^[RMWX]$/.test(code);
}

function statusOf(code: string): SetOutcome["status"] | undefined {
  if (code === "A") return "accepted";
  if (code === "E") return "acceptedWithErrors";
  return rejects(code) ? "rejected" : undefined;
}
