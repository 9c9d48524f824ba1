import type { PartnerSettings } from "../../configuration/partnerSettings.ts";
import type { Party } from "../../x12/index.ts";
import type { Address } from "../canonical/field.ts";
import type { PurchaseOrder, PurchaseOrderLine } from "../canonical/purchaseOrder.ts";
import { withoutAbsent } from "../fromGp/address.ts";
import { countryCode } from "./country.ts";
import { stateCode } from "./state.ts";

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
    return [partyOf(wanted.role === "ST" && isDropShip(order) ? byAddress(wanted) : wanted, source)];
  });
}

/** The ship-to of a line that goes elsewhere than its order, where the partner is sent a ship-to at all. */
export function linePartiesOf(
  line: PurchaseOrderLine,
  order: PurchaseOrder,
  buyer: BuyingCompany,
  settings: PartnerSettings,
): Party[] {
  const wanted = settings.parties.find(({ role }) => role === "ST");
  const { shipTo } = line;
  if (wanted === undefined || shipTo === undefined || samePlace(shipTo, order.shipTo)) return [];
  // An identifier that the settings fix is that of the order's own ship-to.
  const identified = wanted.id === undefined && !isDropShip(order);
  return [
    partyOf(identified ? wanted : byAddress(wanted), {
      name: shipTo.name ?? buyer.name,
      id: shipTo.code,
      address: shipTo,
    }),
  ];
}

function isDropShip({ type }: PurchaseOrder): boolean {
  return type === "dropShip" || type === "dropShipBlanket";
}

/** A customer's address code, such as `PRIMARY`, is that of many customers: only name and address tell them apart. */
function byAddress({ role }: Wanted): Wanted {
  return { role, address: true };
}

/** A line may name its address by code alone. */
function samePlace(shipTo: Address, header: Address | undefined): boolean {
  if (header === undefined || shipTo.code !== header.code) return false;
  return shipTo.lines.length === 0 || JSON.stringify(placeOf(shipTo)) === JSON.stringify(placeOf(header));
}

type Wanted = PartnerSettings["parties"][number];
type Role = Wanted["role"];

interface Source {
  name: string | undefined;
  id: string | undefined;
  address?: Address;
}

function partyOf(wanted: Wanted, source: Source): Party {
  const id = wanted.id ?? source.id;
  // N103 and N104 go together, and N104 has at least two characters.
  const identified = id !== undefined && id.length >= 2 && wanted.idQualifier !== undefined;
  return withoutAbsent({
    role: wanted.role,
    name: source.name,
    idKind: identified ? wanted.idQualifier : undefined,
    id: identified ? id : undefined,
    ...(wanted.address === false || source.address === undefined ? {} : placeOf(source.address)),
  });
}

function sourceOf(role: Role, order: PurchaseOrder, buyer: BuyingCompany): Source | undefined {
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

function placeOf(address: Address): Pick<Party, "address" | "place"> {
  const country = countryCode(address.countryCode) ?? countryCode(address.country);
  const place = withoutAbsent({
    city: address.city,
    state: stateCode(address.state, country),
    postalCode: address.postalCode?.replace(/\s/g, ""),
    country,
  });
  return {
    ...(address.lines.length > 0 && { address: address.lines }),
    ...(Object.keys(place).length > 0 && { place }),
  };
}
