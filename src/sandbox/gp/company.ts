import type { PurchaseOrder, Vendor } from "../entities.ts";
import type { GpOptions } from "../options.ts";
import { type CompanyData, emptyCompany, fabrikam } from "../seed/fabrikam.ts";
import { generateCompany } from "../seed/generate.ts";
import { Table } from "../table.ts";
import { createDraftStore, type DraftStore } from "./drafts/draftStore.ts";
import { createFiscalPeriods, type FiscalPeriods } from "./drafts/fiscalPeriods.ts";

export interface Company {
  database: string;
  id: number;
  displayName: string;
  vendors: Table<Vendor>;
  purchaseOrders: Table<PurchaseOrder>;
  drafts: DraftStore;
  /** Numbers of orders that were created through the service, by the caller's reference. */
  references: Map<string, string>;
  periods: FiscalPeriods;
  /** The next free purchase order number. */
  nextOrderNumber(): string;
}

export interface Companies {
  /** By what a URL says: database name or display name, as the options allow. */
  byUrl(value: string): Company | undefined;
  byDatabase(database: string): Company | undefined;
  readonly first: Company;
  all(): readonly Company[];
}

export function createCompanies(options: GpOptions, today: string): Companies {
  const companies = options.companies.map(({ database, id, displayName, data }): Company => {
    const rows = rowsOf(data, today);
    const purchaseOrders = new Table(rows.purchaseOrders, (order) => order.number, options.order);
    return {
      database,
      id,
      displayName,
      vendors: new Table(rows.vendors, (vendor) => vendor.id, options.order),
      purchaseOrders,
      drafts: createDraftStore(),
      references: new Map(),
      periods: createFiscalPeriods(options.closedPeriods),
      nextOrderNumber: () => nextOrderNumber(purchaseOrders),
    };
  });
  const [first] = companies;
  if (first === undefined) throw new RangeError("a sandbox needs a company");
  return {
    byUrl: (value) =>
      companies.find(
        ({ database, displayName }) =>
          (options.companyNames !== "displayName" && database.toUpperCase() === value.toUpperCase()) ||
          (options.companyNames !== "database" && displayName.toUpperCase() === value.toUpperCase()),
      ),
    byDatabase: (database) => companies.find((company) => company.database.toUpperCase() === database.toUpperCase()),
    first,
    all: () => companies,
  };
}

/** A deleted order gives its number back, as in GP. */
function nextOrderNumber(orders: Table<PurchaseOrder>): string {
  for (let next = firstFreeNumber; ; next += 1) {
    if (orders.get(`PO${next}`) === undefined) return `PO${next}`;
  }
}

const firstFreeNumber = 2077;

function rowsOf(data: GpOptions["companies"][number]["data"], today: string): CompanyData {
  if (data === "fabrikam") return fabrikam(today);
  if (data === "empty") return emptyCompany();
  return generateCompany(data, today);
}
