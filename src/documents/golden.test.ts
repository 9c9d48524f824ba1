/**
 * Orders from test/golden/documents/*.order.json, each with the settings of a partner, as the X12 and as the JSON that
 * the partner gets. `UPDATE_GOLDEN=1 vitest run src/documents/golden.test.ts` writes those anew.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { expectGolden } from "../../test/golden/expectGolden.ts";
import type { PartnerInput } from "../configuration/partnerSchema.ts";
import { resolvePartner } from "../configuration/partnerSettings.ts";
import { validate } from "../x12/index.ts";
import { purchaseOrderSchema } from "./canonical/purchaseOrder.ts";
import type { Purpose } from "./file/json.ts";
import { render } from "./render.ts";

const folder = join(import.meta.dirname, "../../test/golden/documents");
const names = readdirSync(folder)
  .filter((file) => file.endsWith(".order.json"))
  .map((file) => file.slice(0, -".order.json".length));

describe.each(names)("the order %s", (name) => {
  const given = JSON.parse(readFileSync(join(folder, `${name}.order.json`), "utf8")) as {
    purpose: Purpose;
    partner: PartnerInput;
    order: unknown;
  };
  const content = purchaseOrderSchema.parse(given.order);
  const written = (change: PartnerInput): Uint8Array => {
    const partner = resolvePartner(content.vendor.id, { ...given.partner, ...change }, {});
    const result = render(
      {
        subject: { type: "purchaseOrder", key: content.number, content, folder: "upload/850", partner },
        buyer: { database: "TWO", name: "Fabrikam, Inc." },
        us: { isa: { qualifier: "ZZ", id: "FABRIKAM" }, gs: "FABRIKAM" },
        revision: 1,
        jobId: "job_1",
        purpose: given.purpose,
        sentAt: { date: "2026-01-15", time: "09:30" },
      },
      { interchange: 7, group: 12, set: "0001" },
    );
    if (!result.ok) throw new Error(JSON.stringify(result.problems, null, 2));
    return result.file.bytes;
  };

  it("goes out as valid X12", () => {
    const bytes = written({});
    expect(validate(bytes).faults).toEqual([]);
    expectGolden(`documents/${name}.x12`, bytes);
  });

  it("goes out as JSON", () => {
    expectGolden(`documents/${name}.json`, written({ format: "json" }));
  });
});
