import { describe, expect, test } from "vitest";
import { parseServicePath } from "./servicePath.ts";

describe("a service URL", () => {
  test("has tenant, company, service and key, whatever the case of the application", () => {
    const expected = {
      tenant: "DefaultTenant",
      company: "Fabrikam, Inc.",
      service: "Dynamics/Purchasing/Vendors",
      keys: ["BUSINESS MAG"],
    };
    const tail = "Tenants(DefaultTenant)/Companies(Fabrikam%2C%20Inc.)/Dynamics/Purchasing/Vendors(BUSINESS%20MAG)";
    expect(parseServicePath(`/GPService/${tail}`)).toEqual(expected);
    expect(parseServicePath(`/gpservice/${tail}`)).toEqual(expected);
  });

  test("may encode the outer parentheses, and names may hold their own", () => {
    expect(
      parseServicePath("/GPService/Tenants%28DefaultTenant%29/Companies(Soci%C3%A9t%C3%A9%20(Nord))/A/B/C"),
    ).toEqual({
      tenant: "DefaultTenant",
      company: "Société (Nord)",
      service: "A/B/C",
    });
  });

  test("splits key parts at the semicolon, but not at an encoded one", () => {
    expect(parseServicePath("/GPService/Tenants(T)/Companies(TWO)/P/S/Batches(a%3Bb;c%2Fd)")?.keys).toEqual([
      "a;b",
      "c/d",
    ]);
  });

  test("names the discovery page", () => {
    expect(parseServicePath("/GPService/Tenants(DefaultTenant)/help")).toEqual({
      tenant: "DefaultTenant",
      service: "help",
    });
  });

  test.each(["/", "/GPService", "/Other/Tenants(T)/help", "/GPService/Tenants(T)", "/GPService/Tenants(%)/help"])(
    "%s is none",
    (path) => {
      expect(parseServicePath(path)).toBeUndefined();
    },
  );
});
