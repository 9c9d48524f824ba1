import { describe, expect, it } from "vitest";
import { draftStates, draftTransitions, mayDraftMove, openDraftStates } from "./draftState.ts";

describe("the states of a draft", () => {
  it("are all reached from review", () => {
    const reached = new Set<string>(["review"]);
    for (let before = 0; before !== reached.size; ) {
      before = reached.size;
      for (const { from, to } of draftTransitions) if (reached.has(from)) reached.add(to);
    }
    expect([...reached].toSorted()).toEqual([...draftStates].toSorted());
  });

  it("end at created and rejected, and nowhere else", () => {
    const final = draftStates.filter((state) => !draftTransitions.some(({ from }) => from === state));
    expect(final.toSorted()).toEqual(["created", "rejected"]);
  });

  it("lead from a doubt to nothing but what was found out, and never from a doubt to a rejection", () => {
    const found = draftStates.filter((state) => mayDraftMove("inDoubt", state));
    expect(found.toSorted()).toEqual(["blocked", "created", "failed"]);
  });

  it("let a person change exactly what was not entered and is not on its way", () => {
    for (const state of openDraftStates) expect(mayDraftMove(state, "rejected"), state).toBe(true);
    for (const state of ["creating", "inDoubt", "created"] as const)
      expect(mayDraftMove(state, "rejected")).toBe(false);
  });
});
