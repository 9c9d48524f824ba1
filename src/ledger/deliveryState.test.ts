import { describe, expect, it } from "vitest";
import { deliveryStates, deliveryTransitions, mayMove, precedingStates, settledStates } from "./deliveryState.ts";

describe("the states of a delivery", () => {
  it("are all reached from the first one", () => {
    const reached = new Set(["planned"]);
    for (let before = 0; before !== reached.size; ) {
      before = reached.size;
      for (const { from, to } of deliveryTransitions) if (reached.has(from)) reached.add(to);
    }
    expect([...reached].toSorted()).toEqual([...deliveryStates].toSorted());
  });

  it("end at sent, superseded and unneeded, and nowhere else", () => {
    const final = deliveryStates.filter((state) => !deliveryTransitions.some(({ from }) => from === state));
    expect(final.toSorted()).toEqual(["sent", "superseded", "unneeded"]);
  });

  it("never lead from a doubt back to sending without somebody settling it", () => {
    expect(mayMove("inDoubt", "sending")).toBe(false);
    expect(mayMove("sent", "sending")).toBe(false);
  });

  it("hold later revisions back exactly while something may still happen or is unknown", () => {
    for (const state of deliveryStates) {
      const open = !(settledStates as readonly string[]).includes(state) || state === "inDoubt";
      expect((precedingStates as readonly string[]).includes(state), state).toBe(open);
    }
  });
});
