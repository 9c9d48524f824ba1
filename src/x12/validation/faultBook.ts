/** Makes faults of what the checks find, with place and worth, and books them where they belong. */
import type { Scanner } from "../reader/scanner.ts";
import { idText } from "../reader/tokenize.ts";
import type { Fault, FaultPath } from "./fault.ts";
import { type FaultCode, type FaultKind, faultKinds } from "./faultCodes.ts";
import type { HierarchyFault } from "./hierarchy.ts";
import type { Level, OpenEnvelopes } from "./openEnvelopes.ts";
import { elementOffset } from "./scannedElement.ts";
import { explainProblem } from "./scanProblem.ts";
import type { FaultDetail } from "./segmentContent.ts";
import type { ValidationOptions } from "./validationOptions.ts";

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

export class FaultBook {
  /** All faults that were published, up to the most that are kept. */
  readonly faults: Fault[] = [];
  omitted = 0;
  notes = 0;
  warnings = 0;
  errors = 0;
  /** Something outside the open envelopes was rejected. */
  rejected = false;

  readonly #scanner: Scanner;
  readonly #open: OpenEnvelopes;
  readonly #kinds: Readonly<Record<FaultCode, FaultKind>>;
  readonly #most: number;
  readonly #collect: boolean;
  readonly #onFault: ValidationOptions["onFault"];

  constructor(scanner: Scanner, open: OpenEnvelopes, options: ValidationOptions) {
    this.#scanner = scanner;
    this.#open = open;
    this.#most = options.maxFaults ?? 10_000;
    this.#collect = options.collect ?? true;
    this.#onFault = options.onFault;
    const kinds: Record<string, FaultKind> = { ...faultKinds };
    for (const [code, change] of Object.entries(options.policy ?? {})) {
      kinds[code] = { ...faultKinds[code as FaultCode], ...change };
    }
    this.#kinds = kinds as Record<FaultCode, FaultKind>;
  }

  /** The innermost envelope that is open. */
  get level(): Level {
    return this.#open.set ? "set" : this.#open.group ? "group" : "interchange";
  }

  /** A fault of the current segment, or of one that is missing before it. */
  tell(
    code: FaultCode,
    message: string,
    level: Level,
    detail: { element?: number; value?: string; rule?: string; missing?: string; note?: string } = {},
  ): Fault {
    const scanner = this.#scanner;
    const { element, value, rule, missing, note } = detail;
    const offset = element === undefined ? scanner.base + scanner.start : elementOffset(scanner, element);
    const made = this.#make(code, message, offset, scanner.line);
    const place = this.#place();
    return this.#book(
      {
        ...made,
        ...place,
        ...(missing === undefined ? {} : { segment: missing }),
        ...(element === undefined ? {} : { element, ref: `${place.segment}${String(element).padStart(2, "0")}` }),
        ...(rule === undefined ? {} : { rule }),
        ...(value === undefined ? {} : { value: value.slice(0, 99) }),
        ...(note && made.acknowledgment ? { acknowledgment: { ...made.acknowledgment, code: note } } : {}),
      },
      level,
    );
  }

  /** A fault of an element of the current segment. */
  tellElement(code: FaultCode, detail: FaultDetail): void {
    const scanner = this.#scanner;
    const set = this.#open.set;
    if (code === "trailingSeparators" && set) {
      if (set.trailingTold) return;
      set.trailingTold = true;
    }
    const { element, component, repetition, use, rule, value, message } = detail;
    const offset = element === undefined ? scanner.base + scanner.start : elementOffset(scanner, element);
    const dataElement = use?.element.number;
    this.#book(
      {
        ...this.#make(code, message, offset, scanner.line),
        ...this.#place(),
        ...(element === undefined ? {} : { element }),
        ...(component === undefined ? {} : { component }),
        ...(repetition === undefined ? {} : { repetition }),
        ...(use === undefined ? {} : { ref: use.ref }),
        ...(dataElement ? { dataElement } : {}),
        ...(rule === undefined ? {} : { rule }),
        ...(value === undefined ? {} : { value: value.slice(0, 99) }),
      },
      this.level,
    );
  }

  /** A fault of the HL tree, which shows when the set is complete. */
  tellLevel({ code, level, element, value, message }: HierarchyFault): void {
    this.#book(
      {
        ...this.#make(code, message, level.offset, level.line),
        segment: "HL",
        segmentPosition: level.position,
        element,
        ref: `HL0${element}`,
        dataElement: element === 1 ? "628" : "734",
        value,
      },
      "set",
    );
  }

  /** What the scanner found wrong with the bytes of the current token. */
  tellProblems(): void {
    for (const problem of this.#scanner.problems) {
      const { code, message, level } = explainProblem(problem, this.#scanner);
      const segment = this.#scanner.tokenKind === "segment" ? this.#place() : {};
      this.#book({ ...this.#make(code, message, problem.offset, problem.line), ...segment }, level ?? this.level);
      if (code === "isaBroken") this.rejected = true;
    }
  }

  /** A fault of the input itself, in no interchange. */
  tellOutside(code: FaultCode, message: string, offset: number, line: number, value?: string): void {
    this.rejected = true;
    const fault = this.#make(code, message, offset, line);
    this.publish(value === undefined ? fault : { ...fault, value });
  }

  /** Takes a fault of the open set back. */
  withdraw(fault: Fault): void {
    const set = this.#open.set;
    const at = set?.faults.indexOf(fault) ?? -1;
    if (!set || at < 0) return;
    set.faults.splice(at, 1);
    set.rejected = set.faults.some(({ rejects }) => rejects === "set");
  }

  /** Counts a fault and hands it over. */
  publish(fault: Fault): void {
    if (fault.severity === "error") this.errors++;
    else if (fault.severity === "warning") this.warnings++;
    else this.notes++;
    if (this.#collect && this.faults.length < this.#most) this.faults.push(fault);
    else if (this.#collect) this.omitted++;
    this.#onFault?.(fault);
  }

  #place(): { segment: string; segmentPosition?: number } {
    const segment = idText(this.#scanner).slice(0, 20);
    return this.#open.set ? { segment, segmentPosition: this.#open.position } : { segment };
  }

  #make(code: FaultCode, message: string, offset: number, line: number): Fault {
    const { severity, rejects, acknowledgment } = this.#kinds[code];
    const { interchange, group, set } = this.#open;
    const advice = set?.exact === false && fromTables.has(code);
    const loop = set?.place?.path;
    const path: FaultPath = {
      ...(interchange ? { interchange: interchange.number, interchangeControl: interchange.head.controlNumber } : {}),
      ...(group ? { group: group.number, groupControl: group.head.controlNumber } : {}),
      ...(set ? { set: group?.received ?? 1, setControl: set.controlNumber, setId: set.set } : {}),
      ...(loop ? { loop } : {}),
    };
    return {
      code,
      severity: advice && severity === "error" ? "warning" : severity,
      rejects: advice ? "nothing" : rejects,
      message: oneLine(message),
      offset,
      line,
      path,
      ...(acknowledgment ? { acknowledgment } : {}),
    };
  }

  /** What a fault rejects may be larger than where it was found. A set's faults are published when it is complete. */
  #book(fault: Fault, level: Level): Fault {
    const { interchange, group, set } = this.#open;
    if (fault.rejects === "set" && set) set.rejected = true;
    if (fault.rejects === "group" && group) group.rejected = true;
    if (fault.rejects === "interchange" && interchange) interchange.rejected = true;
    const error = fault.severity === "error";
    const home =
      level === "set" ? (set ?? group ?? interchange) : level === "group" ? (group ?? interchange) : interchange;
    if (home && error) home.errors = true;
    if (home !== undefined && home.faults.length < this.#most) home.faults.push(fault);
    else if (home !== undefined && home === set) set.omitted++;
    if (home === undefined || home !== set) this.publish(fault);
    return fault;
  }
}

/** Control characters of the data as escapes: a message is one line. */
function oneLine(message: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
  return message.replace(/[\u0000-\u001f\u007f-\u009f]/g, (character) => {
    const code = character.charCodeAt(0).toString(16).padStart(2, "0");
    return `\\x${code}`;
  });
}
