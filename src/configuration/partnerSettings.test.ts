import { describe, expect, test } from "vitest";
import { currencyCode, overlongPolicy, resolvePartner, routingOf, termsOf, unitCode } from "./partnerSettings.ts";

const plain = resolvePartner("default", {}, {});

describe("units of measure", () => {
  test.each([
    ["Each", "EA"],
    ["EACH ", "EA"],
    ["case", "CA"],
    ["Box", "BX"],
    ["Pack", "PK"],
    ["Foot", "FT"],
    ["Dozen", "DZ"],
    ["Pound", "LB"],
    ["Hour", "HR"],
  ])("%s is %s", (unit, code) => {
    expect(unitCode(plain, unit)).toBe(code);
  });

  test("one that is not mapped has no code, so that the document stops", () => {
    expect(unitCode(plain, "Spool")).toBeUndefined();
    expect(unitCode(plain, "toString")).toBeUndefined();
  });

  test("a partner's own code wins over the default's, whatever the capitals", () => {
    const settings = resolvePartner("V", { units: { CASE: "CS" } }, { units: { Case: "CT", Spool: "SO" } });
    expect([unitCode(settings, "Case"), unitCode(settings, "spool"), unitCode(settings, "Each")]).toEqual([
      "CS",
      "SO",
      "EA",
    ]);
  });

  test("a code read back gives the units it can mean, what the partner said first", () => {
    const settings = resolvePartner("V", { unitsInbound: { EA: "Unit" } }, {});
    expect(settings.unitsInbound.EA?.slice(0, 2)).toEqual(["Unit", "Each"]);
    expect(settings.unitsInbound.CS?.[0]).toBe("Case");
  });
});

describe("currencies", () => {
  test.each([
    ["Z-US$", "USD"],
    ["z-c$ ", "CAD"],
    ["EUR", "EUR"],
  ])("%s is %s", (id, code) => {
    expect(currencyCode(plain, id)).toBe(code);
  });

  test("one that is neither mapped nor an ISO code has none", () => {
    expect([currencyCode(plain, "DOLLARS"), currencyCode(plain, "QQQ")]).toEqual([undefined, undefined]);
  });
});

describe("payment terms", () => {
  test.each([
    ["Net 30", { type: "05", basis: "3", netDays: 30 }],
    ["NET 45 DAYS", { netDays: 45 }],
    ["2% 10/Net 30", { type: "08", discountPercent: "2", discountDays: 10, netDays: 30 }],
    ["1.5% 15, net 60", { type: "08", discountPercent: "1.5", discountDays: 15, netDays: 60 }],
    ["EOM", { type: "02" }],
    ["As agreed with Joe", { type: "14", text: "As agreed with Joe" }],
  ])("%s", (id, terms) => {
    expect(termsOf(plain, id)).toMatchObject(terms);
  });
});

test("a shipping method without a mapping is sent as text", () => {
  expect([routingOf(plain, "GROUND"), routingOf(plain, "BY MULE")]).toEqual([
    { method: "M", text: "GROUND" },
    { text: "BY MULE" },
  ]);
});

test("a text too long for an element is refused unless its policy says otherwise", () => {
  const settings = resolvePartner("V", { overlong: { N401: "cut" } }, { overlong: { default: "split" } });
  expect([
    overlongPolicy(plain, "PO107"),
    overlongPolicy(plain, "PID05"),
    overlongPolicy(settings, "N401"),
    overlongPolicy(settings, "PO107"),
  ]).toEqual(["error", "split", "cut", "split"]);
});

test("a partner that says no cost center is sent none, though the default has one", () => {
  expect(
    resolvePartner("V", { costCenterQualifier: null }, { costCenterQualifier: "DP" }).costCenterQualifier,
  ).toBeNull();
});

test("the interchange version follows the release unless it is given", () => {
  expect([
    resolvePartner("V", { version: "005010" }, {}).interchangeVersion,
    resolvePartner("V", { version: "005010", interchangeVersion: "00401" }, {}).interchangeVersion,
  ]).toEqual(["00501", "00401"]);
});
