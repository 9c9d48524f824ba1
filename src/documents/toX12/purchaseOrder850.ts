import {
  currencyCode,
  type PartnerSettings,
  routingOf,
  type Terms,
  termsOf,
  unitCode,
} from "../../configuration/partnerSettings.ts";
import { add, zero } from "../../decimal/decimal.ts";
import { ConnectorError, type ErrorReport } from "../../errors/connectorError.ts";
import type {
  DatedEvent,
  PurchaseOrderLine as Line850,
  PurchaseOrder850,
  Terms as TermsOfSale,
} from "../../x12/index.ts";
import type { PurchaseOrder, PurchaseOrderLine } from "../canonical/purchaseOrder.ts";
import type { Purpose } from "../file/json.ts";
import { withoutAbsent } from "../fromGp/address.ts";
import { type BuyingCompany, linePartiesOf, partiesOf } from "./party.ts";

/** BEG01, X12 code list 353. */
const purposeCodes: Readonly<Record<Purpose, string>> = { original: "00", replace: "05", cancellation: "01" };

/**
 * An order as an 850 for one partner (domain: X12 850, per-partner settings).
 *
 * @returns the typed document, or every reason why it cannot be one, each naming the GP field and the X12 element
 */
export function purchaseOrder850(
  order: PurchaseOrder,
  purpose: Purpose,
  buyer: BuyingCompany,
  settings: PartnerSettings,
): { document: PurchaseOrder850 } | { problems: ErrorReport[] } {
  const problems: ErrorReport[] = [];
  const at = { company: buyer.database, document: order.number };
  const wanted = order.lines.filter((line) => line.quantity !== zero);
  if (wanted.length === 0) {
    problems.push(
      new ConnectorError("DOCUMENT_NO_LINES", `${order.number} has no line with a quantity to order`, {
        at: { ...at, field: "Lines", element: "PO1" },
      }).report(),
    );
  }
  const lines = wanted.map((line) => {
    const parties = linePartiesOf(line, order, buyer, settings);
    return { ...lineOf(line, settings, at, problems), ...(parties.length > 0 && { parties }) };
  });
  const currency = order.currency === undefined ? undefined : currencyCode(settings, order.currency);
  if (order.currency !== undefined && currency === undefined) {
    problems.push(
      new ConnectorError("DOCUMENT_CURRENCY_UNMAPPED", `the currency "${order.currency}" has no ISO 4217 code`, {
        at: { ...at, field: "CurrencyKey", element: "CUR02" },
      }).report(),
    );
  }
  if (problems.length > 0) return { problems };
  const routing = order.shippingMethod === undefined ? undefined : routingOf(settings, order.shippingMethod);
  const document: PurchaseOrder850 = {
    purpose: purposeCodes[purpose],
    type: settings.orderTypes[order.type],
    number: order.number,
    date: order.orderDate,
    ...(order.contractNumber !== undefined && { contract: order.contractNumber }),
    ...(currency !== undefined && { currency: { party: "BY", code: currency } }),
    references: [{ qualifier: "IA", value: order.vendor.id }],
    ...(order.buyer !== undefined && { contacts: [{ role: "BD", name: order.buyer }] }),
    ...(order.paymentTerms !== undefined && { terms: [termsOfSale(termsOf(settings, order.paymentTerms))] }),
    dates: datesOf(order, settings.headerDates),
    ...(routing !== undefined && {
      carriers: [
        withoutAbsent({
          idKind: routing.scac === undefined ? undefined : "2",
          id: routing.scac,
          method: routing.method,
          routing: routing.text,
        }),
      ],
    }),
    ...(order.comment !== undefined &&
      settings.notes === "msg" && {
        notes: [{ qualifier: "L1", description: "ORDER COMMENT", text: [order.comment] }],
      }),
    parties: partiesOf(order, buyer, settings),
    lines,
    totals: {
      // The writer counts the lines and adds up the quantities; being present is what asks for them.
      lineCount: String(lines.length),
      ...(settings.hashTotal && { hashTotal: add(zero, ...wanted.map((line) => line.quantity)) }),
      ...(settings.amountTotal && {
        amounts: [{ kind: "TT", value: add(zero, ...wanted.map((line) => line.extendedCost)) }],
      }),
    },
  };
  return { document };
}

function lineOf(
  line: PurchaseOrderLine,
  settings: PartnerSettings,
  order: { company: string; document: string },
  problems: ErrorReport[],
): Line850 {
  const at = (field: string, element: string) => ({ ...order, field: `Lines[ORD ${line.ord}].${field}`, element });
  const unit = unitCode(settings, line.unitOfMeasure);
  if (unit === undefined) {
    problems.push(
      new ConnectorError(
        "DOCUMENT_UNIT_UNMAPPED",
        line.unitOfMeasure === ""
          ? `line ${line.line} has no unit of measure`
          : `line ${line.line}: the unit of measure "${line.unitOfMeasure}" has no X12 code`,
        { at: at("UofM", "PO103") },
      ).report(),
    );
  }
  const products = settings.productIds.flatMap(({ qualifier, from, required }) => {
    const id = line[from];
    if (id !== undefined) return [{ qualifier, id }];
    if (required) {
      problems.push(
        new ConnectorError(
          "DOCUMENT_INVALID",
          `line ${line.line} has no ${from === "itemNumber" ? "item" : "vendor item"} number`,
          {
            at: at(from === "itemNumber" ? "ItemKey" : "VendorItemNumber", "PO107"),
          },
        ).report(),
      );
    }
    return [];
  });
  return {
    number: String(line.line),
    quantity: line.quantity,
    unit: unit ?? "",
    unitPrice: line.unitCost,
    products,
    ...(line.description !== undefined && { descriptions: [{ form: "F", text: line.description }] }),
    ...(line.costCenter !== undefined &&
      settings.costCenterQualifier !== null && {
        references: [{ qualifier: settings.costCenterQualifier, value: line.costCenter }],
      }),
    dates: datesOf(line, settings.lineDates),
    ...(line.comment !== undefined && settings.notes === "msg" && { messages: [line.comment] }),
  };
}

type DateSource = PartnerSettings["lineDates"][number]["from"];

function datesOf(
  source: Partial<Record<DateSource, string | undefined>>,
  wanted: readonly { qualifier: string; from: DateSource }[],
): DatedEvent[] {
  return wanted.flatMap(({ qualifier, from }) => {
    const date = source[from];
    return date === undefined ? [] : [{ kind: qualifier, date }];
  });
}

function termsOfSale(terms: Terms): TermsOfSale {
  return withoutAbsent({
    type: terms.type,
    basis: terms.basis,
    discountPercent: terms.discountPercent,
    discountDays: terms.discountDays?.toString(),
    netDays: terms.netDays?.toString(),
    description: terms.text,
    dayOfMonth: terms.dayOfMonth?.toString(),
  });
}
