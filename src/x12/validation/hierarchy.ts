/** HL segments of one set: ids, parents, and whether they make a tree. */
import type { FaultCode } from "./faultCodes.ts";

export interface HierarchyFault {
  readonly code: FaultCode;
  readonly level: HierarchyLevel;
  readonly element: number;
  readonly value: string;
  readonly message: string;
}

export interface HierarchyLevel {
  readonly id: string;
  readonly parent: string;
  readonly offset: number;
  readonly line: number;
  readonly position: number;
}

/** Five times as many as any set may have. What comes behind them is not followed: memory has an end. */
const mostLevels = 1_000_000;

export class Hierarchy {
  readonly #levels = new Map<string, HierarchyLevel>();
  readonly #faults: HierarchyFault[] = [];
  #root: HierarchyLevel | undefined;
  #severalRoots = false;
  /** A parent was not declared before its child: only then can one be missing, or a circle be closed. */
  #forward = false;

  add(level: HierarchyLevel): void {
    if (level.id === "" || this.#levels.size >= mostLevels) return;
    if (this.#levels.has(level.id)) {
      const message = `HL01 ${level.id} was used before in this set`;
      this.#faults.push({ code: "hierarchyIdDuplicate", level, element: 1, value: level.id, message });
      return;
    }
    const parent = level.parent;
    if (parent !== "" && !this.#levels.has(parent)) this.#forward = true;
    this.#levels.set(level.id, level);
    if (parent !== "") return;
    if (this.#root && !this.#severalRoots) {
      this.#severalRoots = true;
      const message = `HL ${level.id} has no parent, and HL ${this.#root.id} has none either`;
      this.#faults.push({ code: "hierarchyRoots", level, element: 2, value: "", message });
    }
    this.#root ??= level;
  }

  /** All faults of the tree, once the set is read. Parents may be declared after their children. */
  settle(): readonly HierarchyFault[] {
    if (!this.#forward) return this.#faults;
    const done = new Set<HierarchyLevel>();
    for (const level of this.#levels.values()) {
      const trail = new Set<HierarchyLevel>();
      let here: HierarchyLevel | undefined = level;
      while (here && !done.has(here)) {
        if (trail.has(here)) {
          const message = `The parents of HL ${here.id} lead back to it`;
          this.#faults.push({ code: "hierarchyCycle", level: here, element: 2, value: here.parent, message });
          break;
        }
        trail.add(here);
        if (here.parent === "") break;
        const parent: HierarchyLevel | undefined = this.#levels.get(here.parent);
        if (!parent && this.#levels.size < mostLevels) {
          const message = `HL02 ${here.parent} names an HL that this set does not have`;
          this.#faults.push({ code: "hierarchyParentMissing", level: here, element: 2, value: here.parent, message });
        }
        here = parent;
      }
      for (const each of trail) done.add(each);
    }
    return this.#faults;
  }
}
