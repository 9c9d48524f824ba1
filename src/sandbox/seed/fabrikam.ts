import type { PurchaseOrder, Vendor } from "../entities.ts";
import { type RowSource, rowsInMemory } from "../table.ts";
import { seedPurchaseOrders } from "./purchaseOrders.ts";
import { seedVendors } from "./vendors.ts";

export interface CompanyData {
  vendors: RowSource<Vendor>;
  purchaseOrders: RowSource<PurchaseOrder>;
}

/** The lesson company (18 vendors, 17 purchase orders), its dates shifted so that they are recent on `today`. */
export function fabrikam(today: string): CompanyData {
  const vendors = seedVendors(today);
  return {
    vendors: rowsInMemory(vendors, ({ id }) => id),
    purchaseOrders: rowsInMemory(seedPurchaseOrders(today, vendors), ({ number }) => number),
  };
}

export function emptyCompany(): CompanyData {
  return {
    vendors: rowsInMemory<Vendor>([], ({ id }) => id),
    purchaseOrders: rowsInMemory<PurchaseOrder>([], ({ number }) => number),
  };
}
