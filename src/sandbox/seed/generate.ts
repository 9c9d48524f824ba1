import { amount } from "../amount.ts";
import { addDays } from "../calendar.ts";
import type { OrderStatus, PurchaseOrder, Vendor } from "../entities.ts";
import type { RowSource } from "../table.ts";
import type { CompanyData } from "./fabrikam.ts";
import { items } from "./items.ts";
import { purchaseOrder } from "./purchaseOrders.ts";
import { vendorAddress } from "./vendors.ts";

export interface CompanySize {
  vendors: number;
  purchaseOrders: number;
  linesPerOrder: number;
  seed: number;
  /** Changes are spread over this many days before today. Default 90. */
  spreadDays?: number;
}

const cities = [
  ["Chicago", "IL", "60601"],
  ["Dallas", "TX", "75201"],
  ["Fargo", "ND", "58103"],
  ["Seattle", "WA", "98104"],
  ["Atlanta", "GA", "30303"],
] as const;
const words = ["Northwind", "Contoso", "Adventure", "Litware", "Proseware", "Tailspin", "Wingtip", "Trey", "Lucerne"];
const kinds = ["Supply", "Electric", "Industrial", "Wholesale", "Parts", "Distribution", "Works"];
const openStatuses: readonly OrderStatus[] = [1, 2, 2, 2, 3];

/**
 * A company of any size. Every row is computed from the seed and its position when it is read: the same seed gives the same
 * company, and nothing is held in memory.
 */
export function generateCompany(size: CompanySize, today: string): CompanyData {
  const spread = Math.max(1, size.spreadDays ?? 90);
  const pick = (salt: number, position: number, choices: number): number =>
    mix(size.seed, salt, position) % Math.max(1, choices);
  const age = (salt: number, position: number): number => pick(salt, position, spread);

  const vendor = (position: number): Vendor => {
    const [city, state, zip] = cities[pick(1, position, cities.length)] ?? cities[0];
    const name = `${words[pick(2, position, words.length)]} ${kinds[pick(3, position, kinds.length)]} ${position}`;
    const modified = addDays(today, -age(4, position));
    return {
      id: vendorId(position),
      name,
      shortName: name.slice(0, 15),
      checkName: name,
      classId: "USA-US-C",
      status: 1,
      onHold: false,
      currency: "Z-US$",
      terms: "Net 30",
      shippingMethod: "GROUND",
      priority: "1",
      taxSchedule: "",
      taxId: "",
      accountNumber: `A${position}`,
      comment1: "",
      comment2: "",
      primaryAddress: "PRIMARY",
      purchaseAddress: "PRIMARY",
      remitToAddress: "PRIMARY",
      shipFromAddress: "PRIMARY",
      addresses: [
        vendorAddress({
          code: "PRIMARY",
          contact: "Order Desk",
          address1: `${100 + pick(5, position, 9000)} Market Street`,
          city,
          state,
          zip,
          country: "USA",
          countryCode: "US",
        }),
      ],
      created: addDays(today, -1000),
      modified,
      rowStamp: `${modified}T15:00:00.000Z`,
    };
  };

  const order = (position: number): PurchaseOrder => {
    const by = size.vendors > 0 ? vendor(pick(6, position, size.vendors)) : undefined;
    const changed = age(7, position);
    return purchaseOrder(
      {
        number: orderNumber(position),
        vendorId: by?.id ?? "",
        status: openStatuses[pick(8, position, openStatuses.length)] ?? 2,
        age: changed + pick(9, position, 10),
        changed,
        lines: Array.from({ length: size.linesPerOrder }, (_, line) => {
          const item = items[pick(10 + line, position, items.length)] ?? items[0];
          return {
            itemNumber: item?.number ?? "100XLG",
            quantity: amount(1 + pick(1000 + line, position, 200)),
            vendorItemNumber: `V-${item?.number ?? ""}`,
            account: `${100 * (1 + pick(2000 + line, position, 4))}-1300-01`,
          };
        }),
      },
      today,
      by,
    );
  };

  return {
    vendors: source(size.vendors, "GEN", 6, vendor, (position) => addDays(today, -age(4, position))),
    purchaseOrders: source(size.purchaseOrders, "PO", 8, order, (position) => addDays(today, -age(7, position))),
  };
}

const vendorId = (position: number): string => `GEN${String(position + 1).padStart(6, "0")}`;
export const orderNumber = (position: number): string => `PO${String(position + 1).padStart(8, "0")}`;

function source<T>(
  size: number,
  prefix: string,
  digits: number,
  row: (position: number) => T,
  modified: (position: number) => string,
): RowSource<T> {
  const pattern = new RegExp(`^${prefix}(\\d{${digits}})$`);
  return {
    size,
    find(key) {
      const number = Number(pattern.exec(key)?.[1] ?? 0);
      return number >= 1 && number <= size ? number - 1 : -1;
    },
    modified,
    row,
  };
}

/** A well-mixed 32-bit number from three (the finalizer of MurmurHash3). */
function mix(seed: number, salt: number, position: number): number {
  let hash = Math.imul(seed ^ Math.imul(salt + 1, 0x9e3779b1), 0x85ebca6b) ^ Math.imul(position + 1, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
