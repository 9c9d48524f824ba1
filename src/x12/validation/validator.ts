/**
 * Follows one input through its envelopes and judges every segment on the way. Memory: one set's faults, the ids of its HL
 * tree, and the control numbers of the group and interchange that are open.
 *
 * A bad set, group or interchange is closed where its end shows, told, and left behind: the next one starts afresh.
 */
import { decoderFor, type Encoding } from "../reader/encoding.ts";
import { describeByte, idNumber, kind, Scanner, type ScanProblem } from "../reader/scanner.ts";
import type { Decode } from "../reader/segment.ts";
import { isAlphanumeric, type Separators } from "../reader/separators.ts";
import { elementText, idText } from "../reader/tokenize.ts";
import { functionalIdOf, releaseFor, schemaFor } from "../schema/schema.ts";
import { type CompiledRelease, type CompiledSegment, compiledRelease } from "./compiledSegment.ts";
import type { Fault, FaultPath } from "./fault.ts";
import { type FaultCode, type FaultKind, faultKinds, type Rejects, type Severity } from "./faultCodes.ts";
import { Hierarchy } from "./hierarchy.ts";
import type {
  GroupReport,
  GroupStatus,
  InterchangeAnswer,
  InterchangeReport,
  SetReport,
  SetStatus,
  ValidationReport,
} from "./report.ts";
import { checkContent, type FaultDetail } from "./segmentContent.ts";
import { orderOf, type Place, type SetOrder } from "./setOrder.ts";
import { isDate, isTime } from "./values.ts";

export interface ValidationOptions {
  /** What a fault is worth, where a partner's settings differ from {@link faultKinds}. */
  readonly policy?: { readonly [Code in FaultCode]?: { readonly severity?: Severity; readonly rejects?: Rejects } };
  /** Encoding of element text; bytes that are none in it are a fault. Default latin1, in which all are. */
  readonly encoding?: Encoding;
  /** Faults kept in the report and in each set; more are counted. Default 10,000. */
  readonly maxFaults?: number;
  readonly maxSegmentBytes?: number;
  /** False: the report keeps no groups, sets and faults, for input without bound. Default true. */
  readonly collect?: boolean;
  readonly onFault?: (fault: Fault) => void;
  /** Called when a set is complete. Its interchange may still turn out to be rejected. */
  readonly onSet?: (set: SetReport) => void;
  readonly onGroup?: (group: GroupReport) => void;
  readonly onInterchange?: (interchange: InterchangeReport) => void;
}

type Level = "interchange" | "group" | "set";

interface OpenSet {
  readonly set: string;
  readonly controlNumber: string;
  readonly implementation: string;
  readonly offset: number;
  readonly line: number;
  readonly index: number;
  readonly order: SetOrder | undefined;
  readonly release: CompiledRelease;
  readonly exact: boolean;
  place: Place | undefined;
  /** How often the place at each depth has been taken in a row. */
  readonly repeats: Int32Array;
  readonly faults: Fault[];
  omitted: number;
  errors: boolean;
  rejected: boolean;
  hierarchy: Hierarchy | undefined;
  levels: number;
  lines: number;
  items: number;
  trailingTold: boolean;
  /** Faults of places passed over, taken back where the segment comes late. */
  readonly missing: Map<Place, Fault>;
}

interface OpenGroup {
  readonly head: Pick<
    GroupReport,
    "functionalId" | "sender" | "receiver" | "date" | "time" | "controlNumber" | "agency" | "version"
  >;
  readonly number: number;
  readonly offset: number;
  readonly setNumbers: Set<string>;
  readonly sets: SetReport[];
  readonly faults: Fault[];
  received: number;
  acceptedSets: number;
  setErrors: boolean;
  declared: number | undefined;
  errors: boolean;
  rejected: boolean;
}

interface OpenInterchange {
  readonly head: Omit<InterchangeReport, "status" | "end" | "answers" | "groups" | "faults">;
  readonly number: number;
  readonly answers: InterchangeAnswer[];
  readonly groupNumbers: Set<string>;
  readonly groups: GroupReport[];
  readonly faults: Fault[];
  groupCount: number;
  errors: boolean;
  rejected: boolean;
}

const idIsa = idNumber("ISA");
const idIea = idNumber("IEA");
const idTa1 = idNumber("TA1");
const idGs = idNumber("GS");
const idGe = idNumber("GE");
const idSt = idNumber("ST");
const idSe = idNumber("SE");
const idHl = idNumber("HL");
const idLin = idNumber("LIN");
const idPo1 = idNumber("PO1");
const idPoc = idNumber("POC");
const idIt1 = idNumber("IT1");
const idCtt = idNumber("CTT");
/** Segments of interchange services that may stand between ISA and the first GS and are not looked into. */
const services = new Set(["ISB", "ISE", "ISX", "TA3", "DES"].map(idNumber));

/** Control numbers remembered to find repeats; beyond that an input is too large to be one delivery. */
const rememberedNumbers = 100_000;
const deepest = 16;

/** Faults that say how a segment differs from its table: advice where the release is not described itself. */
const fromTables: ReadonlySet<FaultCode> = new Set<FaultCode>([
  "segmentOutOfOrder",
  "segmentMissing",
  "segmentTooMany",
  "loopTooMany",
  "elementMissing",
  "elementConditionMissing",
  "elementExclusion",
  "elementTooShort",
  "elementTooLong",
]);

/** {@link validate} for input that the caller feeds: `push` what comes, then `finish`. */
export class Validator {
  readonly #options: ValidationOptions;
  readonly #scanner: Scanner;
  readonly #collect: boolean;
  readonly #maxFaults: number;
  readonly #decode: Decode | undefined;
  readonly #kinds: Record<FaultCode, FaultKind>;
  readonly #interchanges: InterchangeReport[] = [];
  readonly #faults: Fault[] = [];
  #omitted = 0;
  #interchange: OpenInterchange | undefined;
  #group: OpenGroup | undefined;
  #set: OpenSet | undefined;
  #position = 0;
  #index = -1;
  #bytes = 0;
  #endOfLast = 0;
  #inStray = false;
  #interchangeNumbers = new Set<string>();
  #rejected = false;
  readonly #counts = {
    segments: 0,
    interchanges: 0,
    groups: 0,
    sets: 0,
    rejectedSets: 0,
    notes: 0,
    warnings: 0,
    errors: 0,
  };
  readonly #reportElement = (code: FaultCode, detail: FaultDetail) => this.#elementFault(code, detail);

  constructor(options: ValidationOptions = {}) {
    this.#options = options;
    this.#collect = options.collect ?? true;
    this.#maxFaults = options.maxFaults ?? 10_000;
    this.#decode = decoderFor(options.encoding ?? "latin1");
    const { maxSegmentBytes } = options;
    this.#scanner = new Scanner(maxSegmentBytes ? { maxSegmentBytes, transient: true } : { transient: true });
    const kinds: Record<string, FaultKind> = { ...faultKinds };
    for (const [code, change] of Object.entries(options.policy ?? {})) {
      kinds[code] = { ...faultKinds[code as FaultCode], ...change };
    }
    this.#kinds = kinds as Record<FaultCode, FaultKind>;
  }

  /** Adds bytes; the caller must not change them afterwards. */
  push(bytes: Uint8Array): void {
    this.#bytes += bytes.length;
    this.#scanner.push(bytes);
    this.#run();
  }

  /** Says that no more bytes will come than these, and gives the report. */
  finish(last?: Uint8Array): ValidationReport {
    if (last) {
      this.#bytes += last.length;
      this.#scanner.push(last);
    }
    this.#scanner.finish();
    this.#run();
    this.#closeInterchange(undefined);
    if (this.#counts.interchanges === 0) {
      this.#rejected = true;
      this.#tell("notX12", this.#make("notX12", "The input holds no interchange", 0, 1), undefined);
    }
    return {
      accepted: !this.#rejected,
      interchanges: this.#interchanges,
      faults: this.#faults,
      faultsOmitted: this.#omitted,
      counts: { bytes: this.#bytes, ...this.#counts },
    };
  }

  #run(): void {
    const scanner = this.#scanner;
    while (scanner.next()) {
      if (scanner.tokenKind === "segment") {
        this.#inStray = false;
        this.#index++;
        this.#counts.segments++;
        this.#segment();
      } else if (scanner.tokenKind === "stray") this.#stray();
      else if (scanner.problems.length > 0) this.#problems();
    }
  }

  #segment(): void {
    const scanner = this.#scanner;
    const set = this.#set;
    // Nearly all segments lie inside sets and have three letters, as no envelope of a set or group has.
    if (set && scanner.id > 0xffff && scanner.id !== idIsa && scanner.id !== idIea) {
      this.#inside(set);
      return;
    }
    switch (scanner.id) {
      case idIsa:
        this.#isa();
        break;
      case idIea:
        this.#scanned();
        this.#closeInterchange(scanner);
        break;
      case idGs:
        this.#closeGroup(undefined);
        this.#gs();
        break;
      case idGe:
        this.#scanned();
        this.#closeSet(undefined);
        if (this.#group) this.#closeGroup(scanner);
        else this.#fault("envelopeOutOfPlace", "GE closes a group and none is open", "interchange");
        break;
      case idSt:
        this.#closeSet(undefined);
        this.#st();
        break;
      case idSe:
        if (this.#set) {
          this.#position++;
          this.#scanned();
          this.#place(this.#set);
          this.#closeSet(scanner);
        } else {
          this.#scanned();
          this.#fault("envelopeOutOfPlace", "SE closes a transaction set and none is open", this.#openLevel());
        }
        break;
      default:
        if (set) this.#inside(set);
        else this.#outsideSet();
    }
    this.#endOfLast = scanner.base + scanner.end;
  }

  #inside(set: OpenSet): void {
    const scanner = this.#scanner;
    this.#position++;
    if (scanner.problems.length > 0) this.#problems();
    if (this.#decode) this.#checkText();
    this.#content(set);
    this.#endOfLast = scanner.base + scanner.end;
  }

  /** What the scanner found wrong with an envelope segment, and its text. */
  #scanned(): void {
    if (this.#scanner.problems.length > 0) this.#problems();
    if (this.#decode) this.#checkText();
  }

  #openLevel(): Level {
    return this.#set ? "set" : this.#group ? "group" : "interchange";
  }

  // ---- Interchange

  #isa(): void {
    const scanner = this.#scanner;
    this.#closeInterchange(undefined);
    const text = (n: number) => elementText(scanner, n);
    const open: OpenInterchange = {
      head: {
        senderQualifier: text(5).trim(),
        sender: text(6).trim(),
        receiverQualifier: text(7).trim(),
        receiver: text(8).trim(),
        date: text(9).trim(),
        time: text(10).trim(),
        version: text(12).trim(),
        controlNumber: text(13).trim(),
        acknowledgmentWanted: text(14) === "1",
        usage: text(15),
        separators: scanner.separators,
        offset: scanner.base + scanner.start,
      },
      number: ++this.#counts.interchanges,
      answers: [],
      groupNumbers: new Set(),
      groups: [],
      faults: [],
      groupCount: 0,
      errors: false,
      rejected: false,
    };
    this.#interchange = open;
    this.#scanned();
    this.#isaElements(open);
  }

  #isaElements({ head }: OpenInterchange): void {
    const invalid = (element: number, what: string, value: string) =>
      this.#fault("isaElementInvalid", `ISA${String(element).padStart(2, "0")} ${what}: "${value}"`, "interchange", {
        element,
        value,
      });
    const text = (n: number) => elementText(this.#scanner, n);
    for (const n of [1, 3, 5, 7]) {
      if (!/^[A-Z0-9]{2}$/.test(text(n))) invalid(n, "is no two-character qualifier", text(n));
    }
    if (head.sender === "") invalid(6, "names no sender", "");
    if (head.receiver === "") invalid(8, "names no receiver", "");
    if (!isDate(head.date) || head.date.length !== 6) invalid(9, "is no date YYMMDD", head.date);
    if (!isTime(head.time)) invalid(10, "is no time HHMM", head.time);
    if (!/^\d{5}$/.test(head.version)) invalid(12, "is no interchange version", head.version);
    if (!/^[01]$/.test(text(14))) invalid(14, "is neither 0 nor 1", text(14));
    if (!/^[PTI]$/.test(head.usage)) invalid(15, "is none of P, T and I", head.usage);
    if (!/^\d{1,9}$/.test(head.controlNumber)) {
      const message = `ISA13 is not nine digits: "${head.controlNumber}"`;
      this.#fault("interchangeControlInvalid", message, "interchange", { element: 13, value: head.controlNumber });
    } else {
      const key = `${head.senderQualifier}|${head.sender}|${head.receiverQualifier}|${head.receiver}|${head.controlNumber}`;
      if (this.#interchangeNumbers.has(key)) {
        const message = `ISA13 ${head.controlNumber} was used before by the same parties`;
        this.#fault("interchangeControlDuplicate", message, "interchange", { element: 13, value: head.controlNumber });
      } else if (this.#interchangeNumbers.size < rememberedNumbers) this.#interchangeNumbers.add(key);
    }
    this.#separators(head.separators);
  }

  #separators(separators: Separators): void {
    const named: [string, number, string][] = [
      ["element separator", separators.element, "026"],
      ["component separator", separators.component, "027"],
      ["segment terminator", separators.terminator, "004"],
    ];
    for (const [name, byte, code] of named) {
      if (!isAlphanumeric(byte) && byte !== 0x20) continue;
      const value = describeByte(byte);
      const message = `The ${name} is a letter, a digit or a blank: ${value}`;
      this.#fault("separatorInvalid", message, "interchange", { value, note: code });
    }
    const [element, component, terminator] = named.map(([, byte]) => byte) as [number, number, number];
    if (element === component || element === terminator || component === terminator) {
      const value = named.map(([, byte]) => describeByte(byte)).join(" ");
      this.#fault("separatorsNotDistinct", `Two separators are the same: ${value}`, "interchange", { value });
    }
  }

  #ta1(): void {
    const text = (n: number) => elementText(this.#scanner, n).trim();
    this.#interchange?.answers.push({
      controlNumber: text(1),
      date: text(2),
      time: text(3),
      status: text(4),
      note: text(5),
    });
  }

  /** Closes the interchange that is open, by its IEA or without one. */
  #closeInterchange(iea: Scanner | undefined): void {
    this.#closeSet(undefined);
    this.#closeGroup(undefined);
    const open = this.#interchange;
    if (!open) return;
    const { head } = open;
    if (iea) {
      if (wholeNumber(iea, 1) !== open.groupCount) {
        const declared = elementText(iea, 1);
        const message = `IEA01 says ${quote(declared)} groups; the interchange has ${open.groupCount}`;
        this.#fault("groupCountWrong", message, "interchange", { element: 1, value: declared });
      }
      this.#compareNumbers("interchangeControlMismatch", "IEA02", "ISA13", elementText(iea, 2), head.controlNumber);
      if (open.groupCount === 0 && open.answers.length === 0) {
        this.#fault("interchangeEmpty", "The interchange holds no group and no TA1", "interchange");
      }
    } else {
      this.#fault("interchangeTrailerMissing", `Interchange ${head.controlNumber} ends without IEA`, "interchange", {
        missing: "IEA",
      });
    }
    const groupsRejected = open.groups.some((group) => group.status !== "accepted");
    const report: InterchangeReport = {
      ...head,
      status: open.rejected ? "rejected" : open.errors || groupsRejected ? "acceptedWithErrors" : "accepted",
      end: iea ? iea.base + iea.end : this.#endOfLast,
      answers: open.answers,
      groups: open.groups,
      faults: open.faults,
    };
    if (open.rejected) this.#rejected = true;
    this.#interchange = undefined;
    if (this.#collect) this.#interchanges.push(report);
    this.#options.onInterchange?.(report);
  }

  // ---- Group

  #gs(): void {
    const scanner = this.#scanner;
    const text = (n: number) => elementText(scanner, n).trim();
    const interchange = this.#interchange;
    const number = interchange ? ++interchange.groupCount : 1;
    this.#counts.groups++;
    this.#group = {
      head: {
        functionalId: text(1),
        sender: text(2),
        receiver: text(3),
        date: text(4),
        time: text(5),
        controlNumber: text(6),
        agency: text(7),
        version: text(8),
      },
      number,
      offset: scanner.base + scanner.start,
      setNumbers: new Set(),
      sets: [],
      faults: [],
      received: 0,
      acceptedSets: 0,
      setErrors: false,
      declared: undefined,
      errors: false,
      rejected: false,
    };
    this.#scanned();
    this.#gsElements(this.#group);
  }

  #gsElements({ head }: OpenGroup): void {
    const invalid = (element: number, what: string, value: string) =>
      this.#fault("groupElementInvalid", `GS0${element} ${what}: "${value}"`, "group", { element, value });
    const missing = (element: number) =>
      this.#fault("groupElementMissing", `GS0${element} is absent`, "group", { element });
    if (head.functionalId === "") missing(1);
    else if (!/^[A-Z0-9]{2}$/.test(head.functionalId)) invalid(1, "is no functional identifier", head.functionalId);
    if (head.sender === "") invalid(2, "names no sender", "");
    if (head.receiver === "") invalid(3, "names no receiver", "");
    if (!isDate(head.date)) invalid(4, "is no date", head.date);
    else if (head.version !== "" && (head.date.length === 6) !== head.version < "004010") {
      invalid(4, "has not the length of a date of its release", head.date);
    }
    if (!isTime(head.time)) invalid(5, "is no time", head.time);
    if (head.controlNumber === "") missing(6);
    else if (!/^\d{1,9}$/.test(head.controlNumber)) {
      const message = `GS06 is not a number of up to nine digits: "${head.controlNumber}"`;
      this.#fault("groupControlInvalid", message, "group", { element: 6, value: head.controlNumber });
    } else {
      const key = `${head.functionalId} ${Number(head.controlNumber)}`;
      const numbers = this.#interchange?.groupNumbers;
      if (numbers?.has(key)) {
        const message = `GS06 ${head.controlNumber} was used before in this interchange`;
        this.#fault("groupControlDuplicate", message, "group", { element: 6, value: head.controlNumber });
      } else if (numbers && numbers.size < rememberedNumbers) numbers.add(key);
    }
    if (!/^[XT]$/.test(head.agency)) invalid(7, "is neither X nor T", head.agency);
    if (head.version === "") missing(8);
    else if (!/^00\d{4}/.test(head.version)) invalid(8, "is no version", head.version);
    else if (!releaseFor(head.version).exact) {
      const stand = releaseFor(head.version).release;
      const message = `GS08 "${head.version}" names a release without tables; those of ${stand} stand in`;
      this.#fault("versionUnknown", message, "group", { element: 8, value: head.version });
    }
  }

  #closeGroup(ge: Scanner | undefined): void {
    this.#closeSet(undefined);
    const open = this.#group;
    if (!open) return;
    const { head } = open;
    if (ge) {
      const number = wholeNumber(ge, 1);
      if (number >= 0) open.declared = number;
      if (number !== open.received) {
        const declared = elementText(ge, 1);
        const message = `GE01 says ${quote(declared)} transaction sets; the group has ${open.received}`;
        this.#fault("setCountWrong", message, "group", { element: 1, value: declared });
      }
      this.#compareNumbers("groupControlMismatch", "GE02", "GS06", elementText(ge, 2), head.controlNumber);
    } else {
      this.#fault("groupTrailerMissing", `Group ${head.controlNumber} ends without GE`, "group", { missing: "GE" });
    }
    let status: GroupStatus = "accepted";
    if (open.rejected || (open.received > 0 && open.acceptedSets === 0)) status = "rejected";
    else if (open.acceptedSets < open.received) status = "partlyAccepted";
    else if (open.errors || open.setErrors) status = "acceptedWithErrors";
    const report: GroupReport = {
      ...head,
      status,
      declaredSets: open.declared,
      receivedSets: open.received,
      acceptedSets: open.rejected ? 0 : open.acceptedSets,
      offset: open.offset,
      sets: open.sets,
      faults: open.faults,
    };
    if (status !== "accepted" && this.#interchange) this.#interchange.errors = true;
    if (open.rejected) this.#rejected = true;
    this.#group = undefined;
    if (this.#collect) this.#interchange?.groups.push(report);
    this.#options.onGroup?.(report);
  }

  // ---- Transaction set

  #st(): void {
    const scanner = this.#scanner;
    const text = (n: number) => elementText(scanner, n).trim();
    const set = text(1);
    const controlNumber = text(2);
    const version = this.#group?.head.version ?? "";
    const { release, exact } = releaseFor(version);
    const definition = schemaFor(version, set);
    const order = definition ? orderOf(definition) : undefined;
    const open: OpenSet = {
      set,
      controlNumber,
      implementation: text(3),
      offset: scanner.base + scanner.start,
      line: scanner.line,
      index: this.#index,
      order,
      release: compiledRelease(release),
      exact,
      place: order?.begin,
      repeats: new Int32Array(deepest),
      faults: [],
      omitted: 0,
      errors: false,
      rejected: false,
      hierarchy: undefined,
      levels: 0,
      lines: 0,
      items: 0,
      trailingTold: false,
      missing: new Map(),
    };
    this.#set = open;
    this.#position = 1;
    this.#counts.sets++;
    const group = this.#group;
    if (group) group.received++;
    this.#scanned();
    if (!group) this.#fault("envelopeOutOfPlace", "ST begins a transaction set and no group is open", "interchange");
    if (!/^\d{3}$/.test(set)) {
      this.#fault("setIdInvalid", `ST01 is no set identifier: "${set}"`, "set", { element: 1, value: set });
    } else {
      const expected = functionalIdOf(set);
      if (group && expected !== undefined && group.head.functionalId !== expected) {
        const message = `GS01 is ${quote(group.head.functionalId)} around an ${set}, whose groups have ${expected}`;
        this.#fault("groupSetMismatch", message, "set", { element: 1, value: set });
      }
      if (!order) this.#fault("setUnknown", `There is no table for the set ${set}`, "set", { element: 1, value: set });
    }
    this.#setControl(open, group);
  }

  #setControl({ controlNumber }: OpenSet, group: OpenGroup | undefined): void {
    const at = { element: 2, value: controlNumber };
    if (controlNumber === "") {
      this.#fault("setControlInvalid", "ST02 is absent", "set", { element: 2 });
      return;
    }
    if (controlNumber.length < 4 || controlNumber.length > 9) {
      this.#fault("setControlLength", `ST02 does not have four to nine characters: "${controlNumber}"`, "set", at);
    }
    if (!group) return;
    if (group.setNumbers.has(controlNumber)) {
      this.#fault("setControlDuplicate", `ST02 ${controlNumber} was used before in this group`, "set", at);
    } else if (group.setNumbers.size < rememberedNumbers) group.setNumbers.add(controlNumber);
  }

  /** A segment between ST and SE. */
  #content(open: OpenSet): void {
    const scanner = this.#scanner;
    if (scanner.id === 0) {
      const message = `${quote(idText(scanner).slice(0, 20))} is no segment id`;
      this.#fault("segmentIdInvalid", message, "set", { value: idText(scanner) });
      return;
    }
    if (open.order) {
      const compiled = open.release.byId.get(scanner.id);
      if (compiled) {
        this.#move(open, open.order, compiled);
        checkContent(scanner, compiled, this.#reportElement);
      } else {
        const name = idText(scanner);
        this.#fault("segmentUnknown", `The segment ${name} is not known`, "set", { value: name });
      }
    }
    switch (scanner.id) {
      case idPo1:
      case idPoc:
      case idIt1:
        open.lines++;
        break;
      case idHl:
        open.levels++;
        this.#level(open);
        break;
      case idLin:
        open.items++;
        break;
      case idCtt:
        this.#totals(open);
        break;
    }
  }

  /** SE, as a place in the set: what is mandatory before it must have come. */
  #place(open: OpenSet): void {
    const compiled = open.release.byId.get(idSe);
    if (open.order && compiled) this.#move(open, open.order, compiled);
  }

  #move(open: OpenSet, order: SetOrder, compiled: CompiledSegment): void {
    const from = open.place ?? order.begin;
    const name = compiled.definition.id;
    const step = order.step(from, name, compiled.index);
    const { entered, repeats } = step;
    switch (step.outcome) {
      case "forward": {
        const times = repeats ? (open.repeats[entered.depth] as number) + 1 : 1;
        open.repeats[entered.depth] = times;
        open.place = step.to;
        if (step.to !== entered) open.repeats[step.to.depth] = 1;
        if (times > entered.use.max) {
          const loop = entered.use.kind === "loop";
          const what = loop ? `The loop ${name} comes` : `${name} stands`;
          const message = `${what} ${times} times in a row; at most ${entered.use.max} may`;
          this.#fault(loop ? "loopTooMany" : "segmentTooMany", message, "set", { rule: String(entered.use.max) });
        }
        for (const place of step.missing) this.#missing(open, place, name);
        return;
      }
      case "back": {
        open.place = step.to;
        open.repeats[entered.depth] = 1;
        if (step.to !== entered) open.repeats[step.to.depth] = 1;
        const late = open.missing.get(entered);
        if (late) this.#withdraw(open, entered, late);
        this.#fault("segmentOutOfOrder", `${name} should stand before ${placeName(from)}`, "set");
        return;
      }
      case "elsewhere":
        this.#fault("segmentOutOfOrder", `${name} cannot stand behind ${placeName(from)}`, "set");
        return;
      case "notInSet":
        this.#fault("segmentNotInSet", `${name} does not belong to the set ${order.definition.id}`, "set");
        return;
    }
  }

  #missing(open: OpenSet, place: Place, before: string): void {
    const loop = place.use.kind === "loop" ? "The loop " : "";
    const message = `${loop}${place.use.id} is mandatory and absent before ${before}`;
    this.#fault("segmentMissing", message, "set", { missing: place.use.id, rule: "M" });
    const told = open.faults.at(-1);
    if (told?.code === "segmentMissing") open.missing.set(place, told);
  }

  /** A segment that was missed has come after all, late: only its order is wrong. */
  #withdraw(open: OpenSet, place: Place, fault: Fault): void {
    open.missing.delete(place);
    const at = open.faults.indexOf(fault);
    if (at >= 0) open.faults.splice(at, 1);
    open.rejected = open.faults.some(({ rejects }) => rejects === "set");
  }

  #level(open: OpenSet): void {
    const scanner = this.#scanner;
    open.hierarchy ??= new Hierarchy();
    open.hierarchy.add({
      id: elementText(scanner, 1).trim(),
      parent: elementText(scanner, 2).trim(),
      offset: scanner.base + scanner.start,
      line: scanner.line,
      position: this.#position,
    });
  }

  #totals(open: OpenSet): void {
    const number = wholeNumber(this.#scanner, 1);
    if (number < 0) return;
    // Ship notices count their HL; some senders count the items.
    const right = open.set === "856" ? number === open.levels || number === open.items : number === open.lines;
    if (right || (open.set !== "856" && !lineSets.has(open.set))) return;
    const counted = open.set === "856" ? `${open.levels} HL` : `${open.lines} lines`;
    const message = `CTT01 says ${number}; the set has ${counted}`;
    this.#fault("lineCountWrong", message, "set", { element: 1, value: elementText(this.#scanner, 1) });
  }

  #closeSet(se: Scanner | undefined): void {
    const open = this.#set;
    if (!open) return;
    let end: number;
    if (se) {
      if (wholeNumber(se, 1) !== this.#position) {
        const counted = elementText(se, 1);
        const message = `SE01 says ${quote(counted)} segments; from ST to SE there are ${this.#position}`;
        this.#fault("segmentCountWrong", message, "set", { element: 1, value: counted });
      }
      this.#compareNumbers("setControlMismatch", "SE02", "ST02", elementText(se, 2), open.controlNumber);
      end = se.base + se.end;
    } else {
      this.#fault("setTrailerMissing", `Transaction set ${open.controlNumber} ends without SE`, "set", {
        missing: "SE",
      });
      end = this.#endOfLast;
    }
    if (open.hierarchy) this.#settleHierarchy(open.hierarchy);
    open.faults.sort((a, b) => a.offset - b.offset);
    const status: SetStatus = open.rejected ? "rejected" : open.errors ? "acceptedWithErrors" : "accepted";
    const report: SetReport = {
      set: open.set,
      controlNumber: open.controlNumber,
      ...(open.implementation === "" ? {} : { implementation: open.implementation }),
      version: this.#group?.head.version ?? "",
      release: releaseFor(this.#group?.head.version ?? "").release,
      status,
      offset: open.offset,
      end,
      line: open.line,
      index: open.index,
      segmentCount: this.#position,
      faults: open.faults,
    };
    this.#set = undefined;
    this.#position = 0;
    for (const fault of open.faults) this.#publish(fault);
    this.#omitted += open.omitted;
    const group = this.#group;
    if (group) {
      if (status !== "rejected") group.acceptedSets++;
      if (status !== "accepted") group.setErrors = true;
      if (this.#collect) group.sets.push(report);
    }
    if (status === "rejected") {
      this.#counts.rejectedSets++;
      this.#rejected = true;
    }
    this.#options.onSet?.(report);
  }

  #settleHierarchy(hierarchy: Hierarchy): void {
    for (const { code, level, element, value, message } of hierarchy.settle()) {
      const fault: Fault = {
        ...this.#make(code, message, level.offset, level.line),
        segment: "HL",
        segmentPosition: level.position,
        element,
        ref: `HL0${element}`,
        dataElement: element === 1 ? "628" : "734",
        value,
      };
      this.#tell(code, fault, "set");
    }
  }

  // ---- Faults

  #outsideSet(): void {
    const scanner = this.#scanner;
    this.#scanned();
    const name = idText(scanner);
    if (scanner.id === idTa1 && !this.#group) {
      this.#ta1();
      const compiled = compiledRelease("004010").byId.get(idTa1);
      if (compiled) checkContent(scanner, compiled, this.#reportElement);
    } else if (scanner.id === 0) {
      const message = `${quote(name.slice(0, 20))} is no segment id`;
      this.#fault("segmentIdInvalid", message, this.#openLevel(), { value: name });
    } else if (this.#group || !services.has(scanner.id)) {
      this.#fault("segmentOutsideSet", `${name} stands outside every transaction set`, this.#openLevel());
    }
  }

  #stray(): void {
    const scanner = this.#scanner;
    const inside = scanner.problems.some(({ code }) => code === "segmentTooLong");
    if (!inside) this.#closeInterchange(undefined);
    if (scanner.problems.length > 0) this.#problems();
    if (this.#inStray) return;
    this.#inStray = true;
    if (inside || scanner.problems.some(({ code }) => code === "isaBroken")) return;
    const value = describeByte(scanner.bytes[scanner.start] as number);
    const message = `Bytes that belong to no interchange begin here with ${value}`;
    const fault = this.#make("strayBytes", message, scanner.base + scanner.start, scanner.line);
    this.#tell("strayBytes", { ...fault, value }, undefined);
  }

  #problems(): void {
    for (const problem of this.#scanner.problems) {
      const [code, message, level] = this.#explain(problem);
      const fault = this.#make(code, message, problem.offset, problem.line);
      const segment = this.#scanner.tokenKind === "segment" ? this.#segmentPlace() : {};
      this.#tell(code, { ...fault, ...segment, offset: problem.offset }, level);
      if (code === "isaBroken") this.#rejected = true;
    }
  }

  #explain({ code, detail }: ScanProblem): [FaultCode, string, Level] {
    switch (code) {
      case "byteOrderMark":
        return [code, "The input begins with a byte-order mark", "interchange"];
      case "blanksBeforeIsa":
        return [code, "Blanks or line breaks stand before ISA", "interchange"];
      case "isaWidth":
        return [code, `ISA is not 106 bytes long: ${this.#widths()}`, "interchange"];
      case "isaBroken":
        return [code, `An ISA begins here and has ${detail} of its 16 elements`, "interchange"];
      case "isaLineBreak":
        return [
          code,
          `A line break stands inside ISA after ${detail} bytes: the file seems to be wrapped`,
          "interchange",
        ];
      case "componentSeparatorMissing":
        return [code, "ISA16, the component separator, is absent", "interchange"];
      case "terminatorMultibyte":
        return [code, "The segment terminator is a character of several bytes", "interchange"];
      case "terminatorMissing": {
        const last = this.#scanner.id === idIea && detail === "end of input";
        if (last) return ["terminatorMissingAtEnd", "The last IEA has no terminator", "interchange"];
        return [code, `A segment ends without a terminator: ${detail}`, "interchange"];
      }
      case "terminatorChanged":
        return [code, `The segment terminator changes from ${detail}`, "interchange"];
      case "lineBreakInSegment":
        return [
          code,
          detail === "" ? "A line break stands inside a segment" : `A line break stands inside a segment: ${detail}`,
          this.#openLevel(),
        ];
      case "segmentTooLong":
        return [code, `No terminator within ${detail} bytes`, "interchange"];
      case "emptySegment":
        return [code, "A terminator has no segment before it", this.#openLevel()];
    }
  }

  #widths(): string {
    const widths = [2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1];
    const wrong = widths.flatMap((width, index) => {
      const length = elementText(this.#scanner, index + 1).length;
      return length === width ? [] : [`ISA${String(index + 1).padStart(2, "0")} has ${length} of ${width}`];
    });
    return wrong.join(", ");
  }

  #checkText(): void {
    const { kinds, ends, count, first, bytes } = this.#scanner;
    for (let n = 1; n <= count; n++) {
      if (((kinds[first + n] as number) & kind.high) === 0) continue;
      try {
        this.#decode?.(bytes.subarray((ends[first + n - 1] as number) + 1, ends[first + n]));
      } catch {
        const message = `Element ${n} holds bytes that are no ${this.#options.encoding} text`;
        const value = elementText(this.#scanner, n);
        this.#fault("textUndecodable", message, this.#openLevel(), { element: n, value });
      }
    }
  }

  #compareNumbers(code: FaultCode, trailerRef: string, headerRef: string, trailer: string, header: string): void {
    const given = trailer.trim();
    if (given === header) return;
    const level = code === "setControlMismatch" ? "set" : code === "groupControlMismatch" ? "group" : "interchange";
    const alike = /^\d+$/.test(given) && /^\d+$/.test(header) && Number(given) === Number(header);
    const at = { element: 2, value: given };
    if (!alike) this.#fault(code, `${trailerRef} is ${quote(given)}; ${headerRef} is ${quote(header)}`, level, at);
    // Groups are numbered, not named: zeros in front mean nothing there.
    else if (level !== "group") {
      const message = `${trailerRef} ${given} and ${headerRef} ${header} differ in leading zeros`;
      this.#fault("controlNumberZeros", message, level, at);
    }
  }

  #fault(
    code: FaultCode,
    message: string,
    level: Level,
    detail: { element?: number; value?: string; rule?: string; missing?: string; note?: string } = {},
  ): void {
    const scanner = this.#scanner;
    const offset =
      scanner.base + (detail.element === undefined ? scanner.start : elementStart(scanner, detail.element));
    const made = this.#make(code, message, offset, scanner.line);
    const place = this.#segmentPlace();
    const { element, value, rule, missing, note } = detail;
    const named = missing ?? place.segment;
    this.#tell(
      code,
      {
        ...made,
        ...place,
        ...(named === undefined ? {} : { segment: named }),
        ...(element === undefined ? {} : { element, ref: `${place.segment}${String(element).padStart(2, "0")}` }),
        ...(rule === undefined ? {} : { rule }),
        ...(value === undefined ? {} : { value: value.slice(0, 99) }),
        ...(note && made.acknowledgment ? { acknowledgment: { ...made.acknowledgment, code: note } } : {}),
      },
      level,
    );
  }

  #elementFault(code: FaultCode, detail: FaultDetail): void {
    const scanner = this.#scanner;
    const open = this.#set;
    if (code === "trailingSeparators" && open) {
      if (open.trailingTold) return;
      open.trailingTold = true;
    }
    const { element, component, repetition, use, rule, value, message } = detail;
    const offset = scanner.base + (element === undefined ? scanner.start : elementStart(scanner, element));
    const made = this.#make(code, message, offset, scanner.line);
    const dataElement = use?.element.number;
    this.#tell(
      code,
      {
        ...made,
        ...this.#segmentPlace(),
        ...(element === undefined ? {} : { element }),
        ...(component === undefined ? {} : { component }),
        ...(repetition === undefined ? {} : { repetition }),
        ...(use === undefined ? {} : { ref: use.ref }),
        ...(dataElement ? { dataElement } : {}),
        ...(rule === undefined ? {} : { rule }),
        ...(value === undefined ? {} : { value: value.slice(0, 99) }),
      },
      open ? "set" : this.#openLevel(),
    );
  }

  #segmentPlace(): { segment?: string; segmentPosition?: number } {
    const segment = idText(this.#scanner).slice(0, 20);
    return this.#set ? { segment, segmentPosition: this.#position } : { segment };
  }

  #make(code: FaultCode, message: string, offset: number, line: number): Fault {
    const made = this.#kinds[code];
    const advice = this.#set?.exact === false && fromTables.has(code);
    const interchange = this.#interchange;
    const group = this.#group;
    const set = this.#set;
    const loop = set?.place?.path;
    const path: FaultPath = {
      interchange: interchange?.number ?? this.#counts.interchanges,
      ...(interchange ? { interchangeControl: interchange.head.controlNumber } : {}),
      ...(group ? { group: group.number, groupControl: group.head.controlNumber } : {}),
      ...(set ? { set: group?.received ?? 1, setControl: set.controlNumber, setId: set.set } : {}),
      ...(loop ? { loop } : {}),
    };
    return {
      code,
      severity: advice && made.severity === "error" ? "warning" : made.severity,
      rejects: advice ? "nothing" : made.rejects,
      message: oneLine(message),
      offset,
      line,
      path,
      ...(made.acknowledgment ? { acknowledgment: made.acknowledgment } : {}),
    };
  }

  /** Books a fault where it belongs. What it rejects may be larger than where it was found. */
  #tell(code: FaultCode, fault: Fault, level: Level | undefined): void {
    const error = fault.severity === "error";
    const set = level === "set" ? this.#set : undefined;
    const group = level === "group" || level === "set" ? this.#group : undefined;
    if (fault.rejects === "set" && this.#set) this.#set.rejected = true;
    if (fault.rejects === "group" && this.#group) this.#group.rejected = true;
    if (fault.rejects === "interchange" && this.#interchange) this.#interchange.rejected = true;
    if (set) {
      if (error) set.errors = true;
      if (set.faults.length < this.#maxFaults) set.faults.push(fault);
      else set.omitted++;
      return;
    }
    if (group) {
      if (error) group.errors = true;
      keep(group.faults, fault, this.#maxFaults);
    } else if (this.#interchange) {
      if (error) this.#interchange.errors = true;
      keep(this.#interchange.faults, fault, this.#maxFaults);
    }
    if (code === "strayBytes") this.#rejected = true;
    this.#publish(fault);
  }

  #publish(fault: Fault): void {
    if (fault.severity === "error") this.#counts.errors++;
    else if (fault.severity === "warning") this.#counts.warnings++;
    else this.#counts.notes++;
    if (this.#collect && this.#faults.length < this.#maxFaults) this.#faults.push(fault);
    else if (this.#collect) this.#omitted++;
    this.#options.onFault?.(fault);
  }
}

const lineSets: ReadonlySet<string> = new Set(["810", "850", "855", "860", "865"]);

function keep(faults: Fault[], fault: Fault, most: number): void {
  if (faults.length < most) faults.push(fault);
}

const quote = (text: string): string => (text === "" ? "nothing" : `"${text}"`);

/** Control characters of the data as escapes: a message is one line. */
function oneLine(message: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
  return message.replace(/[\u0000-\u001f\u007f-\u009f]/g, (character) => {
    const code = character.charCodeAt(0).toString(16).padStart(2, "0");
    return `\\x${code}`;
  });
}

function placeName(place: Place): string {
  return place.use.kind === "loop" ? `the loop ${place.use.id}` : place.use.id;
}

/** An element of digits alone, blanks behind them allowed, as a number; -1 for anything else. */
function wholeNumber(scanner: Scanner, element: number): number {
  if (element > scanner.count) return -1;
  const { bytes, ends, first } = scanner;
  let to = ends[first + element] as number;
  const from = (ends[first + element - 1] as number) + 1;
  while (to > from && bytes[to - 1] === 0x20) to--;
  if (to === from || to - from > 15) return -1;
  let number = 0;
  for (let i = from; i < to; i++) {
    const digit = (bytes[i] as number) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number;
}

function elementStart(scanner: Scanner, element: number): number {
  return element > scanner.count ? scanner.stop : (scanner.ends[scanner.first + element - 1] as number) + 1;
}
