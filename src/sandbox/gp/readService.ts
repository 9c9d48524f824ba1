import { isDate } from "../calendar.ts";
import type { PurchaseOrder, Vendor } from "../entities.ts";
import type { GpOptions } from "../options.ts";
import { json, type Reply } from "../reply.ts";
import type { Selection, Table } from "../table.ts";
import { purchaseOrderColumns, vendorColumns } from "./columnStyle.ts";
import type { Company } from "./company.ts";
import { purchaseOrderObject, type Shown, vendorObject } from "./objectStyle.ts";
import type { ServiceError } from "./serviceError.ts";
import { type WireFormat, wireFormat } from "./wireFormat.ts";

/** The services that read: companies, vendors, purchase orders. */
export interface ReadService {
  companies(company: Company): Reply;
  list(entity: Entity, company: Company, query: URLSearchParams): Reply;
  one(entity: Entity, company: Company, key: string): Reply;
}

export type Entity = "Vendors" | "PurchaseOrders";

export function createReadService(options: GpOptions, error: ServiceError): ReadService {
  const format = wireFormat(options);
  const moves = new Map<string, number>();

  const shownCompany = (company: Company): number =>
    options.wrongCompany === "documents" || options.wrongCompany === "both" ? company.id + 7 : company.id;

  const render = (entity: Entity, company: Company, row: Vendor | PurchaseOrder, details: boolean): object => {
    const shown: Shown = {
      companyId: shownCompany(company),
      details,
      rowStamps: options.rowStamps,
      ...(options.receivedQuantities && {
        received: ({ number }, { ord }) => company.drafts.quantityOf("PurchaseReceipts", number, ord),
      }),
    };
    const columns = options.bodyStyle === "column" || (options.bodyStyle === "mixed" && endsOdd(keyOfRow(row)));
    return entity === "Vendors"
      ? renderVendor(row as Vendor, columns, format, shown)
      : renderOrder(row as PurchaseOrder, columns, format, shown);
  };

  /** Where a list starts to be read for this page: while a client pages, one row may change its place. */
  const shiftFor = (name: string, skip: number, length: number): number => {
    if (options.movingRows === "none" || length < 2) return 0;
    if (skip === 0) moves.set(name, 0);
    else if (moves.get(name) === 0) moves.set(name, options.movingRows === "toEnd" ? 1 : length - 1);
    return moves.get(name) ?? 0;
  };

  return {
    companies(company) {
      const wrong = options.wrongCompany === "check" || options.wrongCompany === "both";
      const shown = wrong
        ? {
            Key: { Id: company.id + 7 },
            Name: `${company.displayName} (Test)`,
            DatabaseName: testCopy(company.database),
          }
        : { Key: { Id: company.id }, Name: company.displayName, DatabaseName: company.database };
      return json(200, { Companies: [shown] });
    },

    list(entity, company, query) {
      const range = dateRange(query);
      if (range === undefined)
        return error(400, "InvalidDate", "ModifiedDateFrom and ModifiedDateTo must be YYYY-MM-DD.");
      const stampedSince = options.rowStamps ? (query.get("ChangedSince") ?? undefined) : undefined;
      if (stampedSince !== undefined && Number.isNaN(Date.parse(stampedSince)))
        return error(400, "InvalidDate", "ChangedSince must be an instant in UTC.");
      const skip = whole(query.get("Skip"), 0);
      const take = whole(query.get("Take"), options.pageCap);
      if (skip === undefined || take === undefined) {
        return error(400, "InvalidPaging", "Skip and Take must be whole numbers that are not negative.");
      }
      const table: Table<Vendor> | Table<PurchaseOrder> =
        entity === "Vendors" ? company.vendors : company.purchaseOrders;
      const selection = table.select(
        options.ignoreDateFilter ? {} : { ...range, ...(stampedSince === undefined ? {} : { stampedSince }) },
      );
      const shift = shiftFor(`${company.database}/${entity}/${query.get("ModifiedDateFrom")}`, skip, selection.length);
      const details = options.listDetail === "full" && (entity === "PurchaseOrders" || options.vendorAddresses);
      const rows = page(selection, skip, Math.min(take, options.pageCap), shift).map((position) =>
        render(entity, company, table.rowAt(position), details),
      );
      return json(200, listEnvelope(options.envelope, entity, rows, selection.length));
    },

    one(entity, company, key) {
      const row = entity === "Vendors" ? company.vendors.get(key) : company.purchaseOrders.get(key);
      if (row === undefined) {
        const what = entity === "Vendors" ? "vendor" : "purchase order";
        return error(404, "RecordNotFound", `The ${what} '${key}' was not found in company ${company.database}.`);
      }
      const rendered = render(entity, company, row, true);
      return json(200, options.envelope === "payload" ? { Status: "Success", Payload: rendered } : rendered);
    },
  };
}

function renderVendor(vendor: Vendor, columns: boolean, format: WireFormat, shown: Shown): object {
  return columns ? vendorColumns(vendor, format, shown) : vendorObject(vendor, format, shown);
}

function renderOrder(order: PurchaseOrder, columns: boolean, format: WireFormat, shown: Shown): object {
  return columns ? purchaseOrderColumns(order, format, shown) : purchaseOrderObject(order, format, shown);
}

function keyOfRow(row: Vendor | PurchaseOrder): string {
  return "number" in row ? row.number : row.id;
}

function endsOdd(key: string): boolean {
  return key.charCodeAt(key.length - 1) % 2 === 1;
}

function testCopy(database: string): string {
  return `${database.slice(0, 3)}03`;
}

function page(selection: Selection, skip: number, take: number, shift: number): number[] {
  const positions: number[] = [];
  for (let index = skip; index < Math.min(skip + take, selection.length); index += 1) {
    positions.push(selection.at((index + shift) % selection.length));
  }
  return positions;
}

function listEnvelope(envelope: GpOptions["envelope"], entity: Entity, rows: object[], total: number): unknown {
  switch (envelope) {
    case "property":
      return { [entity]: rows };
    case "total":
      return { [entity]: rows, Total: total };
    case "array":
      return rows;
    case "payload":
      return { Status: "Success", Message: null, Payload: rows };
  }
}

function dateRange(query: URLSearchParams): { from?: string; to?: string } | undefined {
  const from = query.get("ModifiedDateFrom");
  const to = query.get("ModifiedDateTo");
  if ((from !== null && !isDate(from)) || (to !== null && !isDate(to))) return undefined;
  return { ...(from === null ? {} : { from }), ...(to === null ? {} : { to }) };
}

function whole(text: string | null, absent: number): number | undefined {
  if (text === null) return absent;
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
