import { expect, test } from "vitest";
import { alreadyInCleo } from "./alreadyInCleo.ts";

const planned = (acceptedBefore: boolean, doubtful: boolean, refused?: string) =>
  ({
    delivery: "dlv_1",
    document: "PO1",
    type: "purchaseOrder",
    revision: 1,
    state: "failed",
    consequence: "",
    sameBytes: true,
    file: null,
    link: "two",
    acceptedBefore,
    doubtful,
    ...(refused !== undefined && { refused }),
  }) as const;
const counted = (total: number, accepted: number, doubtful: number) => ({
  filter: { given: {}, total, refused: 0, accepted, doubtful, links: ["two"] },
  replays: [],
});

test("What Cleo has is told from what it may have, by the counts of a filter.", () => {
  expect(alreadyInCleo(counted(300, 5, 3))).toBe("Cleo has 2 of them already and may have 3");
  expect(alreadyInCleo(counted(3, 3, 3))).toBe("Cleo may have all of them already");
  expect(alreadyInCleo(counted(3, 3, 0))).toBe("Cleo has all of them already");
  expect(alreadyInCleo(counted(1, 1, 1))).toBe("Cleo may have it already");
  expect(alreadyInCleo(counted(3, 0, 0))).toBeUndefined();
});

test("Of what was named, what is not replayed does not count.", () => {
  const refused = planned(true, true, "it may have arrived");
  expect(alreadyInCleo({ replays: [planned(true, false), planned(false, false), refused] })).toBe(
    "Cleo has 1 of them already",
  );
  expect(alreadyInCleo({ replays: [refused] })).toBeUndefined();
});
