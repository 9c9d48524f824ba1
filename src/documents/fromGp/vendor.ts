import type { GpVendor } from "../../gp/index.ts";
import type { Vendor } from "../canonical/vendor.ts";
import { addressFromGp, withoutAbsent } from "./address.ts";
import type { GpReading } from "./purchaseOrder.ts";

/** The canonical vendor of a GP one, with its addresses in the order of their codes. */
export function vendorFromGp(vendor: GpVendor, reading: GpReading): Vendor {
  const listed = vendor.addresses.map(addressFromGp).filter((address) => address !== undefined);
  const own = addressFromGp(vendor.address);
  // A service without an address list still gives the primary address in the vendor's own record.
  const addresses = listed.length > 0 || own === undefined ? listed : [own];
  return withoutAbsent({
    id: vendor.id,
    name: vendor.name,
    shortName: vendor.shortName,
    checkName: vendor.checkName,
    status: vendor.status,
    onHold: vendor.onHold,
    class: vendor.classId,
    currency:
      vendor.currencyIsoCode ??
      (vendor.currencyId === undefined ? undefined : (reading.currencyCode(vendor.currencyId) ?? vendor.currencyId)),
    paymentTerms: vendor.paymentTermsId,
    shippingMethod: vendor.shippingMethodId,
    accountNumber: vendor.accountNumberAtVendor,
    taxId: vendor.taxId,
    addressCodes: withoutAbsent(vendor.addressCodes),
    addresses: addresses.toSorted((a, b) => ((a.code ?? "") < (b.code ?? "") ? -1 : 1)),
    comments: vendor.comments,
  });
}
