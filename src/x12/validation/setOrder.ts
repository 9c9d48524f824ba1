/**
 * Where segments may stand in a set, as a machine: the state is the segment matched last, and each segment id leads from it
 * to another state or nowhere. A step is worked out once and kept; later ones are a look-up.
 *
 * A segment belongs to the nearest place ahead: in the loop that is open, else in the one around it, and so on outwards.
 * Places that are skipped although they are mandatory are told with the step. A segment that stands only behind us is out of
 * order: the machine goes back there, so that what follows it is judged from where it belongs.
 */
import type { LoopUse, SegmentUse, SetDefinition } from "../schema/definition.ts";
import { compiledRelease } from "./compiledSegment.ts";

/** A place in the set table. */
export interface Place {
  readonly number: number;
  readonly use: SegmentUse | LoopUse;
  readonly parent: Place | undefined;
  readonly index: number;
  /** Loops around it. */
  readonly depth: number;
  readonly children: readonly Place[];
  /** Loop ids from the outside to here, such as `PO1/N1`. */
  readonly path: string;
}

export interface Step {
  readonly outcome: "forward" | "back" | "elsewhere" | "notInSet";
  /** The segment's place; unchanged where it has none to go to. */
  readonly to: Place;
  /** The segment or loop that is entered or repeated, and how deep it lies. */
  readonly entered: Place;
  /** The entered place is the one we were in: it repeats. */
  readonly repeats: boolean;
  /** Mandatory places that were passed over. */
  readonly missing: readonly Place[];
}

export class SetOrder {
  readonly definition: SetDefinition;
  /** The place of ST, where every set begins. */
  readonly begin: Place;
  readonly #places: Place[] = [];
  readonly #steps: (Step | undefined)[];
  readonly #segments: number;
  readonly #ids = new Set<string>();

  constructor(definition: SetDefinition) {
    this.definition = definition;
    const loop: LoopUse = { kind: "loop", id: "", requirement: "M", max: 1, children: definition.children };
    const root = this.#add(loop, undefined, 0, -1, "");
    this.begin = root.children[0] as Place;
    this.#segments = compiledRelease(definition.release).count;
    this.#steps = new Array(this.#places.length * this.#segments).fill(undefined);
  }

  #add(use: SegmentUse | LoopUse, parent: Place | undefined, index: number, depth: number, path: string): Place {
    const children: Place[] = [];
    const inner = use.kind === "loop" && use.id !== "" ? (path === "" ? use.id : `${path}/${use.id}`) : path;
    const place: Place = { number: this.#places.length, use, parent, index, depth, children, path: inner };
    this.#places.push(place);
    this.#ids.add(use.id);
    if (use.kind === "loop") {
      for (const [at, child] of use.children.entries()) children.push(this.#add(child, place, at, depth + 1, inner));
    }
    return place;
  }

  /** The step from a place by a segment. */
  step(from: Place, segmentId: string, segmentIndex: number): Step {
    const at = from.number * this.#segments + segmentIndex;
    let step = this.#steps[at];
    if (step === undefined) {
      step = this.#work(from, segmentId);
      this.#steps[at] = step;
    }
    return step;
  }

  #work(from: Place, id: string): Step {
    const missing: Place[] = [];
    for (let here: Place = from; here.parent; here = here.parent) {
      const siblings = here.parent.children;
      for (let at = here.index; at < siblings.length; at++) {
        const place = siblings[at] as Place;
        // The segment that opens a loop cannot repeat inside it: the loop itself repeats.
        const opensLoop = at === 0 && place.use.kind === "segment" && here.parent.parent !== undefined;
        if (place.use.id === id && !(at === here.index && opensLoop)) {
          return { outcome: "forward", to: landing(place), entered: place, repeats: at === here.index, missing };
        }
        if (at > here.index && place.use.requirement === "M") missing.push(place);
      }
    }
    for (let here: Place = from; here.parent; here = here.parent) {
      const siblings = here.parent.children;
      const first = here.parent.parent === undefined ? 0 : 1;
      for (let at = here.index - 1; at >= first; at--) {
        const place = siblings[at] as Place;
        if (place.use.id === id)
          return { outcome: "back", to: landing(place), entered: place, repeats: false, missing: [] };
      }
    }
    return {
      outcome: this.#ids.has(id) ? "elsewhere" : "notInSet",
      to: from,
      entered: from,
      repeats: false,
      missing: [],
    };
  }
}

/** Entering a loop means standing on the segment that opens it. */
function landing(place: Place): Place {
  return place.use.kind === "loop" ? (place.children[0] as Place) : place;
}

const orders = new WeakMap<SetDefinition, SetOrder>();

export function orderOf(definition: SetDefinition): SetOrder {
  let order = orders.get(definition);
  if (order === undefined) {
    order = new SetOrder(definition);
    orders.set(definition, order);
  }
  return order;
}
