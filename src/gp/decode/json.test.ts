import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isObject, type JsonObject, member, parseJson } from "./json.ts";

describe("JSON", () => {
  it.each(["28.46000", "0.1", "1e-5", "9007199254740993", "123456789012345678.12345", "-0", "1E400"])(
    "keeps the number %s digit for digit",
    (number) => {
      expect(JSON.stringify(parseJson(`[${number}]`))).toBe(`[${number}]`);
    },
  );

  it("gives every other value back as it was", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false, depthSize: "xsmall" }), (value) => {
        const text = JSON.stringify(value);
        if (text.includes("\\u0000") || text.includes("__proto__")) return;
        expect(JSON.stringify(parseJson(text))).toBe(text);
      }),
    );
  });

  it("holds no text that a database cannot store", () => {
    expect(parseJson('["a\\u0000b","\\ud800"]')).toEqual(["ab", "\ufffd"]);
  });

  it("finds own members only", () => {
    const object = parseJson('{"a":1,"__proto__":{"b":2}}') as JsonObject;
    expect(member(object, "constructor")).toBeUndefined();
    expect(member(object, "b")).toBeUndefined();
    expect(isObject(parseJson("1.5"))).toBe(false);
  });

  it("throws what its caller expects for what is no JSON", () => {
    expect(() => parseJson("{")).toThrow(SyntaxError);
    expect(() => parseJson("[".repeat(1_000_000))).toThrow();
  });
});
