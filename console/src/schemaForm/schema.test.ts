import { describe, expect, test } from "vitest";
import configuration from "../../../docs/configuration.schema.json" with { type: "json" };
import { fieldTitle, type Schema, textFault, withMember, withoutNull } from "./schema.ts";

test.each([
  ["costCenterQualifier", "Cost center qualifier"],
  ["send997", "Send 997"],
  ["isa", "ISA"],
  ["855", "855"],
])("the key %s is called %s", (key, title) => {
  expect(fieldTitle(key)).toBe(title);
});

test("a member that is taken out leaves nothing behind, not an empty object", () => {
  expect(withMember({ usage: "T" }, "usage", undefined)).toBeUndefined();
  expect(withMember(undefined, "usage", "P")).toEqual({ usage: "P" });
  expect(withMember({ a: null, b: 1 }, "b", undefined)).toEqual({ a: null });
});

describe("every pattern of the published schema", () => {
  const partner = configuration.properties.links.items.properties.partners.additionalProperties as unknown as Schema;
  const patterns = JSON.stringify(partner).match(/"pattern": ?"(?:[^"\\]|\\.)*"/g) ?? [];

  test("is one that a browser can check", () => {
    expect(patterns.length).toBeGreaterThan(5);
    for (const text of patterns) {
      const { pattern } = JSON.parse(`{${text}}`) as { pattern: string };
      expect(() => textFault({ pattern }, "x")).not.toThrow();
    }
  });

  test("a field that may be left out of the document is found to be such", () => {
    const found = withoutNull(partner.properties?.costCenterQualifier ?? {});
    expect(found).toMatchObject({ nullable: true, schema: { type: "string", pattern: "^[A-Z0-9]{2,3}$" } });
    expect(withoutNull(partner.properties?.usage ?? {}).nullable).toBe(false);
  });
});
