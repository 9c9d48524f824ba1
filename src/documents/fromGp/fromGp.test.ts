import { describe, expect, it } from "vitest";
import { decimal } from "../../decimal/decimal.ts";
import type { GpPurchaseOrder, GpPurchaseOrderLine, GpVendor } from "../../gp/index.ts";
import { purchaseOrderSchema } from "../canonical/purchaseOrder.ts";
import { vendorSchema } from "../canonical/vendor.ts";
import { type GpReading, purchaseOrderFromGp } from "./purchaseOrder.ts";
import { vendorFromGp } from "./vendor.ts";

const reading: GpReading = { currencyCode: (id) => (id === "Z-US$" ? "USD" : undefined), functionalCurrency: "CAD" };

const gpLine = (change: Partial<GpPurchaseOrderLine> = {}): GpPurchaseOrderLine => ({
  ord: 16_384,
  itemNumber: "100XLG",
  nonInventory: false,
  quantityOrdered: decimal("11"),
  quantityCanceled: decimal("0"),
  unitOfMeasure: "Each",
  unitCost: decimal("28.46"),
  extendedCost: decimal("313.06"),
  status: "released",
  ...change,
});

const gpOrder = (change: Partial<GpPurchaseOrder> = {}): GpPurchaseOrder => ({
  number: "PO2075",
  type: "standard",
  status: "released",
  date: "2026-01-15" as GpPurchaseOrder["date"],
  vendorId: "ACETRAVE0001",
  vendorName: "A Travel Company",
  currencyId: "Z-US$",
  onHold: false,
  lines: [gpLine()],
  ...change,
});

describe("a purchase order of GP", () => {
  it("becomes one that the published schema takes, with nothing in it that GP has not", () => {
    const order = purchaseOrderFromGp(gpOrder(), reading);
    expect(purchaseOrderSchema.parse(order)).toEqual(order);
    expect(Object.values(order)).not.toContain(undefined);
    expect(order.lines[0]).toMatchObject({ line: 1, ord: 16_384, quantity: "11", extendedCost: "313.06" });
  });

  it("shows what is still wanted of a line that was canceled in part, and what that costs", () => {
    const partly = gpLine({ quantityCanceled: decimal("4") });
    const whole = gpLine({ ord: 32_768, quantityCanceled: decimal("11") });
    const { lines, totals } = purchaseOrderFromGp(gpOrder({ lines: [partly, whole] }), reading);
    expect(
      lines.map(({ quantity, quantityCanceled, extendedCost }) => [quantity, quantityCanceled, extendedCost]),
    ).toEqual([
      ["7", "4", "199.22"],
      ["0", "11", "0"],
    ]);
    expect(totals).toEqual({ subtotal: "199.22", total: "199.22" });
  });

  it.each([
    [{ currencyId: "Z-US$" }, "USD"],
    [{ currencyId: "GOLD" }, "GOLD"],
    [{ currencyId: "GOLD", currencyIsoCode: "XAU" }, "XAU"],
    [{ currencyId: undefined }, "CAD"],
  ])("with %j is in %s", (change, currency) => {
    expect(purchaseOrderFromGp(gpOrder(change as Partial<GpPurchaseOrder>), reading).currency).toBe(currency);
  });

  it("adds up its total where the service gives none, and leaves out amounts of zero", () => {
    const amounts = {
      freight: decimal("25"),
      tax: decimal("10.5"),
      tradeDiscount: decimal("5"),
      miscellaneous: decimal("0"),
    };
    expect(purchaseOrderFromGp(gpOrder(amounts), reading).totals).toEqual({
      subtotal: "313.06",
      tradeDiscount: "5",
      freight: "25",
      tax: "10.5",
      total: "343.56",
    });
  });

  it("takes the vendor's description of an item where GP has none of its own, and no empty item number", () => {
    const [line] = purchaseOrderFromGp(
      gpOrder({ lines: [gpLine({ itemNumber: "", vendorItemDescription: "Phone, green" })] }),
      reading,
    ).lines;
    expect(line).toMatchObject({ description: "Phone, green" });
    expect(line).not.toHaveProperty("itemNumber");
  });

  it("has no ship-to where GP's is empty", () => {
    expect(purchaseOrderFromGp(gpOrder({ shipTo: { lines: [] } }), reading)).not.toHaveProperty("shipTo");
  });
});

describe("a vendor of GP", () => {
  const gpVendor: GpVendor = {
    id: "ACETRAVE0001",
    name: "A Travel Company",
    status: "active",
    onHold: false,
    currencyId: "Z-US$",
    addressCodes: { primary: "PRIMARY" },
    addresses: [
      { code: "REMIT", lines: ["Box 9"] },
      { code: "PRIMARY", lines: ["123 Riley Street"], phone1: "29855501010000" },
    ],
    comments: [],
    userDefined: {},
  };

  it("becomes one that the published schema takes, its addresses in the order of their codes", () => {
    const vendor = vendorFromGp(gpVendor, reading);
    expect(vendorSchema.parse(vendor)).toEqual(vendor);
    expect(vendor.addresses.map(({ code }) => code)).toEqual(["PRIMARY", "REMIT"]);
    expect(vendor).toMatchObject({ currency: "USD" });
    expect(vendorFromGp({ ...gpVendor, addresses: gpVendor.addresses.toReversed() }, reading)).toEqual(vendor);
  });

  it("keeps the address of its own record where the service lists none", () => {
    const address = { code: "PRIMARY", lines: ["123 Riley Street"] };
    expect(vendorFromGp({ ...gpVendor, addresses: [], address }, reading).addresses).toEqual([address]);
  });
});
