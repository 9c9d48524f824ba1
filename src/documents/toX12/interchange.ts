import type { PartnerSettings } from "../../configuration/partnerSettings.ts";
import { ConnectorError, type ErrorReport } from "../../errors/connectorError.ts";
import {
  type EnvelopeSettings,
  type FunctionalAcknowledgment997,
  type PurchaseOrder850,
  type PurchaseOrderChange860,
  type WriteFault,
  type WriteWarning,
  type WritingPolicy,
  writeInterchange,
} from "../../x12/index.ts";

/** One side of an interchange: ISA05/06 or ISA07/08, and GS02 or GS03. */
export interface Identity {
  isa: { qualifier: string; id: string };
  gs: string;
}

/** ISA13, GS06 and ST02 as they are to be written. */
export interface GivenNumbers {
  interchange: number;
  group: number;
  set: string;
}

/** What goes into the interchange. */
export type OutgoingSet =
  | { set: "850"; document: PurchaseOrder850 }
  | { set: "860"; document: PurchaseOrderChange860 }
  | { set: "997"; document: FunctionalAcknowledgment997 };

/**
 * The bytes of one interchange with one set, re-read and judged by the writer before they are given out.
 *
 * @param at names what is written, for the place of a problem
 * @param sentAt goes into ISA09/ISA10 and GS04/GS05, as the site's local date and time
 */
export function interchangeOf(
  outgoing: OutgoingSet,
  us: Identity,
  settings: PartnerSettings & Required<Pick<PartnerSettings, "isa" | "gs">>,
  numbers: GivenNumbers,
  sentAt: { date: string; time: string },
  at: { company: string; document: string },
): { bytes: Uint8Array; warnings: readonly WriteWarning[] } | { problems: ErrorReport[] } {
  const result = writeInterchange({
    settings: envelopeSettings(us, settings),
    policy: writingPolicy(settings),
    date: sentAt.date,
    time: sentAt.time,
    controlNumber: String(numbers.interchange),
    groups: [{ controlNumber: String(numbers.group), sets: [{ ...outgoing, controlNumber: numbers.set }] }],
  });
  if (result.ok) return { bytes: result.bytes, warnings: result.warnings };
  return { problems: result.faults.map((fault) => problemOf(fault, at)) };
}

function envelopeSettings(
  us: Identity,
  settings: PartnerSettings & Required<Pick<PartnerSettings, "isa" | "gs">>,
): EnvelopeSettings {
  return {
    sender: { ...us.isa, applicationId: us.gs },
    receiver: { ...settings.isa, applicationId: settings.gs },
    separators: settings.separators,
    lineBreak: settings.lineBreak === "none" ? "" : settings.lineBreak === "lf" ? "\n" : "\r\n",
    interchangeVersion: settings.interchangeVersion,
    acknowledgmentRequested: settings.acknowledgmentRequested,
    usage: settings.usage,
    version: settings.version,
  };
}

function writingPolicy(settings: PartnerSettings): WritingPolicy {
  return {
    characterSet: settings.characterSet,
    upperCase: settings.upperCase,
    separatorInData: settings.separatorSubstitute === "" ? "error" : { substitute: settings.separatorSubstitute },
    unmappable: { substitute: " " },
    overlong: settings.overlong,
  };
}

function problemOf(fault: WriteFault, { company, document }: { company: string; document: string }): ErrorReport {
  const tooLong = fault.code.includes("TOO_LONG");
  const at = {
    company,
    document,
    ...(fault.source !== undefined && { field: fault.source }),
    ...((fault.element ?? fault.segment) !== undefined && { element: fault.element ?? fault.segment }),
  };
  return new ConnectorError(tooLong ? "DOCUMENT_FIELD_TOO_LONG" : "DOCUMENT_X12_REFUSED", fault.message, {
    at,
  }).report();
}
