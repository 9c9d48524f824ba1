/**
 * Where each element of an outgoing 850 or 860 comes from: the field of GP, the setting, or the connector itself, with
 * the rule in words. What `toX12/` does, told backwards; a test holds that no element it writes is left unexplained.
 */
import type { PartnerSettings } from "../../configuration/partnerSettings.ts";
import type { ReadableSegment, ReadableSet, ReadableView } from "../../x12/index.ts";
import { envelopeOrigins, headerOrigins, lineOrigins, partyOrigins, textOrigins } from "./originRules.ts";

export interface ElementOrigin {
  source: "gp" | "settings" | "ml-connector";
  /** GP's table and column of the standard profile, such as `POP10110.PRMDATE`. */
  gp?: string;
  /** Place in the canonical order, such as `lines[0].promisedDate`. */
  path?: string;
  /** Key of the configuration. */
  setting?: string;
  rule: string;
}

export interface ExplainedElement {
  /** Counted from 1 at ST; 0 in the envelope. */
  position: number;
  /** Such as `PO103`. */
  ref: string;
  origin: ElementOrigin;
}

/** An origin with `{line}` in the place of the line's index. */
export type OriginRule = ElementOrigin;

/** The settings that say what stands behind a qualifier. */
export type Qualifiers = Pick<PartnerSettings, "headerDates" | "lineDates" | "productIds">;

/**
 * @param lineNumbers numbers of the canonical order's lines, in their order, to find a line by its PO101
 * @returns nothing for a set that is not one of ours
 */
export function elementOrigins(
  view: ReadableView,
  lineNumbers: readonly number[],
  qualifiers: Qualifiers,
): ExplainedElement[] {
  return view.interchanges.flatMap((interchange) => [
    ...explained(interchange.header, (ref) => envelopeOrigins[ref]),
    ...interchange.groups.flatMap((group) => [
      ...explained(group.header, (ref) => envelopeOrigins[ref]),
      ...group.sets.flatMap((set) => setOrigins(set, lineNumbers, qualifiers)),
      ...explained(group.trailer, (ref) => envelopeOrigins[ref]),
    ]),
    ...explained(interchange.trailer, (ref) => envelopeOrigins[ref]),
  ]);
}

function setOrigins(set: ReadableSet, lineNumbers: readonly number[], qualifiers: Qualifiers): ExplainedElement[] {
  if (set.set !== "850" && set.set !== "860") return [];
  const found: ExplainedElement[] = [];
  let line: number | undefined;
  let role: string | undefined;
  for (const segment of set.segments) {
    if (segment.id === "PO1" || segment.id === "POC") {
      line = lineNumbers.indexOf(Number(codeIn(segment, `${segment.id}01`)));
      role = undefined;
    }
    if (segment.id === "CTT") line = undefined;
    if (segment.id === "N1") role = codeIn(segment, "N101");
    else if (!/^(?:N2|N3|N4)$/.test(segment.id)) role = undefined;
    found.push(...explained(segment, (ref) => ruleFor(segment, ref, line, role, qualifiers)));
  }
  return found;
}

function ruleFor(
  segment: ReadableSegment,
  ref: string,
  line: number | undefined,
  role: string | undefined,
  qualifiers: Qualifiers,
): ElementOrigin | undefined {
  const context = line === undefined ? "header" : "line";
  const rule =
    (role !== undefined && partyOrigins[context][role]?.[ref]) ||
    textOrigins[context][ref] ||
    qualified(segment, ref, context, qualifiers) ||
    (line === undefined ? headerOrigins : lineOrigins)[ref];
  if (rule === undefined) return undefined;
  if (rule.path === undefined || line === undefined) return rule;
  if (line < 0) {
    const { path: _, ...withoutPath } = rule;
    return withoutPath;
  }
  return { ...rule, path: rule.path.replace("{line}", String(line)) };
}

/** Segments whose first code says what the next element is: dates, references, products. */
function qualified(
  segment: ReadableSegment,
  ref: string,
  context: "header" | "line",
  qualifiers: Qualifiers,
): ElementOrigin | undefined {
  const table = context === "header" ? headerOrigins : lineOrigins;
  if (segment.id === "REF") return table[`${ref}:${codeIn(segment, "REF01")}`];
  if (ref === "DTM02") {
    const wanted = context === "header" ? qualifiers.headerDates : qualifiers.lineDates;
    const from = wanted.find(({ qualifier }) => qualifier === codeIn(segment, "DTM01"))?.from;
    return from === undefined ? undefined : table[`date:${from}`];
  }
  const number = Number(ref.slice(-2));
  if ((segment.id === "PO1" && number >= 6) || (segment.id === "POC" && number >= 8)) {
    // Pairs: the qualifier has the even number, its value the odd one behind it.
    if (number % 2 === 0) return table["product:qualifier"];
    const qualifier = codeIn(segment, `${segment.id}${String(number - 1).padStart(2, "0")}`);
    const from = qualifiers.productIds.find((product) => product.qualifier === qualifier)?.from;
    return table[`product:${from ?? "other"}`];
  }
  return undefined;
}

function codeIn(segment: ReadableSegment, ref: string): string {
  return segment.elements.find((element) => element.ref === ref)?.raw ?? "";
}

function explained(
  segment: ReadableSegment | undefined,
  originOf: (ref: string) => ElementOrigin | undefined,
): ExplainedElement[] {
  if (segment === undefined) return [];
  return segment.elements.flatMap(({ ref }) => {
    const origin = originOf(ref);
    return origin === undefined ? [] : [{ position: segment.position, ref, origin }];
  });
}
