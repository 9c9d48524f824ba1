import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { judgeRefusal } from "./call/refusal.ts";
import { decodeRecord } from "./decode/decodeRecord.ts";
import { findList } from "./decode/envelope.ts";
import { parseJson } from "./decode/json.ts";
import { resolveProfile } from "./profile/resolve.ts";
import { profileSchema } from "./profile/schema.ts";

const page = readFileSync(new URL("../../docs/gp-service.md", import.meta.url), "utf8");
const profile = resolveProfile("sba");

const samples = (kind: string): string[] =>
  [...page.matchAll(/```\w+ (\w+)\n([\s\S]*?)```/g)].flatMap(([, of, text = ""]) => (of === kind ? [text] : []));

describe("docs/gp-service.md", () => {
  it("shows purchase orders that are read as they are shown, the same in both styles", () => {
    const texts = samples("purchaseOrders");
    expect(texts).toHaveLength(2);
    const lines = texts.map((text) => {
      const list = findList(parseJson(text), { list: ["PurchaseOrders"], item: [], total: [] }, () => false);
      if (!list.found) throw new Error(list.reason);
      const record = decodeRecord(
        "purchaseOrders",
        list.rows[0] ?? null,
        { profile, timeZone: "America/Chicago" },
        "TWO",
      );
      if (!record.ok) throw record.problem;
      expect(record.record).toMatchObject({
        number: "PO2024",
        status: "released",
        date: "2026-01-12",
        promisedDate: "2026-01-19",
        subtotal: "313.06",
      });
      return record.record.lines;
    });
    expect(lines[0]).toEqual(lines[1]);
    expect(lines[0]?.[0]).toMatchObject({ quantityOrdered: "11", unitCost: "28.46", costCenter: "300" });
  });

  it("shows an error that is sorted as it says", () => {
    const [text = ""] = samples("errors");
    const refusal = judgeRefusal({ status: 422, headers: {}, body: Buffer.from(text) }, profile, new Date(0));
    expect(refusal).toMatchObject({ kind: "GP_PERIOD_CLOSED", codes: ["PeriodClosed"] });
  });

  it("shows profiles that are valid", () => {
    const texts = samples("profile");
    expect(texts.length).toBeGreaterThan(0);
    for (const text of texts) expect(() => resolveProfile(parse(text))).not.toThrow();
  });

  it("names every key of a profile", () => {
    for (const key of Object.keys(profileSchema.shape)) {
      if (key !== "name" && key !== "verbs") expect(page, key).toMatch(new RegExp(`\`${key}[\`.]`));
    }
  });
});
