import type { GpAddress, GpVendor, VendorStatus } from "../entities.ts";
import { readAddress } from "./address.ts";
import type { JsonObject } from "./json.ts";
import { type Decoding, RecordReader } from "./record.ts";
import { withoutAbsent } from "./withoutAbsent.ts";

/** @throws {FieldFault} where a field cannot mean what GP means by it */
export function readVendor(object: JsonObject, decoding: Decoding): GpVendor {
  const vendor = new RecordReader(object, "vendor", decoding);
  const list = vendor.list("vendorAddresses", decoding.profile.limits.addressesPerVendor);
  const addresses = (list?.objects ?? []).map((entry, index) =>
    readAddress(new RecordReader(entry, "vendorAddress", decoding, undefined, `${list?.path}[${index}].`)),
  );
  const comments = [vendor.text("comment1"), vendor.text("comment2")].filter((comment) => comment !== undefined);
  return withoutAbsent<GpVendor>({
    id: vendor.requiredText("id"),
    name: vendor.text("name") ?? "",
    shortName: vendor.text("shortName"),
    checkName: vendor.text("checkName"),
    status: statusOf(vendor, decoding),
    onHold: vendor.boolean("onHold") ?? false,
    classId: vendor.text("classId"),
    currencyId: vendor.text("currencyId"),
    currencyIsoCode: vendor.text("currencyIsoCode"),
    paymentTermsId: vendor.text("paymentTermsId"),
    shippingMethodId: vendor.text("shippingMethodId"),
    accountNumberAtVendor: vendor.text("accountNumberAtVendor"),
    taxId: vendor.text("taxId"),
    taxRegistrationNumber: vendor.text("taxRegistrationNumber"),
    addressCodes: withoutAbsent({
      primary: vendor.text("primaryAddressCode"),
      purchase: vendor.text("purchaseAddressCode"),
      shipFrom: vendor.text("shipFromAddressCode"),
      remitTo: vendor.text("remitToAddressCode"),
    }),
    contact: vendor.text("contact"),
    address: ownAddress(vendor),
    comments,
    userDefined: withoutAbsent({ first: vendor.text("userDefined1"), second: vendor.text("userDefined2") }),
    addresses: addresses.filter((address) => address !== undefined),
    createdDate: vendor.date("createdDate"),
    modifiedDate: vendor.date("modifiedDate"),
    rowTimestamp: vendor.instant("rowTimestamp"),
  });
}

/** The object style has two flags, `IsActive` and `IsOneTime`, for the one VENDSTTS of the table. */
function statusOf(vendor: RecordReader<"vendor">, decoding: Decoding): VendorStatus {
  const status = vendor.value("status", decoding.profile.values.vendorStatus);
  if (status) return status;
  if (vendor.boolean("active") === false) return "inactive";
  return vendor.boolean("oneTime") ? "temporary" : "active";
}

/** A code alone is no address: it points to one of the list. */
function ownAddress(vendor: RecordReader<"vendor">): GpAddress | undefined {
  const address = readAddress(vendor.as("vendorOwnAddress"));
  return address && (address.lines.length > 0 || address.city !== undefined) ? address : undefined;
}
