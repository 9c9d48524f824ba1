import { describe, expect, it } from "vitest";
import { inboundStates, inboundTransitions, retriableStates } from "./inboundState.ts";

describe("the states of an inbound document", () => {
  it("can all be reached from the two in which a document is stored", () => {
    const reached = new Set<string>(["received", "quarantined"]);
    for (let before = 0; before < reached.size; ) {
      before = reached.size;
      for (const { from, to } of inboundTransitions) if (reached.has(from)) reached.add(to);
    }
    expect(inboundStates.filter((state) => !reached.has(state))).toEqual([]);
  });

  it("leave no document stuck: from each, a worker or a person gets on", () => {
    expect(inboundStates.filter((state) => !inboundTransitions.some(({ from }) => from === state))).toEqual([]);
    expect(inboundStates.filter((state) => !retriableStates.includes(state))).toEqual(["received", "processing"]);
  });
});
