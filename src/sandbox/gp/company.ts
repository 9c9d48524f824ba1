import type { PurchaseOrder, Vendor } from "../entities.ts";
import type { GpOptions } from "../options.ts";
import { type CompanyData, emptyCompany, fabrikam } from "../seed/fabrikam.ts";
import { generateCompany } from "../seed/generate.ts";
import { Table } from "../table.ts";

export interface Company {
  database: string;
  id: number;
  displayName: string;
  vendors: Table<Vendor>;
  purchaseOrders: Table<PurchaseOrder>;
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
    return {
      database,
      id,
      displayName,
      vendors: new Table(rows.vendors, (vendor) => vendor.id, options.order),
      purchaseOrders: new Table(rows.purchaseOrders, (order) => order.number, options.order),
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

function rowsOf(data: GpOptions["companies"][number]["data"], today: string): CompanyData {
  if (data === "fabrikam") return fabrikam(today);
  if (data === "empty") return emptyCompany();
  return generateCompany(data, today);
}
