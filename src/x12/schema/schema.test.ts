import { describe, expect, test } from "vitest";
import { type LoopUse, releases, type SegmentUse } from "./definition.ts";
import { readSet } from "./notation.ts";
import {
  codeMeaning,
  elementDefinition,
  functionalIdOf,
  knownSets,
  releaseFor,
  releaseSchema,
  schemaFor,
  segmentDefinition,
} from "./schema.ts";

const length = (version: string, segment: string, position: number) => {
  const element = segmentDefinition(version, segment)?.elements[position - 1]?.element;
  return element?.kind === "element" ? `${element.type} ${element.min}/${element.max}` : element?.number;
};

describe("every release", () => {
  test.each(releases)("%s has tables for all sets, made of segments that exist", (release) => {
    const schema = releaseSchema(release);
    expect([...schema.sets.keys()]).toEqual(knownSets());
    const walk = (uses: readonly (SegmentUse | LoopUse)[]): void => {
      for (const use of uses) {
        if (use.kind === "segment") expect(use.segment).toBe(schema.segments.get(use.id));
        else {
          expect(use.children[0]).toMatchObject({ kind: "segment", id: use.id, requirement: "M", max: 1 });
          walk(use.children);
        }
      }
    };
    for (const set of schema.sets.values()) {
      expect(set.children.at(0)?.id).toBe("ST");
      expect(set.children.at(-1)?.id).toBe("SE");
      walk(set.children);
    }
  });

  test.each(releases)("%s has rules over elements that exist, and lengths that can be met", (release) => {
    const schema = releaseSchema(release);
    for (const segment of schema.segments.values()) {
      for (const rule of segment.rules) {
        expect(Math.max(...rule.positions), `${segment.id} ${rule.text}`).toBeLessThanOrEqual(segment.elements.length);
      }
    }
    for (const element of schema.elements.values()) {
      if (element.kind === "element") expect(element.min, element.number).toBeLessThanOrEqual(element.max);
    }
  });
});

test("the tables say what implementation guides say", () => {
  expect(length("004010", "BEG", 3)).toBe("AN 1/22");
  expect(length("004010", "PO1", 4)).toBe("R 1/17");
  expect(length("004010", "TDS", 1)).toBe("N 1/15");
  expect(length("004010", "N4", 3)).toBe("ID 3/15");
  expect(length("004010", "AK4", 1)).toBe("C030");
  expect(segmentDefinition("004010", "N1")?.rules.map(({ text }) => text)).toEqual(["R0203", "P0304"]);
  expect(segmentDefinition("004010", "PO1")?.rules).toHaveLength(12);
  expect(segmentDefinition("004010", "TDS")?.elements[0]?.element).toMatchObject({ type: "N", decimals: 2 });
  expect(segmentDefinition("004010", "QQQ")).toBeUndefined();
});

test("releases differ where they differ", () => {
  const across = (segment: string, position: number) => releases.map((release) => length(release, segment, position));
  expect(across("REF", 2)).toEqual(["AN 1/30", "AN 1/30", "AN 1/30", "AN 1/30", "AN 1/50"]);
  expect(across("PER", 4).at(-1)).toBe("AN 1/256");
  expect(across("N1", 2)).toEqual(["AN 1/35", "AN 1/35", "AN 1/60", "AN 1/60", "AN 1/60"]);
  expect(across("DTM", 2)).toEqual(["DT 6/6", "DT 6/6", "DT 8/8", "DT 8/8", "DT 8/8"]);
  expect(across("IT1", 2)).toEqual(["R 1/10", "R 1/10", "R 1/10", "R 1/10", "R 1/15"]);
  expect(across("AK3", 2).at(-1)).toBe("N 1/10");
  expect(segmentDefinition("004010", "ST")?.elements).toHaveLength(2);
  expect(segmentDefinition("005010", "ST")?.elements).toHaveLength(3);
});

test("a version names its release in front of an industry suffix, or takes the nearest one", () => {
  expect(releaseFor("004010VICS")).toEqual({ release: "004010", exact: true });
  expect(releaseFor("004060")).toEqual({ release: "004030", exact: false });
  expect(releaseFor("006020")).toEqual({ release: "005010", exact: false });
  expect(releaseFor("003010")).toEqual({ release: "003040", exact: false });
  expect(releaseFor("")).toEqual({ release: "004010", exact: false });
});

test("codes have meanings, and only complete lists judge", () => {
  expect(codeMeaning("004010", "353", "05")).toBe("Replace");
  expect(codeMeaning("004010", "353", "99")).toBeUndefined();
  expect(elementDefinition("004010", "668")).toMatchObject({ codes: { complete: true } });
  expect(elementDefinition("004010", "98")).toMatchObject({ codes: { complete: false } });
});

test("sets are found by version and id, with the group that carries them", () => {
  expect(schemaFor("005010VICS", "850")).toMatchObject({
    name: "Purchase Order",
    functionalId: "PO",
    release: "005010",
  });
  expect(schemaFor("004010", "840")).toBeUndefined();
  for (const id of knownSets()) expect(schemaFor("004010", id)?.functionalId).toBe(functionalIdOf(id));
});

test("a table that cannot be read is told by its line", () => {
  const table = "\n850 Purchase Order (PO)\n\nBEG  M\nREF  many\n";
  expect(() => readSet(table, "004010", releaseSchema("004010").segments)).toThrow('cannot read "REF  many"');
});
