import type { GpAddress } from "../entities.ts";
import type { FieldName } from "../profile/fields.ts";
import type { RecordReader } from "./record.ts";

type AddressEntity =
  | "vendorOwnAddress"
  | "vendorAddress"
  | "purchaseOrderShipTo"
  | "purchaseOrderPurchaseAddress"
  | "purchaseOrderLineShipTo";

/** The address that the reader's object holds; `undefined` where it says nothing at all. */
export function readAddress<Entity extends AddressEntity>(reader: RecordReader<Entity>): GpAddress | undefined {
  const plain = reader as unknown as RecordReader<"vendorAddress">;
  const lines = (["line1", "line2", "line3"] as const)
    .map((line) => plain.text(line))
    .filter((line) => line !== undefined);
  const address: GpAddress = { lines };
  const texts = ["code", "name", "contact", "city", "state", "postalCode", "country", "countryCode", "email"] as const;
  const phones = ["phone1", "phone2", "phone3", "fax"] as const;
  for (const field of texts) assign(address, field, plain.text(field));
  for (const field of phones) assign(address, field, plain.phone(field));
  return lines.length === 0 && Object.keys(address).length === 1 ? undefined : address;
}

function assign(
  address: GpAddress,
  field: Exclude<FieldName<"vendorAddress">, "line1" | "line2" | "line3">,
  value?: string,
): void {
  if (value !== undefined) address[field] = value;
}
