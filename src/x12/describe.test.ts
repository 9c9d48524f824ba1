import { describe, expect, test } from "vitest";
import { describeX12, renderDescription } from "./describe.ts";
import { releases } from "./schema/definition.ts";
import { knownSets, releaseSchema } from "./schema/schema.ts";

const text = (what: string, version?: string) => {
  const described = describeX12(what, version);
  return described && renderDescription(described);
};

describe("a set", () => {
  test("is told as its segments and loops", () => {
    expect(text("997")).toBe(`997 Functional Acknowledgment · GS01 FA · 004010

ST   Transaction Set Header              M
AK1  Functional Group Response Header    M
AK2  Transaction Set Response Header        loop any number
  AK3  Data Segment Note                    loop any number
    AK4  Data Element Note                  up to 99
  AK5  Transaction Set Response Trailer  M
AK9  Functional Group Response Trailer   M
SE   Transaction Set Trailer             M
`);
  });

  test("has in each release what that release has", () => {
    expect(text("850", "004010")).not.toMatch(/\n {2}MSG.+\n {2}MTX/);
    expect(text("850", "004030VICS")).toMatch(/N9 {3}Reference.+\n {2}DTM.+\n {2}MSG.+\n {2}MTX/);
  });
});

test("a segment is told with its elements and its rules in words", () => {
  expect(text("N1")).toBe(`N1 Name · 004010

N101     98    M  ID 2/3        Entity Identifier Code
N102     93    X  AN 1/60       Name
N103     66    X  ID 1/2        Identification Code Qualifier
N104     67    X  AN 2/80       Identification Code
N105     706   O  ID 2/2        Entity Relationship Code
N106     98    O  ID 2/3        Entity Identifier Code

R0203      N102 or N103 must stand
P0304      N103 and N104 stand together or not at all
`);
});

test("an element is told with its codes", () => {
  expect(text("AK901")).toMatch(/^AK901 {4}715 +M {2}ID 1\/1.+\n\nNo other codes than these:\n {2}A {5}Accepted\n/);
  expect(text("POC05")).toContain("  C001-1  355   M  ID 2/2");
});

test("what the tables do not have is undefined", () => {
  for (const what of ["", "840", "QQQ", "N199", "N1x1"]) expect(describeX12(what)).toBeUndefined();
});

test("everything that the tables have can be told, and is plain JSON", () => {
  for (const release of releases) {
    for (const what of [...knownSets(), ...releaseSchema(release).segments.keys()]) {
      const described = describeX12(what, release);
      expect(JSON.parse(JSON.stringify(described))).toEqual(described);
      expect(described && renderDescription(described)).not.toMatch(/undefined|Infinity|NaN/);
    }
  }
});
