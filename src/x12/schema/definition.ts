/**
 * The compiled form of a schema: what the notation of `notation.ts` says, resolved for one release and ready to be looked
 * up. Validation, the writer, the readable view and the documentation all read these and nothing else.
 */

/** X12.6 data types. `N` carries its implied decimals in {@link ElementDefinition.decimals}. */
export type ElementType = "AN" | "ID" | "DT" | "TM" | "R" | "N" | "B";

/** `M` mandatory, `O` optional, `X` conditional: a {@link Rule} of the segment decides. */
export type Requirement = "M" | "O" | "X";

/** The values of an `ID` element. A list that is not complete gives meanings but judges nothing. */
export interface CodeList {
  readonly complete: boolean;
  readonly meanings: ReadonlyMap<string, string>;
}

/** One entry of the data element dictionary, for example 353 Transaction Set Purpose Code, ID 2/2. */
export interface ElementDefinition {
  readonly kind: "element";
  readonly number: string;
  readonly name: string;
  readonly type: ElementType;
  /** Implied decimals of an `N` element (2 for `N2`), else 0. */
  readonly decimals: number;
  /** Least and most characters; the minus and the point of a number do not count. */
  readonly min: number;
  readonly max: number;
  readonly codes: CodeList | undefined;
}

/** A composite, for example C001 Composite Unit of Measure. */
export interface CompositeDefinition {
  readonly kind: "composite";
  readonly number: string;
  readonly name: string;
  readonly components: readonly ElementUse[];
  readonly rules: readonly Rule[];
}

/** An element in its place in a segment, or a component in its place in a composite. */
export interface ElementUse {
  /** Counted from 1. */
  readonly position: number;
  /** `N102`; of a component `MEA04-1`. */
  readonly ref: string;
  readonly name: string;
  readonly requirement: Requirement;
  /** How often it may stand there; more than 1 needs a repetition separator. */
  readonly repeat: number;
  readonly element: ElementDefinition | CompositeDefinition;
}

/**
 * A relational condition, X12.6 section 3.8: `P` all or none, `R` at least one, `E` at most one,
 * `C` if the first then all the others, `L` if the first then at least one of the others.
 */
export interface Rule {
  readonly kind: "P" | "R" | "E" | "C" | "L";
  readonly positions: readonly number[];
  /** As the standard writes it: `R0203`. */
  readonly text: string;
}

export interface SegmentDefinition {
  readonly id: string;
  readonly name: string;
  readonly elements: readonly ElementUse[];
  readonly rules: readonly Rule[];
  /** True where the elements are not described: the segment is known and placed, its content is not judged. */
  readonly open: boolean;
}

/** A segment in its place in a set. */
export interface SegmentUse {
  readonly kind: "segment";
  readonly id: string;
  readonly requirement: "M" | "O";
  /** `Infinity` where the standard says `>1`. */
  readonly max: number;
  readonly segment: SegmentDefinition;
}

/** A loop in its place in a set. Its first child is the segment that opens it, mandatory and once. */
export interface LoopUse {
  readonly kind: "loop";
  /** The id of the segment that opens it. */
  readonly id: string;
  readonly requirement: "M" | "O";
  readonly max: number;
  readonly children: readonly (SegmentUse | LoopUse)[];
}

/** A transaction set from ST to SE, both included. */
export interface SetDefinition {
  readonly id: string;
  readonly name: string;
  /** GS01 of a group that holds it. */
  readonly functionalId: string;
  readonly release: Release;
  readonly children: readonly (SegmentUse | LoopUse)[];
}

/** The releases that the schemas describe. Others are read by the nearest one. */
export type Release = "003040" | "003060" | "004010" | "004030" | "005010";

export const releases: readonly Release[] = ["003040", "003060", "004010", "004030", "005010"];

/** Everything of one release. */
export interface ReleaseSchema {
  readonly release: Release;
  readonly elements: ReadonlyMap<string, ElementDefinition | CompositeDefinition>;
  readonly segments: ReadonlyMap<string, SegmentDefinition>;
  readonly sets: ReadonlyMap<string, SetDefinition>;
}
