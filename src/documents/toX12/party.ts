import type { PartnerSettings } from "../../configuration/partnerSettings.ts";
import type { Party } from "../../x12/index.ts";
import type { Address } from "../canonical/field.ts";
import type { PurchaseOrder } from "../canonical/purchaseOrder.ts";
import { withoutAbsent } from "../fromGp/address.ts";
import { countryCode } from "./country.ts";

/** Who we are, on the buyer's side of an order. */
export interface BuyingCompany {
  /** SQL Server database name (INTERID). */
  database: string;
  name: string;
}

/** The N1 loops of an order, in the order and with the codes of the partner's settings. */
export function partiesOf(order: PurchaseOrder, buyer: BuyingCompany, settings: PartnerSettings): Party[] {
  return settings.parties.flatMap((wanted) => {
    const source = sourceOf(wanted.role, order, buyer);
    if (source === undefined) return [];
    const id = wanted.id ?? source.id;
    return [
      withoutAbsent({
        role: wanted.role,
        name: source.name,
        idKind: id !== undefined && id.length >= 2 ? wanted.idQualifier : undefined,
        id: id !== undefined && id.length >= 2 && wanted.idQualifier !== undefined ? id : undefined,
        ...(wanted.address === false || source.address === undefined ? {} : placeOf(source.address)),
      }),
    ];
  });
}

type Role = PartnerSettings["parties"][number]["role"];

function sourceOf(
  role: Role,
  order: PurchaseOrder,
  buyer: BuyingCompany,
): { name: string | undefined; id: string | undefined; address?: Address } | undefined {
  switch (role) {
    case "BY":
      return { name: buyer.name, id: buyer.database };
    case "BT":
      return { name: buyer.name, id: order.billTo ?? buyer.database };
    case "ST":
      return order.shipTo && { name: order.shipTo.name ?? buyer.name, id: order.shipTo.code, address: order.shipTo };
    case "VN":
    case "SU":
    case "SF": {
      const { id, name, address } = order.vendor;
      return { name: name === "" ? undefined : name, id, ...(address && { address }) };
    }
  }
}

/** States are coded in these countries only; elsewhere N402 stays empty. */
const countriesWithStates = new Set(["US", "CA", "MX"]);

function placeOf(address: Address): Pick<Party, "address" | "place"> {
  const country = countryCode(address.countryCode) ?? countryCode(address.country);
  const coded = address.state !== undefined && /^[A-Za-z]{2}$/.test(address.state);
  const state = coded && (country === undefined || countriesWithStates.has(country)) ? address.state : undefined;
  const place = withoutAbsent({
    city: address.city,
    state: state?.toUpperCase(),
    postalCode: address.postalCode?.replace(/\s/g, ""),
    country,
  });
  return {
    ...(address.lines.length > 0 && { address: address.lines }),
    ...(Object.keys(place).length > 0 && { place }),
  };
}
