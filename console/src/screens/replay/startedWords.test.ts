import { expect, test } from "vitest";
import { startedWords } from "./startedWords.ts";

const planned = (delivery: string, refused?: string) =>
  ({
    delivery,
    document: `PO${delivery}`,
    type: "purchaseOrder",
    revision: 1,
    state: "failed",
    consequence: "",
    sameBytes: true,
    file: null,
    link: "two",
    acceptedBefore: false,
    doubtful: false,
    ...(refused !== undefined && { refused }),
  }) as const;

test("A replay that went as it was planned is told in a word.", () => {
  const plan = { replays: [planned("1"), planned("2", "it has not been tried yet")] };
  expect(startedWords(1, plan, plan)).toEqual({ title: "The replay has begun" });
  expect(startedWords(2, plan, plan)).toEqual({ title: "2 replays have begun" });
});

test("What changed since the plan was looked at is told with its reason, and what was refused before is not told again.", () => {
  const seen = { replays: [planned("1"), planned("2"), planned("3", "it is being sent at this moment"), planned("4")] };
  const started = {
    replays: [planned("1", "it may have arrived"), planned("2"), planned("3", "it has not been tried yet")],
  };
  expect(startedWords(1, seen, started)).toEqual({
    title: "The replay has begun",
    description: "Not replayed: PO1 revision 1, because it may have arrived.",
    bad: true,
  });
  const none = { replays: [planned("1", "it may have arrived"), planned("2", "it may have arrived")] };
  expect(startedWords(0, seen, none)).toEqual({
    title: "Nothing is replayed",
    description: "Not replayed: PO1 revision 1, because it may have arrived; 1 more changed as well.",
    bad: true,
  });
});
