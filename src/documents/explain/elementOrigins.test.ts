import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { resolvePartner } from "../../configuration/partnerSettings.ts";
import { type ReadableView, readableView } from "../../x12/index.ts";
import { purchaseOrderSchema } from "../canonical/purchaseOrder.ts";
import { elementOrigins } from "./elementOrigins.ts";

const qualifiers = resolvePartner("ACETRAVE0001", {}, {});
const folder = join(import.meta.dirname, "../../../test/golden/documents");
const files = readdirSync(folder).filter((file) => file.endsWith(".x12"));

function allElements(view: ReadableView): string[] {
  return view.interchanges.flatMap(({ header, groups, trailer }) =>
    [
      header,
      ...groups.flatMap((g) => [g.header, ...g.sets.flatMap((set) => set.segments), g.trailer]),
      trailer,
    ].flatMap((segment) => segment?.elements.map((element) => `${segment.position} ${element.ref}`) ?? []),
  );
}

describe.each(files)("%s", (file) => {
  const view = readableView(readFileSync(join(folder, file)));

  it("has no element that nobody explains", () => {
    const explained = elementOrigins(view, [1, 2, 3], qualifiers).map(({ position, ref }) => `${position} ${ref}`);
    expect(explained).toEqual(allElements(view));
  });
});

test("every path of an explanation leads to a value of the order that was sent", () => {
  const { order } = JSON.parse(readFileSync(join(folder, "dropShip.order.json"), "utf8"));
  const content = purchaseOrderSchema.parse(order);
  const view = readableView(readFileSync(join(folder, "dropShip.x12")));
  const origins = elementOrigins(
    view,
    content.lines.map(({ line }) => line),
    qualifiers,
  );
  const paths = [...new Set(origins.flatMap(({ origin }) => origin.path ?? []))];
  expect(paths.length).toBeGreaterThan(15);
  const absent = paths.filter((path) => {
    const steps = path.replaceAll(/\[(\d+)\]/g, ".$1").split(".");
    return (
      steps.reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], content) === undefined
    );
  });
  // Told where nothing stands in GP: the company's own name, and a country that GP knows by name only.
  expect(absent.filter((path) => !/shipTo\.name$|countryCode$/.test(path))).toEqual([]);
});

test("a line that the order does not have any more is explained without a place in it", () => {
  const view = readableView(readFileSync(join(folder, "PO2075-change.x12")));
  const deleted = elementOrigins(view, [1, 3], qualifiers).filter(({ origin }) => origin.gp === "POP10110.ORD");
  expect(deleted.map(({ origin }) => origin.path)).toEqual(["lines[0].line", "lines[1].line", undefined]);
});

test("the partner's setting says which date and which item number stands behind a code", () => {
  const view = readableView(readFileSync(join(folder, "PO2075.x12")));
  const settings = resolvePartner(
    "ACETRAVE0001",
    {
      lineDates: [{ qualifier: "002", from: "requestedDate" }],
      productIds: [{ qualifier: "BP", from: "vendorItemNumber" }],
    },
    {},
  );
  const origins = elementOrigins(view, [1, 2, 3], settings);
  const pathsOf = (ref: string) => origins.filter((each) => each.ref === ref).map(({ origin }) => origin.path);
  expect(pathsOf("PO107")[0]).toBe("lines[0].vendorItemNumber");
  expect(pathsOf("DTM02")).toContain("lines[0].requestedDate");
});
