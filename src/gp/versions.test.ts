import { describe, expect, it } from "vitest";
import { coverageOf, gpResources, supportOn, versionCoverage } from "./versions.ts";

describe("version coverage", () => {
  it.each([
    ["2015", "2015"],
    ["2015 R2", "2015"],
    ["GP 2016", "2016"],
    ["2018", "2018"],
    ["18.0", "2018"],
    ["18.x", "18.x"],
    ["18.5", "18.x"],
    ["18.7.1865", "18.x"],
    ["16.00", "2016"],
  ])("takes %s for %s", (configured, version) => {
    expect(coverageOf(configured).version).toBe(version);
  });

  it.each(["2013", "12.0", "2010", "", "latest", "19.1", "99999999999"])(
    "refuses %j with the versions that are covered",
    (configured) => {
      expect(() => coverageOf(configured)).toThrow(
        expect.objectContaining({
          code: "GP_VERSION_UNSUPPORTED",
          fix: expect.stringContaining("2015, 2016, 2018, 18.x"),
        }),
      );
    },
  );

  it("offers vendors from stock and purchase orders from no version's stock", () => {
    for (const row of versionCoverage.filter(({ channels }) => channels.includes("sba"))) {
      expect(row.resources.vendors).toBe("stock");
      expect(row.resources.purchaseOrders).toBe("custom");
    }
  });

  it("says something for every resource of every version", () => {
    for (const row of versionCoverage) expect(Object.keys(row.resources).sort()).toEqual([...gpResources].sort());
  });

  it("knows the last days of support", () => {
    const gp2016 = coverageOf("2016");
    expect(supportOn(gp2016, "2021-07-13" as never)).toBe("mainstream");
    expect(supportOn(gp2016, "2021-07-14" as never)).toBe("extended");
    expect(supportOn(gp2016, "2026-07-15" as never)).toBe("ended");
  });
});
