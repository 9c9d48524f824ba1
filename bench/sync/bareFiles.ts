import { partnerDefaults, resolvePartner } from "../../src/configuration/partnerSettings.ts";
import { decimal } from "../../src/decimal/decimal.ts";
import type { PurchaseOrder, PurchaseOrderLine } from "../../src/documents/canonical/purchaseOrder.ts";
import { render } from "../../src/documents/render.ts";

/** A file as the connector would send it, so that whoever receives it has the same to do with it. */
export interface BareFile {
  name: string;
  bytes: Uint8Array;
}

/** 850s of five lines, one for each order, with control numbers from 1 on. */
export function bareFiles(count: number): BareFile[] {
  const identity = { isa: { qualifier: "ZZ", id: "PARTNER" }, gs: "PARTNER" } as const;
  const partner = resolvePartner("default", identity, partnerDefaults);
  return Array.from({ length: count }, (_, index) => {
    const content = order(`PO${String(index + 1).padStart(8, "0")}`);
    const rendered = render(
      {
        subject: { type: "purchaseOrder", key: content.number, content, folder: "upload/850", partner },
        buyer: { database: "TWO", name: "Fabrikam, Inc." },
        us: { isa: { qualifier: "ZZ", id: "FABRIKAM" }, gs: "FABRIKAM" },
        revision: 1,
        jobId: "bench",
        purpose: "original",
        sentAt: { date: "2026-01-15", time: "09:30" },
      },
      { interchange: index + 1, group: index + 1, set: "0001" },
    );
    if (!rendered.ok) throw new Error(JSON.stringify(rendered.problems));
    return { name: rendered.file.fileName, bytes: rendered.file.bytes };
  });
}

function order(number: string): PurchaseOrder {
  return {
    number,
    type: "standard",
    status: "released",
    onHold: false,
    orderDate: "2026-01-15",
    promisedDate: "2026-01-22",
    currency: "USD",
    vendor: {
      id: "NORTHWIND33",
      name: "Northwind Wholesale 33",
      address: address("9053 Market Street", "Fargo", "ND"),
    },
    shipTo: { ...address("4277 West Oak Parkway", "Chicago", "IL"), name: "Fabrikam, Inc." },
    buyer: "JMILLER",
    paymentTerms: "Net 30",
    shippingMethod: "GROUND",
    lines: Array.from({ length: 5 }, (_, index) => line(index + 1)),
    totals: { subtotal: decimal("1565.30"), total: decimal("1565.30") },
  };
}

function address(street: string, city: string, state: string) {
  return { code: "PRIMARY", lines: [street], city, state, postalCode: "58102", country: "United States" };
}

function line(number: number): PurchaseOrderLine {
  return {
    line: number,
    ord: number * 16_384,
    itemNumber: `100XLG-${number}`,
    vendorItemNumber: `GP-${number}`,
    description: "Green Phone",
    quantity: decimal("11"),
    unitOfMeasure: "Each",
    unitCost: decimal("28.46"),
    extendedCost: decimal("313.06"),
    promisedDate: "2026-01-22",
    site: "WAREHOUSE",
    costCenter: "300",
  };
}
