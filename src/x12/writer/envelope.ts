import { isCalendarDate, writeDate, writeTime } from "../values/elementValue.ts";
import { allows } from "./characterSet.ts";
import type {
  EnvelopeSettings,
  InterchangeToWrite,
  SeparatorSettings,
  WriteFault,
  WritingPolicy,
} from "./interchange.ts";

type Refuse = (code: string, element: string, value: string, message: string) => void;

/** The 105 characters of ISA before its terminator: fixed widths, padded with blanks on the right. */
export function isaSegment(input: InterchangeToWrite): string {
  const { settings } = input;
  const { element, component } = settings.separators;
  const values = [
    settings.authorization?.qualifier ?? "00",
    (settings.authorization?.information ?? "").padEnd(10),
    settings.security?.qualifier ?? "00",
    (settings.security?.information ?? "").padEnd(10),
    settings.sender.qualifier.padEnd(2),
    settings.sender.id.padEnd(15),
    settings.receiver.qualifier.padEnd(2),
    settings.receiver.id.padEnd(15),
    writeDate(input.date, true),
    writeTime(input.time).slice(0, 4),
    standardsId(settings),
    settings.interchangeVersion,
    input.controlNumber.padStart(9, "0"),
    settings.acknowledgmentRequested === true ? "1" : "0",
    settings.usage,
    component,
  ];
  return `ISA${element}${values.join(element)}`;
}

/** ISA11: `U`, or the repetition separator where the interchange version has one. */
function standardsId(settings: EnvelopeSettings): string {
  if (settings.interchangeVersion >= "00402") return settings.separators.repetition ?? "U";
  return settings.standardsId ?? "U";
}

/** True where this interchange can separate repeated elements. */
export function hasRepetition(settings: EnvelopeSettings): boolean {
  return settings.interchangeVersion >= "00402" && settings.separators.repetition !== undefined;
}

/** The separators in use; the repetition separator only where ISA11 names it. */
export function separatorsInUse(settings: EnvelopeSettings): string[] {
  const { element, component, segment, repetition } = settings.separators;
  const used = [element, component, segment];
  if (hasRepetition(settings) && repetition !== undefined) used.push(repetition);
  // A line break behind the terminator would be read as decoration only, but data must not hold one either way.
  return used;
}

/** Every fault of the settings and numbers of the envelope. */
export function envelopeFaults(input: InterchangeToWrite, policy: WritingPolicy): WriteFault[] {
  const faults: WriteFault[] = [];
  const refuse: Refuse = (code, element, value, message) => {
    faults.push({ code, segment: element.replace(/\d+$/, ""), element, value, message });
  };
  checkSeparators(input.settings, policy, refuse);
  checkParties(input.settings, refuse);
  checkNumbers(input, refuse);
  checkSubstitutes(policy, separatorsInUse(input.settings), refuse);
  return faults;
}

function checkSeparators(settings: EnvelopeSettings, policy: WritingPolicy, refuse: Refuse): void {
  const places: Record<keyof SeparatorSettings, string> = {
    element: "ISA",
    component: "ISA16",
    repetition: "ISA11",
    segment: "IEA",
  };
  const used = separatorsInUse(settings);
  for (const [name, separator] of Object.entries(settings.separators) as [
    keyof SeparatorSettings,
    string | undefined,
  ][]) {
    if (separator === undefined) continue;
    const element = places[name];
    const oneByte = separator.length === 1 && separator.charCodeAt(0) <= (policy.characterSet === "utf8" ? 0x7f : 0xff);
    if (!oneByte) {
      refuse("WRITE_SEPARATOR", element, separator, `The ${name} separator must be one character of one byte`);
    } else if (/[A-Za-z0-9 .\-\0]/.test(separator)) {
      refuse("WRITE_SEPARATOR", element, separator, `The ${name} separator must not occur in codes and numbers`);
    }
  }
  if (new Set(used).size !== used.length) {
    refuse("WRITE_SEPARATOR", "ISA", used.join(" "), "The separators must all differ");
  }
  if (/^[\r\n]$/.test(settings.separators.element) || /^[\r\n]$/.test(settings.separators.component)) {
    refuse("WRITE_SEPARATOR", "ISA", "line break", "A line break can only be the segment terminator");
  }
}

const isAscii = /^[\x20-\x7e]*$/;

function checkParties(settings: EnvelopeSettings, refuse: Refuse): void {
  const used = separatorsInUse(settings);
  const text = (element: string, value: string, least: number, most: number, what: string): void => {
    const fits = value.length >= least && value.length <= most && !value.startsWith(" ") && !value.endsWith(" ");
    if (!fits) {
      refuse("WRITE_ENVELOPE", element, value, `${what} must have ${least} to ${most} characters, no blanks around it`);
    } else if (!isAscii.test(value) || used.some((separator) => value.includes(separator))) {
      refuse("WRITE_ENVELOPE", element, value, `${what} must not have separators or characters outside ASCII`);
    }
  };
  const { sender, receiver, authorization, security } = settings;
  text("ISA05", sender.qualifier, 2, 2, "The sender's id qualifier");
  text("ISA06", sender.id, 1, 15, "The sender's id");
  text("ISA07", receiver.qualifier, 2, 2, "The receiver's id qualifier");
  text("ISA08", receiver.id, 1, 15, "The receiver's id");
  text("GS02", sender.applicationId, 2, 15, "The sender's application id");
  text("GS03", receiver.applicationId, 2, 15, "The receiver's application id");
  if (authorization !== undefined) {
    text("ISA01", authorization.qualifier, 2, 2, "The authorization qualifier");
    text("ISA02", authorization.information, 0, 10, "The authorization information");
  }
  if (security !== undefined) {
    text("ISA03", security.qualifier, 2, 2, "The security qualifier");
    // A password must not appear in a message: only its length and characters are judged.
    const hidden = security.information.length > 10 || /[^\x20-\x7e]/.test(security.information);
    if (hidden || used.some((separator) => security.information.includes(separator))) {
      refuse("WRITE_ENVELOPE", "ISA04", "", "The security information must have at most 10 characters of ASCII");
    }
  }
  if (!/^\d{5}$/.test(settings.interchangeVersion)) {
    refuse("WRITE_ENVELOPE", "ISA12", settings.interchangeVersion, "The interchange version must be five digits");
  }
  if (!/^[PTI]$/.test(settings.usage)) refuse("WRITE_ENVELOPE", "ISA15", settings.usage, "Usage must be P, T or I");
  if (settings.standardsId !== undefined && !/^[A-Z]$/.test(settings.standardsId)) {
    refuse("WRITE_ENVELOPE", "ISA11", settings.standardsId, "The standards identifier must be one capital letter");
  }
  if (settings.agency !== undefined && !/^[A-Z]{1,2}$/.test(settings.agency)) {
    refuse("WRITE_ENVELOPE", "GS07", settings.agency, "The agency must be X or T");
  }
}

function checkNumbers(input: InterchangeToWrite, refuse: Refuse): void {
  const isNumber = (text: string): boolean => /^\d{1,9}$/.test(text) && Number(text) > 0;
  if (!isNumber(input.controlNumber)) {
    refuse("WRITE_CONTROL_NUMBER", "ISA13", input.controlNumber, "ISA13 must be 1 to 999999999");
  }
  if (!isCalendarDate(input.date)) refuse("WRITE_ENVELOPE", "ISA09", input.date, "The date must be YYYY-MM-DD");
  if (!/^([01]\d|2[0-3]):[0-5]\d/.test(input.time)) {
    refuse("WRITE_ENVELOPE", "ISA10", input.time, "The time must be HH:MM");
  }
  const seen = new Set<number>();
  for (const group of input.groups) {
    if (!isNumber(group.controlNumber)) {
      refuse("WRITE_CONTROL_NUMBER", "GS06", group.controlNumber, "GS06 must be 1 to 999999999");
    } else if (seen.has(Number(group.controlNumber))) {
      refuse("WRITE_CONTROL_NUMBER", "GS06", group.controlNumber, "Two groups of one interchange have this number");
    }
    seen.add(Number(group.controlNumber));
    const version = group.version ?? input.settings.version;
    if (!/^\d{6}[A-Z0-9]{0,6}$/.test(version)) {
      refuse("WRITE_ENVELOPE", "GS08", version, "The version must be six digits with an optional suffix");
    }
    if (group.sets.length === 0) refuse("WRITE_EMPTY", "GS06", group.controlNumber, "The group has no set");
    checkSetNumbers(group.sets, refuse);
  }
  if (input.groups.length === 0 && (input.acknowledgments ?? []).length === 0) {
    refuse("WRITE_EMPTY", "ISA13", input.controlNumber, "The interchange has nothing in it");
  }
}

function checkSetNumbers(sets: readonly { controlNumber: string }[], refuse: Refuse): void {
  const seen = new Set<string>();
  for (const { controlNumber } of sets) {
    if (!/^[A-Z0-9]{4,9}$/.test(controlNumber)) {
      refuse("WRITE_CONTROL_NUMBER", "ST02", controlNumber, "ST02 must be 4 to 9 capital letters or digits");
    } else if (seen.has(controlNumber)) {
      refuse("WRITE_CONTROL_NUMBER", "ST02", controlNumber, "Two sets of one group have this number");
    }
    seen.add(controlNumber);
  }
}

function checkSubstitutes(policy: WritingPolicy, separators: readonly string[], refuse: Refuse): void {
  for (const choice of [policy.separatorInData, policy.unmappable]) {
    if (choice === "error") continue;
    const unfit = Array.from(choice.substitute).some(
      (character) => separators.includes(character) || !allows(policy.characterSet, character),
    );
    if (unfit) refuse("WRITE_POLICY", "ISA", choice.substitute, "A substitute must itself be writable");
  }
}
