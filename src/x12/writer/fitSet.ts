/** Makes the elements of one set fit the partner's text settings and the schema's lengths. Every change is told. */
import type { ElementDefinition, ElementUse, SegmentDefinition } from "../schema/definition.ts";
import type { WriteFault, WriteWarning, WritingPlace, WritingPolicy } from "./interchange.ts";
import { placeSplit, splitText, splittable } from "./overlong.ts";
import { type ElementValue, isRepeated, type Segment, sourceOf } from "./segment.ts";
import type { TextMapper } from "./textMapper.ts";

export interface Draft {
  readonly faults: WriteFault[];
  readonly warnings: WriteWarning[];
}

export interface Fitting {
  segments: ReadonlyMap<string, SegmentDefinition>;
  mapper: TextMapper;
  policy: WritingPolicy;
  draft: Draft;
}

/** @returns the set's segments with text that can be written; the same array where nothing had to change */
export function fitSet(given: readonly Segment[], fitting: Fitting, set: WritingPlace): readonly Segment[] {
  let segments = given;
  for (let index = 0; index < segments.length; index++) {
    const segment = segments[index];
    if (segment === undefined) continue;
    const definition = fitting.segments.get(segment.id);
    for (let at = 0; at < segment.elements.length; at++) {
      const value = segments[index]?.elements[at];
      if (value === undefined || value === "") continue;
      if (typeof value === "string" && isFit(value, definition?.elements[at], fitting.mapper)) continue;
      const fit = new ElementFit(fitting, definition?.elements[at], segment, index, at, set);
      const fitted = fit.value(value);
      if (fitted === value && fit.pieces === undefined) continue;
      const changed = segments === given ? given.slice() : (segments as Segment[]);
      segments = changed;
      if (fit.pieces !== undefined) {
        placeSplit(changed, index, at, fit.pieces);
      } else {
        const elements = [...(changed[index]?.elements ?? [])];
        elements[at] = fitted;
        changed[index] = { ...segment, ...changed[index], elements };
      }
    }
  }
  return segments;
}

/** The usual case, decided without further ado. */
function isFit(value: string, use: ElementUse | undefined, mapper: TextMapper): boolean {
  if (mapper(value) !== undefined) return false;
  const element = use?.element;
  return element?.kind === "element" && (element.type !== "AN" || value.length <= element.max);
}

/** One element on its way into the set. */
class ElementFit {
  /** Set where the text is to be split: the pieces that fit. */
  pieces: readonly string[] | undefined;
  readonly #fitting: Fitting;
  readonly #use: ElementUse | undefined;
  readonly #segment: Segment;
  readonly #index: number;
  readonly #at: number;
  readonly #set: WritingPlace;

  constructor(
    fitting: Fitting,
    use: ElementUse | undefined,
    segment: Segment,
    index: number,
    at: number,
    set: WritingPlace,
  ) {
    this.#fitting = fitting;
    this.#use = use;
    this.#segment = segment;
    this.#index = index;
    this.#at = at;
    this.#set = set;
  }

  value(value: ElementValue): ElementValue {
    if (value === undefined) return value;
    const element = this.#use?.element;
    if (typeof value === "string") {
      const definition = element?.kind === "composite" ? component(element.components, 0) : element;
      return this.#text(value, definition, true);
    }
    if (isRepeated(value)) {
      return {
        repeats: value.repeats.map((repeat) =>
          typeof repeat === "string"
            ? this.#text(repeat, element?.kind === "element" ? element : undefined, false)
            : this.#components(repeat),
        ),
      };
    }
    return this.#components(value);
  }

  #components(values: readonly (string | undefined)[]): readonly (string | undefined)[] {
    const element = this.#use?.element;
    return values.map((each, index) => {
      if (each === undefined || each === "") return each;
      const definition = element?.kind === "composite" ? component(element.components, index) : element;
      return this.#text(each, definition, false);
    });
  }

  #text(text: string, definition: ElementDefinition | undefined, splits: boolean): string {
    const mapped = this.#fitting.mapper(text);
    let result = text;
    if (mapped !== undefined) {
      const trimmed = text.trimEnd();
      // Blanks behind a value are no data in X12, so they go without a word.
      if (trimmed !== text && this.#fitting.mapper(trimmed) === undefined) result = trimmed;
      else if (definition !== undefined && definition.type !== "AN") {
        this.#refuse("WRITE_CHARACTER", text, "has characters that a code, number or date cannot have");
      } else {
        result = mapped.text;
        for (const { kind, characters } of mapped.changes) {
          this.#warn(kind, text, result, `${changeNames[kind]} (${JSON.stringify(characters)})`);
        }
        if (mapped.refused !== undefined) {
          const { kind, characters } = mapped.refused;
          const code = kind === "unmappable" ? "WRITE_CHARACTER" : "WRITE_SEPARATOR_IN_DATA";
          this.#refuse(code, text, `has ${JSON.stringify(characters)}, which ${refusalNames[kind]}`);
        } else if (result === "" && trimmed.trim() !== "") {
          this.#refuse("WRITE_CHARACTER", text, "has nothing left in the partner's character set");
        }
      }
    }
    if (definition?.type === "AN" && result.length > definition.max)
      return this.#overlong(result, definition.max, splits);
    return result;
  }

  #overlong(text: string, max: number, splits: boolean): string {
    const length = Array.from(text).length;
    if (length <= max) return text;
    const element = this.#element();
    const { overlong } = this.#fitting.policy;
    const choice = overlong[element] ?? overlong.default ?? "error";
    if (choice === "split" && splits && splittable.has(element)) {
      this.pieces = splitText(text, max);
      this.#warn("split", text, this.pieces.join(" | "), `split into ${this.pieces.length} pieces of at most ${max}`);
      return text;
    }
    if (choice === "cut") {
      const cut = Array.from(text).slice(0, max).join("").trimEnd();
      this.#warn("cut", text, cut, `cut from ${length} to ${max} characters`);
      return cut;
    }
    this.#refuse("WRITE_TOO_LONG", text, `has ${length} characters, ${element} takes ${max}`);
    return text;
  }

  #element(): string {
    return `${this.#segment.id}${String(this.#at + 1).padStart(2, "0")}`;
  }

  #place(): WritingPlace {
    const source = sourceOf(this.#segment, this.#at);
    return {
      ...this.#set,
      segment: this.#segment.id,
      position: this.#index + 2,
      element: this.#element(),
      ...(source === undefined ? {} : { source }),
    };
  }

  #refuse(code: string, value: string, problem: string): void {
    const place = this.#place();
    this.#fitting.draft.faults.push({ ...place, code, value, message: `${nameOf(place)} ${problem}` });
  }

  #warn(kind: WriteWarning["kind"], before: string, after: string, change: string): void {
    const place = this.#place();
    this.#fitting.draft.warnings.push({ ...place, kind, before, after, message: `${nameOf(place)}: ${change}` });
  }
}

const changeNames: Readonly<Record<string, string>> = {
  characterReplaced: "characters replaced",
  separatorReplaced: "separators replaced",
  unmappableReplaced: "characters without a likeness replaced",
  upperCased: "written in capitals",
  trimmed: "blanks in front removed",
};

const refusalNames = {
  separatorInData: "separates elements in this interchange",
  unmappable: "the partner's character set lacks",
};

/** The element with its source, as a person would say it. */
export function nameOf({ element, segment, source }: WritingPlace): string {
  const name = element ?? segment ?? "The interchange";
  return source === undefined ? name : `${name} (${source})`;
}

function component(uses: readonly ElementUse[], index: number): ElementDefinition | undefined {
  const element = uses[index]?.element;
  return element?.kind === "element" ? element : undefined;
}
