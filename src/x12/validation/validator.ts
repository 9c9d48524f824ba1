/**
 * Follows one input through its envelopes and judges every segment on the way. Memory: one set's faults, the ids of its HL
 * tree, and the control numbers of the group and interchange that are open.
 *
 * A bad set, group or interchange is closed where its end shows, told, and left behind: the next one starts afresh.
 */

import { describeByte, kind } from "../reader/byteKinds.ts";
import { decoderFor } from "../reader/encoding.ts";
import { Scanner } from "../reader/scanner.ts";
import type { Decode } from "../reader/segment.ts";
import { idNumber } from "../reader/segmentId.ts";
import { elementText, idText } from "../reader/tokenize.ts";
import { compiledRelease } from "./compiledSegment.ts";
import {
  checkGroupHeader,
  checkInterchangeHeader,
  checkSetHeader,
  checkTrailerNumber,
  quote,
  type TrailerNumber,
} from "./envelopeElements.ts";
import { FaultBook } from "./faultBook.ts";
import {
  type OpenEnvelopes,
  type OpenGroup,
  type OpenSet,
  openGroup,
  openInterchange,
  openSet,
} from "./openEnvelopes.ts";
import type { GroupReport, GroupStatus, InterchangeReport, SetReport, SetStatus, ValidationReport } from "./report.ts";
import { wholeNumber } from "./scannedElement.ts";
import { type ContentChecking, checkContent, multibyteIn } from "./segmentContent.ts";
import { SetContent } from "./setContent.ts";
import type { ValidationOptions } from "./validationOptions.ts";

const idIsa = idNumber("ISA");
const idIea = idNumber("IEA");
const idTa1 = idNumber("TA1");
const idGs = idNumber("GS");
const idGe = idNumber("GE");
const idSt = idNumber("ST");
const idSe = idNumber("SE");
/** Segments of interchange services that may stand between ISA and the first GS and are not looked into. */
const services = new Set(["ISB", "ISE", "ISX", "TA3", "DES"].map(idNumber));

const iea02: TrailerNumber = {
  code: "interchangeControlMismatch",
  level: "interchange",
  trailer: "IEA02",
  header: "ISA13",
};
const ge02: TrailerNumber = { code: "groupControlMismatch", level: "group", trailer: "GE02", header: "GS06" };
const se02: TrailerNumber = { code: "setControlMismatch", level: "set", trailer: "SE02", header: "ST02" };

/** {@link validate} for input that the caller feeds: `push` what comes, then `finish`. */
export class Validator {
  readonly #options: ValidationOptions;
  readonly #collect: boolean;
  readonly #decode: Decode | undefined;
  readonly #scanner: Scanner;
  readonly #open: OpenEnvelopes = { interchange: undefined, group: undefined, set: undefined, position: 0 };
  readonly #book: FaultBook;
  readonly #checking: ContentChecking;
  readonly #content: SetContent;
  readonly #interchanges: InterchangeReport[] = [];
  readonly #usedNumbers = new Set<string>();
  readonly #counts = { segments: 0, interchanges: 0, groups: 0, sets: 0, rejectedSets: 0 };
  #bytes = 0;
  #endOfLast = 0;
  #inStray = false;
  #rejected = false;

  constructor(options: ValidationOptions = {}) {
    const { encoding, maxSegmentBytes, collect } = options;
    this.#options = options;
    this.#collect = collect ?? true;
    this.#decode = decoderFor(encoding ?? "latin1");
    this.#scanner = new Scanner(maxSegmentBytes ? { maxSegmentBytes, transient: true } : { transient: true });
    this.#book = new FaultBook(this.#scanner, this.#open, options);
    this.#checking = {
      report: (code, detail) => this.#book.tellElement(code, detail),
      decode: this.#decode,
      multibyte: multibyteIn(encoding),
    };
    this.#content = new SetContent(this.#scanner, this.#book, this.#checking);
  }

  /** Adds bytes; the caller must not change them before the next call. */
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
    const book = this.#book;
    if (this.#counts.interchanges === 0) book.tellOutside("notX12", "The input holds no interchange", 0, 1);
    // A set's faults are published at its end, after those of its envelopes that were met on the way.
    book.faults.sort((a, b) => a.offset - b.offset);
    const { faults, omitted, notes, warnings, errors } = book;
    return {
      accepted: !this.#rejected && !book.rejected,
      interchanges: this.#interchanges,
      faults,
      faultsOmitted: omitted,
      counts: { bytes: this.#bytes, ...this.#counts, notes, warnings, errors },
    };
  }

  #run(): void {
    const scanner = this.#scanner;
    while (scanner.next()) {
      if (scanner.tokenKind === "segment") {
        this.#inStray = false;
        this.#counts.segments++;
        this.#segment();
        this.#endOfLast = scanner.base + scanner.end;
      } else if (scanner.tokenKind === "stray") this.#stray();
      else if (scanner.problems.length > 0) this.#book.tellProblems();
    }
  }

  #segment(): void {
    const scanner = this.#scanner;
    const { set } = this.#open;
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
        if (this.#open.group) this.#closeGroup(scanner);
        else this.#book.tell("envelopeOutOfPlace", "GE closes a group and none is open", "interchange");
        break;
      case idSt:
        this.#closeSet(undefined);
        this.#st();
        break;
      case idSe:
        this.#se(set);
        break;
      default:
        if (set) this.#inside(set);
        else this.#outside();
    }
  }

  #inside(set: OpenSet): void {
    const position = ++this.#open.position;
    this.#scanned();
    this.#content.check(set, position);
  }

  /** What the scanner found wrong with a segment, and its text. */
  #scanned(): void {
    if (this.#scanner.problems.length > 0) this.#book.tellProblems();
    if (this.#decode) this.#checkText(this.#decode);
  }

  #checkText(decode: Decode): void {
    const { kinds, ends, count, first, bytes } = this.#scanner;
    for (let n = 1; n <= count; n++) {
      if (((kinds[first + n] as number) & kind.high) === 0) continue;
      try {
        decode(bytes.subarray((ends[first + n - 1] as number) + 1, ends[first + n]));
      } catch {
        const message = `Element ${n} holds bytes that are no ${this.#options.encoding} text`;
        const value = elementText(this.#scanner, n);
        this.#book.tell("textUndecodable", message, this.#book.level, { element: n, value });
      }
    }
  }

  #isa(): void {
    this.#closeInterchange(undefined);
    const open = openInterchange(this.#scanner, ++this.#counts.interchanges);
    this.#open.interchange = open;
    this.#scanned();
    checkInterchangeHeader(this.#scanner, open, this.#usedNumbers, this.#book);
  }

  /** Closes the interchange that is open, by its IEA or without one. */
  #closeInterchange(iea: Scanner | undefined): void {
    this.#closeGroup(undefined);
    const open = this.#open.interchange;
    if (!open) return;
    const { head, answers, groups, faults, groupCount } = open;
    if (iea) {
      if (wholeNumber(iea, 1) !== groupCount) {
        const value = elementText(iea, 1);
        const message = `IEA01 says ${quote(value)} groups; the interchange has ${groupCount}`;
        this.#book.tell("groupCountWrong", message, "interchange", { element: 1, value });
      }
      checkTrailerNumber(iea, head.controlNumber, iea02, this.#book);
      if (groupCount === 0 && answers.length === 0) {
        this.#book.tell("interchangeEmpty", "The interchange holds no group and no TA1", "interchange");
      }
    } else {
      const message = `Interchange ${head.controlNumber} ends without IEA`;
      this.#book.tell("interchangeTrailerMissing", message, "interchange", { missing: "IEA" });
    }
    const status = open.rejected ? "rejected" : open.errors ? "acceptedWithErrors" : "accepted";
    const end = iea ? iea.base + iea.end : this.#endOfLast;
    const report: InterchangeReport = { ...head, status, end, answers, groups, faults };
    if (open.rejected) this.#rejected = true;
    this.#open.interchange = undefined;
    if (this.#collect) this.#interchanges.push(report);
    this.#options.onInterchange?.(report);
  }

  #gs(): void {
    const { interchange } = this.#open;
    const open = openGroup(this.#scanner, interchange ? ++interchange.groupCount : 1);
    this.#counts.groups++;
    this.#open.group = open;
    this.#scanned();
    checkGroupHeader(this.#scanner, open, interchange, this.#book);
  }

  #closeGroup(ge: Scanner | undefined): void {
    this.#closeSet(undefined);
    const { group: open, interchange } = this.#open;
    if (!open) return;
    const { head, sets, faults, received } = open;
    if (ge) {
      const number = wholeNumber(ge, 1);
      if (number >= 0) open.declared = number;
      if (number !== received) {
        const value = elementText(ge, 1);
        const message = `GE01 says ${quote(value)} transaction sets; the group has ${received}`;
        this.#book.tell("setCountWrong", message, "group", { element: 1, value });
      }
      checkTrailerNumber(ge, head.controlNumber, ge02, this.#book);
    } else {
      this.#book.tell("groupTrailerMissing", `Group ${head.controlNumber} ends without GE`, "group", { missing: "GE" });
    }
    const status = groupStatus(open);
    const report: GroupReport = {
      ...head,
      status,
      declaredSets: open.declared,
      receivedSets: received,
      acceptedSets: open.rejected ? 0 : open.acceptedSets,
      offset: open.offset,
      sets,
      faults,
    };
    if (status !== "accepted" && interchange) interchange.errors = true;
    if (open.rejected) this.#rejected = true;
    this.#open.group = undefined;
    if (this.#collect) interchange?.groups.push(report);
    this.#options.onGroup?.(report);
  }

  #st(): void {
    const { group } = this.#open;
    const open = openSet(this.#scanner, this.#counts.segments - 1, group);
    this.#open.set = open;
    this.#open.position = 1;
    this.#counts.sets++;
    if (group) group.received++;
    this.#scanned();
    if (!group) this.#book.tell("envelopeOutOfPlace", "ST begins a set and no group is open", "interchange");
    checkSetHeader(this.#scanner, open, group, this.#book);
  }

  #se(set: OpenSet | undefined): void {
    if (set) this.#open.position++;
    this.#scanned();
    if (set) {
      this.#content.end(set);
      this.#closeSet(this.#scanner);
    } else this.#book.tell("envelopeOutOfPlace", "SE closes a set and none is open", this.#book.level);
  }

  #closeSet(se: Scanner | undefined): void {
    const { set: open, group, position } = this.#open;
    if (!open) return;
    if (se) {
      if (wholeNumber(se, 1) !== position) {
        const value = elementText(se, 1);
        const message = `SE01 says ${quote(value)} segments; from ST to SE there are ${position}`;
        this.#book.tell("segmentCountWrong", message, "set", { element: 1, value });
      }
      checkTrailerNumber(se, open.controlNumber, se02, this.#book);
    } else {
      const message = `Transaction set ${open.controlNumber} ends without SE`;
      this.#book.tell("setTrailerMissing", message, "set", { missing: "SE" });
    }
    if (open.hierarchy) for (const fault of open.hierarchy.settle()) this.#book.tellLevel(fault);
    if (open.faults.length > 1) open.faults.sort((a, b) => a.offset - b.offset);
    for (const fault of open.faults) this.#book.publish(fault);
    this.#book.omitted += open.omitted;
    this.#open.set = undefined;
    this.#open.position = 0;

    const report = reportSet(open, position, se ? se.base + se.end : this.#endOfLast);
    if (group) {
      if (report.status !== "rejected") group.acceptedSets++;
      if (report.status !== "accepted") group.setErrors = true;
      if (this.#collect) group.sets.push(report);
    }
    if (report.status === "rejected") {
      this.#counts.rejectedSets++;
      this.#rejected = true;
    }
    this.#options.onSet?.(report);
  }

  /** A segment that is no envelope and stands in no set. */
  #outside(): void {
    const scanner = this.#scanner;
    this.#scanned();
    const { group, interchange } = this.#open;
    if (scanner.id === idTa1 && !group) {
      const text = (n: number) => elementText(scanner, n).trim();
      const [controlNumber, date, time, status, note] = [text(1), text(2), text(3), text(4), text(5)];
      interchange?.answers.push({ controlNumber, date, time, status, note });
      const compiled = compiledRelease("004010").byId.get(idTa1);
      if (compiled) checkContent(scanner, compiled, this.#checking);
      return;
    }
    const value = idText(scanner);
    if (scanner.id === 0) {
      const message = `${quote(value.slice(0, 20))} is no segment id`;
      this.#book.tell("segmentIdInvalid", message, this.#book.level, { value });
    } else if (group || !services.has(scanner.id)) {
      this.#book.tell("segmentOutsideSet", `${value} stands outside every transaction set`, this.#book.level);
    }
  }

  #stray(): void {
    const scanner = this.#scanner;
    const told = scanner.problems.map(({ code }) => code);
    const tooLong = told.includes("segmentTooLong");
    if (!tooLong) this.#closeInterchange(undefined);
    if (told.length > 0) this.#book.tellProblems();
    if (this.#inStray) return;
    this.#inStray = true;
    if (tooLong || told.includes("isaBroken")) return;
    const value = describeByte(scanner.bytes[scanner.start] as number);
    const message = `Bytes that belong to no interchange begin here with ${value}`;
    this.#book.tellOutside("strayBytes", message, scanner.base + scanner.start, scanner.line, value);
  }
}

function groupStatus({ rejected, received, acceptedSets, errors, setErrors }: OpenGroup): GroupStatus {
  if (rejected || (received > 0 && acceptedSets === 0)) return "rejected";
  if (acceptedSets < received) return "partlyAccepted";
  return errors || setErrors ? "acceptedWithErrors" : "accepted";
}

function reportSet(open: OpenSet, segmentCount: number, end: number): SetReport {
  const { set, controlNumber, implementation, version, release, offset, line, index, faults } = open;
  const status: SetStatus = open.rejected ? "rejected" : open.errors ? "acceptedWithErrors" : "accepted";
  const report = { set, controlNumber, version, release, status, offset, end, line, index, segmentCount, faults };
  return implementation === "" ? report : { ...report, implementation };
}
