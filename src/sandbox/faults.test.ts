import { describe, expect, test } from "vitest";
import { createFaultBoard, type FaultInput, fault, seededRandom } from "./faults.ts";
import { parseFault } from "./faultText.ts";

const upload = { operation: "cleo.upload", method: "PUT", path: "/api/folders/upload/850/a.x12" } as const;
const board = (...faults: FaultInput[]) =>
  createFaultBoard(
    seededRandom(7),
    faults.map((given) => fault.parse(given)),
  );

describe("armed faults", () => {
  test("meet the next n requests and are spent then", () => {
    const faults = board({ target: "cleo.upload", times: 2, effect: { kind: "lostAnswer" } });
    expect([faults.strike(upload), faults.strike(upload), faults.strike(upload)].map((effect) => effect?.kind)).toEqual(
      ["lostAnswer", "lostAnswer", undefined],
    );
    expect(faults.list()).toEqual([]);
  });

  test("let as many requests through first as they are told to", () => {
    const faults = board({ target: "cleo", skip: 1, effect: { kind: "hang" } });
    expect(faults.strike(upload)).toBeUndefined();
    expect(faults.strike(upload)?.kind).toBe("hang");
  });

  test("meet only the target, method and path that they name", () => {
    const faults = board({ target: "cleo.upload", method: "PUT", path: "/850/", effect: { kind: "hang" } });
    expect(faults.strike({ ...upload, operation: "cleo.list" })).toBeUndefined();
    expect(faults.strike({ ...upload, method: "POST" })).toBeUndefined();
    expect(faults.strike({ ...upload, path: "/api/folders/upload/vendors/a.json" })).toBeUndefined();
    expect(faults.strike(upload)).toBeDefined();
  });

  test("with a probability repeat themselves for the same seed", () => {
    const run = () => {
      const faults = board({ target: "cleo", probability: 0.3, effect: { kind: "lostAnswer" } });
      return Array.from({ length: 200 }, () => faults.strike(upload) !== undefined);
    };
    expect(run()).toEqual(run());
    const hits = run().filter(Boolean).length;
    expect(hits).toBeGreaterThan(30);
    expect(hits).toBeLessThan(90);
  });

  test("refuse a target that no request has", () => {
    expect(() => fault.parse({ target: "cleo.uplod", effect: { kind: "hang" } })).toThrow(/no request has this name/);
  });
});

describe("a fault in one word", () => {
  test.each([
    ["lostAnswer:x2", { target: "cleo.upload", times: 2, effect: { kind: "lostAnswer" } }],
    ["html502:0.1@cleo.list", { target: "cleo.list", probability: 0.1, effect: { kind: "status", status: 502 } }],
    ["status=500@gp.vendors", { target: "gp.vendors", effect: { kind: "status", status: 500 } }],
    ["delay=2000:x1@gp", { target: "gp", times: 1, effect: { kind: "delay", ms: 2000 } }],
    ["slowAnswer=90@cleo.upload", { target: "cleo.upload", effect: { kind: "slowAnswer", ms: 90 } }],
    ["serviceStopped", { target: "gp", effect: { kind: "status", status: 503 } }],
  ])("%s", (text, expected) => {
    expect(parseFault(text)).toEqual({ skip: 0, ...expected });
  });

  test.each(["", "explode", "lostAnswer=3", "status", "delay", "lostAnswer:", "lostAnswer@"])("%j is none", (text) => {
    expect(() => parseFault(text)).toThrow(RangeError);
  });
});
