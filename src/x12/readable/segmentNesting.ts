import type { LoopUse, SegmentUse, SetDefinition } from "../schema/definition.ts";

interface OpenLoop {
  children: readonly (SegmentUse | LoopUse)[];
  /** Index of the child met last. */
  at: number;
}

/** What a level needs of a segment. */
interface NestedSegment {
  readonly id: string;
  element(number: number): string;
}

/** More levels than any ship notice has: deeper ones are shown at this depth. */
const deepestLevel = 12;

/** How deep each segment of a set lies: in the loops of its table, and under an HL in the tree of the levels. */
export class SegmentNesting {
  readonly #open: OpenLoop[];
  readonly #levels = new Map<string, number>();
  #level = 0;

  constructor(definition: SetDefinition) {
    this.#open = [{ children: definition.children, at: 0 }];
  }

  place(segment: NestedSegment): { depth: number; opensLoop: boolean } {
    if (segment.id === "ST" || segment.id === "SE") return { depth: 0, opensLoop: false };
    const opensLoop = this.#move(segment.id);
    if (segment.id === "HL") {
      const parent = this.#levels.get(segment.element(2));
      this.#level = Math.min(parent === undefined ? 0 : parent + 1, deepestLevel);
      this.#levels.set(segment.element(1), this.#level);
    } else if (this.#open.length === 1) {
      this.#level = 0;
    }
    const depth = this.#open.length - 1 + this.#level - (opensLoop ? 1 : 0);
    return { depth: Math.max(0, depth), opensLoop };
  }

  /** Steps to the nearest place ahead in the open loops, innermost first. A segment without one stays where it is. */
  #move(id: string): boolean {
    for (let depth = this.#open.length - 1; depth >= 0; depth--) {
      const loop = this.#open[depth] as OpenLoop;
      for (let at = loop.at; at < loop.children.length; at++) {
        const child = loop.children[at] as SegmentUse | LoopUse;
        // The segment that opened the loop cannot come again inside it: then the loop repeats.
        if (child.id !== id || (at === 0 && depth > 0)) continue;
        this.#open.length = depth + 1;
        loop.at = at;
        if (child.kind !== "loop") return false;
        this.#open.push({ children: child.children, at: 0 });
        return true;
      }
    }
    return false;
  }
}
