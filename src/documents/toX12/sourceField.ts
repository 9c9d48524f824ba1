/**
 * The way back from an element of a sent 850 or 860 to the field of GP that it was made from: what a partner's complaint
 * about `PO103` means for the person who has to mend it. The counterpart of purchaseOrder850.ts.
 */
import type { PartnerSettings } from "../../configuration/partnerSettings.ts";
import type { ParsedSegment } from "../../x12/index.ts";
import type { PurchaseOrder } from "../canonical/purchaseOrder.ts";

const header: Readonly<Record<string, string>> = {
  BEG02: "Type",
  BEG03: "Key",
  BEG05: "Date",
  BEG06: "ContractNumber",
  BCH02: "Type",
  BCH03: "Key",
  BCH06: "Date",
  BCH08: "ContractNumber",
  CUR02: "CurrencyKey",
  REF02: "VendorKey",
  PER02: "BuyerKey",
};

/** Whole segments that come from one field. */
const headerSegments: Readonly<Record<string, string>> = {
  ITD: "PaymentTermsKey",
  TD5: "ShippingMethodKey",
  N9: "Comment",
  MSG: "Comment",
  MTX: "Comment",
};

const line: Readonly<Record<string, string>> = {
  PO102: "QuantityOrdered",
  PO103: "UofM",
  PO104: "UnitCost",
  POC03: "QuantityOrdered",
  POC04: "QuantityOrdered",
  POC05: "UofM",
  POC06: "UnitCost",
  PID05: "ItemDescription",
  REF02: "InventoryGLAccountKey",
};

const lineSegments: Readonly<Record<string, string>> = { MSG: "Comment", MTX: "Comment", N9: "Comment" };

const places: Readonly<Record<string, string>> = {
  N401: "City",
  N402: "State",
  N403: "PostalCode",
  N404: "CountryRegion",
};

const parties: Readonly<Record<string, string>> = {
  ST: "ShipToAddress",
  VN: "PurchaseAddress",
  SU: "PurchaseAddress",
  SF: "PurchaseAddress",
  BT: "BillToAddressKey",
  BY: "Company",
};

const dates = {
  promisedDate: "PromisedDate",
  requestedDate: "RequestedDate",
  promisedShipDate: "PromisedShipDate",
  releaseByDate: "ReleaseByDate",
} as const;

const pad = (element: number): string => String(element).padStart(2, "0");

/**
 * @param segments the sent set, from ST to SE
 * @param position of the segment, ST counting as 1 (AK302)
 * @param element number of the element, where the complaint is about one (AK401)
 * @returns such as `Lines[ORD 16384].UofM`; `undefined` where no field of GP stands behind it
 */
export function sourceFieldOf(
  segments: readonly ParsedSegment[],
  position: number,
  element: number | undefined,
  order: PurchaseOrder,
  settings: Pick<PartnerSettings, "productIds" | "headerDates" | "lineDates">,
): string | undefined {
  const segment = segments[position - 1];
  if (segment === undefined) return undefined;
  const lineStart = segments.slice(0, position).findLast(({ id }) => id === "PO1" || id === "POC");
  const inDetail = lineStart !== undefined && !["CTT", "AMT", "SE"].includes(segment.id);
  const prefix = inDetail ? `${lineName(lineStart, order)}` : "";
  const named = (field: string | undefined): string | undefined =>
    field === undefined ? (inDetail ? prefix : undefined) : inDetail ? `${prefix}.${field}` : field;
  const ref = element === undefined ? undefined : `${segment.id}${pad(element)}`;
  switch (segment.id) {
    case "DTM": {
      const wanted = inDetail ? settings.lineDates : settings.headerDates;
      const from = wanted.find(({ qualifier }) => qualifier === segment.element(1))?.from;
      return named(from && dates[from]);
    }
    case "N1":
    case "N2":
    case "N3":
    case "N4": {
      const party = segments.slice(0, position).findLast(({ id }) => id === "N1");
      const role = parties[party?.element(1) ?? ""];
      if (role === undefined) return named(undefined);
      if (segment.id === "N3") return named(`${role}.Line${element ?? 1}`);
      const place = ref === undefined ? undefined : places[ref];
      return named(place === undefined ? role : `${role}.${place}`);
    }
    case "PO1":
    case "POC": {
      const product = element === undefined ? undefined : productField(segment, element, settings);
      return named(product ?? (ref === undefined ? undefined : line[ref]));
    }
    default: {
      if (inDetail) return named((ref === undefined ? undefined : line[ref]) ?? lineSegments[segment.id]);
      return (ref === undefined ? undefined : header[ref]) ?? headerSegments[segment.id];
    }
  }
}

function lineName(segment: ParsedSegment, order: PurchaseOrder): string {
  const number = segment.element(1);
  const ordered = order.lines.find((each) => String(each.line) === number);
  return ordered === undefined ? `Lines[${number}]` : `Lines[ORD ${ordered.ord}]`;
}

/** Product pairs begin at PO106, at POC08 in a change. */
function productField(
  segment: ParsedSegment,
  element: number,
  { productIds }: Pick<PartnerSettings, "productIds">,
): string | undefined {
  const first = segment.id === "PO1" ? 6 : 8;
  if (element < first) return undefined;
  const qualifier = segment.element(element - ((element - first) % 2));
  const from = productIds.find((each) => each.qualifier === qualifier)?.from;
  return from === "itemNumber" ? "ItemKey" : from === "vendorItemNumber" ? "VendorItemNumber" : undefined;
}
