/** The segments between ST and SE: their order, their elements, and what the set says about itself. */

import type { Scanner } from "../reader/scanner.ts";
import { idNumber } from "../reader/segmentId.ts";
import { elementText, idText } from "../reader/tokenize.ts";
import type { CompiledSegment } from "./compiledSegment.ts";
import { quote } from "./envelopeElements.ts";
import type { FaultBook } from "./faultBook.ts";
import { Hierarchy } from "./hierarchy.ts";
import type { OpenSet } from "./openEnvelopes.ts";
import { wholeNumber } from "./scannedElement.ts";
import { type ContentChecking, checkContent } from "./segmentContent.ts";
import type { Place, SetOrder } from "./setOrder.ts";

const idHl = idNumber("HL");
const idLin = idNumber("LIN");
const idPo1 = idNumber("PO1");
const idPoc = idNumber("POC");
const idIt1 = idNumber("IT1");
const idCtt = idNumber("CTT");
const idSe = idNumber("SE");

/** Sets whose CTT counts lines. */
const lineSets: ReadonlySet<string> = new Set(["810", "850", "855", "860", "865"]);

/** Deeper than any loop of any set. */
const deepest = 16;

/** Judges the sets of one input, one after the other. */
export class SetContent {
  readonly #scanner: Scanner;
  readonly #book: FaultBook;
  readonly #checking: ContentChecking;
  /** How often the place at each depth has been taken in a row. */
  readonly #repeats = new Int32Array(deepest);

  constructor(scanner: Scanner, book: FaultBook, checking: ContentChecking) {
    this.#scanner = scanner;
    this.#book = book;
    this.#checking = checking;
  }

  /** A segment between ST and SE. */
  check(open: OpenSet, position: number): void {
    const scanner = this.#scanner;
    if (scanner.id === 0) {
      const value = idText(scanner);
      this.#book.tell("segmentIdInvalid", `${quote(value.slice(0, 20))} is no segment id`, "set", { value });
      return;
    }
    if (open.order) {
      const compiled = open.compiled.byId.get(scanner.id);
      if (compiled) {
        this.#move(open, open.order, compiled);
        checkContent(scanner, compiled, this.#checking);
      } else {
        const value = idText(scanner);
        this.#book.tell("segmentUnknown", `The segment ${value} is not known`, "set", { value });
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
        this.#level(open, position);
        break;
      case idLin:
        open.items++;
        break;
      case idCtt:
        this.#totals(open);
        break;
    }
  }

  /** SE as a place in the set: what is mandatory before it must have come. */
  end(open: OpenSet): void {
    const compiled = open.compiled.byId.get(idSe);
    if (open.order && compiled) this.#move(open, open.order, compiled);
  }

  #move(open: OpenSet, order: SetOrder, compiled: CompiledSegment): void {
    const from = open.place ?? order.begin;
    const name = compiled.definition.id;
    const step = order.step(from, name, compiled.index);
    const { entered } = step;
    const counts = this.#repeats;
    switch (step.outcome) {
      case "forward": {
        const times = step.repeats ? (counts[entered.depth] as number) + 1 : 1;
        counts[entered.depth] = times;
        open.place = step.to;
        if (step.to !== entered) counts[step.to.depth] = 1;
        if (times > entered.use.max) this.#tooMany(entered, times);
        if (step.missing.length > 0) for (const place of step.missing) this.#missing(open, place, name);
        return;
      }
      case "back": {
        open.place = step.to;
        counts[entered.depth] = 1;
        if (step.to !== entered) counts[step.to.depth] = 1;
        // A segment that was missed has come after all, late: only its order is wrong.
        const late = open.missing?.get(entered);
        if (late) this.#book.withdraw(late);
        open.missing?.delete(entered);
        this.#book.tell("segmentOutOfOrder", `${name} should stand before ${placeName(from)}`, "set");
        return;
      }
      case "elsewhere":
        this.#book.tell("segmentOutOfOrder", `${name} cannot stand behind ${placeName(from)}`, "set");
        return;
      case "notInSet":
        this.#book.tell("segmentNotInSet", `${name} does not belong to the set ${order.definition.id}`, "set");
        return;
    }
  }

  #tooMany({ use }: Place, times: number): void {
    const loop = use.kind === "loop";
    const what = loop ? `The loop ${use.id} comes` : `${use.id} stands`;
    const message = `${what} ${times} times in a row; at most ${use.max} may`;
    this.#book.tell(loop ? "loopTooMany" : "segmentTooMany", message, "set", { rule: String(use.max) });
  }

  #missing(open: OpenSet, place: Place, before: string): void {
    const loop = place.use.kind === "loop" ? "The loop " : "";
    const message = `${loop}${place.use.id} is mandatory and absent before ${before}`;
    const told = this.#book.tell("segmentMissing", message, "set", { missing: place.use.id, rule: "M" });
    open.missing ??= new Map();
    open.missing.set(place, told);
  }

  #level(open: OpenSet, position: number): void {
    const scanner = this.#scanner;
    open.hierarchy ??= new Hierarchy();
    open.hierarchy.add({
      id: levelId(scanner, 1),
      parent: levelId(scanner, 2),
      offset: scanner.base + scanner.start,
      line: scanner.line,
      position,
    });
  }

  #totals(open: OpenSet): void {
    const number = wholeNumber(this.#scanner, 1);
    if (number < 0) return;
    const notice = open.set === "856";
    // Ship notices count their HL; some senders count the items.
    const right = notice ? number === open.levels || number === open.items : number === open.lines;
    if (right || (!notice && !lineSets.has(open.set))) return;
    const counted = notice ? `${open.levels} HL` : `${open.lines} lines`;
    const message = `CTT01 says ${number}; the set has ${counted}`;
    this.#book.tell("lineCountWrong", message, "set", { element: 1, value: elementText(this.#scanner, 1) });
  }
}

function placeName({ use }: Place): string {
  return use.kind === "loop" ? `the loop ${use.id}` : use.id;
}

/** Ids of levels are small numbers nearly always: their texts are made once. */
const smallNumbers = Array.from({ length: 1000 }, (_, number) => String(number));

function levelId(scanner: Scanner, element: number): string {
  if (element > scanner.count) return "";
  const at = scanner.first + element;
  const length = (scanner.ends[at] as number) - (scanner.ends[at - 1] as number) - 1;
  if (length === 0) return "";
  const text = length <= 3 ? smallNumbers[wholeNumber(scanner, element)] : undefined;
  return text?.length === length ? text : elementText(scanner, element).trim();
}
