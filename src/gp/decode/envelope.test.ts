import { describe, expect, it } from "vitest";
import { findItem, findList } from "./envelope.ts";
import { type JsonObject, type JsonValue, parseJson } from "./json.ts";

const paths = { list: ["Vendors"], item: ["Vendor"], total: ["Total"] };
const isRecord = (object: JsonObject) => "Key" in object;
const a = { Key: { Id: "A" } };
const b = { Key: { Id: "B" } };

describe("the rows of an answer", () => {
  it.each<[string, JsonValue, number]>([
    ["the profile's list", { Vendors: [a, b], Other: [] }, 2],
    ["an empty list", { Vendors: [] }, 0],
    ["a null list", { Vendors: null }, 0],
    ["a bare array", [a, b], 2],
    ["a bare object", a, 1],
    ["one array under another name", { value: [a, b] }, 2],
    ["a payload with a status", { Status: "OK", Message: null, Payload: [a, b] }, 2],
    ["a payload inside a result", { Result: { Items: [a], Count: 1 } }, 1],
    ["a payload beside empty errors", { Data: [a], Errors: [] }, 1],
  ])("are found in %s", (_, answer, count) => {
    expect(findList(answer, paths, isRecord)).toMatchObject({ found: true, rows: { length: count } });
  });

  it("come with the announced total as number or text", () => {
    expect(findList({ Vendors: [a], Total: 7 }, paths, isRecord)).toMatchObject({ total: 7 });
    expect(findList({ Vendors: [a], Total: "7" }, paths, isRecord)).toMatchObject({ total: 7 });
    expect(findList(parseJson('{"Vendors":[],"Total":1e99}'), paths, isRecord)).not.toHaveProperty("total");
  });

  it.each<[string, JsonValue]>([
    ["a text", "hello"],
    ["two lists", { x: [a], y: [b] }],
    ["errors only", { Errors: [{ Message: "no" }] }],
    ["nothing", {}],
  ])("are not guessed from %s", (_, answer) => {
    const outcome = findList(answer, paths, isRecord);
    expect(outcome.found).toBe(false);
    if (!outcome.found) expect(outcome.reason).not.toBe("");
  });
});

describe("the one record of an answer", () => {
  it.each<[string, JsonValue]>([
    ["alone", a],
    ["under the profile's name", { Vendor: a }],
    ["wrapped once", { Status: "OK", Payload: a }],
    ["as a list of one", [a]],
    ["as a payload list of one", { Vendors: [a] }],
  ])("is found %s", (_, answer) => {
    expect(findItem(answer, paths, isRecord)).toEqual({ found: true, object: a });
  });

  it("is not guessed from several", () => {
    expect(findItem([a, b], paths, isRecord)).toMatchObject({ found: false });
  });
});
