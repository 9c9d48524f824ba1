import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { resolveProfile } from "./resolve.ts";
import { sba } from "./sba.ts";
import { profileSchema } from "./schema.ts";

const refusal = (setting: unknown) => {
  try {
    resolveProfile(setting);
  } catch (error) {
    return error as { code: string; message: string; at: { field: string } };
  }
  throw new Error("it was accepted");
};

describe("a service profile", () => {
  it("is the built-in one by its name, which fits its own schema", () => {
    expect(resolveProfile("sba")).toBe(sba);
    expect(profileSchema.parse(sba)).toEqual(sba);
  });

  it("changes only what a site overrides", () => {
    const profile = resolveProfile({
      extends: "sba",
      resources: { purchaseOrders: { list: "{company}/Contoso/Purchasing/Orders" } },
    });
    expect(profile.resources.purchaseOrders?.list).toBe("{company}/Contoso/Purchasing/Orders");
    expect(profile.resources.purchaseOrders?.item).toBe(sba.resources.purchaseOrders?.item);
    expect(profile.resources.vendors).toEqual(sba.resources.vendors);
  });

  it("replaces lists as a whole and takes away with null", () => {
    const profile = resolveProfile({
      extends: "sba",
      errors: { patterns: [] },
      resources: { purchaseOrders: null },
      costCenter: { source: "project" },
    });
    expect(profile.errors.patterns).toEqual([]);
    expect(profile.resources).not.toHaveProperty("purchaseOrders");
    expect(profile.costCenter).toEqual({ source: "project" });
  });

  it("does not change the built-in one", () => {
    const before = JSON.stringify(sba);
    resolveProfile({ extends: "sba", resources: { vendors: { query: { from: "since" } } } });
    expect(JSON.stringify(sba)).toBe(before);
  });

  it("names an unknown key with its nearest valid one", () => {
    const { code, message, at } = refusal({
      extends: "sba",
      resources: { purchaseOrders: { pagging: {} } },
      costcentre: 1,
    });
    expect(code).toBe("GP_PROFILE_INVALID");
    expect(message).toContain("`resources.purchaseOrders.pagging` is not a key here; did you mean `paging`?");
    expect(message).toContain("did you mean `costCenter`?");
    expect(at.field).toBe("profile.resources.purchaseOrders.pagging");
  });

  it.each<[unknown, string]>([
    ["soap", "there is no profile"],
    ["__proto__", "there is no profile"],
    [7, "must be a profile's name"],
    [{ resources: {} }, "`extends` must name a built-in profile"],
    [{ extends: "sba", resources: { vendors: { paging: { size: 0 } } } }, "resources.vendors.paging.size"],
    [
      { extends: "sba", costCenter: { segment: "colour" } },
      "is none of account.segments (department, account, division)",
    ],
    [{ extends: "sba", errors: { patterns: [{ class: "rejected", text: "(" }] } }, "is not a regular expression"],
    [{ extends: "sba", fields: { column: { purchaseOrder: { numbr: "X" } } } }, "did you mean `number`?"],
    [JSON.parse('{"extends":"sba","__proto__":{"x":1}}'), "`__proto__` is not a key here"],
  ])("refuses %j", (setting, said) => {
    expect(refusal(setting).message).toContain(said);
  });

  it("is shown in full in profiles/sba.yaml", () => {
    const text = readFileSync(new URL("../../../profiles/sba.yaml", import.meta.url), "utf8");
    expect(parse(text)).toEqual(sba);
  });

  it("of the example for a site is valid", () => {
    const text = readFileSync(new URL("../../../profiles/contoso-power-tools.yaml", import.meta.url), "utf8");
    const profile = resolveProfile(parse(text));
    expect(profile.name).toBe("contoso-power-tools");
    expect(profile.resources.purchaseOrders).toMatchObject({ service: "custom", detail: true });
  });
});
