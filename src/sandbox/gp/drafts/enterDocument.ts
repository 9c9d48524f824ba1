/** GP's checks on entry, one function per kind of document. Nothing is stored here: the caller adds what comes back. */
import type { z } from "zod";
import { amount, difference, sum } from "../../amount.ts";
import type { PurchaseOrder, Vendor } from "../../entities.ts";
import type { GpOptions } from "../../options.ts";
import { customers } from "../../seed/customers.ts";
import { keyOf } from "../../table.ts";
import type { Company } from "../company.ts";
import type { Draft, DraftKind } from "./draft.ts";
import type { payablesInput, purchaseInvoiceInput, receiptInput, receivablesInput } from "./draftInput.ts";
import type { Series } from "./fiscalPeriods.ts";
import { matchLines } from "./matchLines.ts";
import { DocumentRefused, problem, shownDate } from "./problem.ts";

export interface Entry {
  company: Company;
  options: GpOptions;
  today: string;
  user: string;
}

type Header = { Key: string; BatchKey: string; Reference: string; Description: string; Date: string } & {
  GeneralLedgerPostingDate?: string | undefined;
  CurrencyKey: string;
  TransactionState?: string | undefined;
};
type Charges = { TradeDiscountAmount: string; FreightAmount: string; MiscellaneousAmount: string; TaxAmount: string };

export function enterReceipt(given: z.output<typeof receiptInput>, entry: Entry): Draft {
  const { company } = entry;
  const vendor = vendorOf(given.VendorKey, company);
  const lines = matchLines(
    given.Lines.map((line) => ({ ...line, quantity: line.QuantityShipped, rejected: line.QuantityRejected })),
    {
      company,
      vendor: vendor.id,
      verb: "received",
      orderProblem: receivingProblem,
      open: (order, line) =>
        difference(
          difference(line.quantityOrdered, line.quantityCanceled),
          company.drafts.quantityOf("PurchaseReceipts", order.number, line.ord),
        ),
    },
  );
  const subtotal = sum("0", ...lines.map((line) => line.extendedCost));
  subtotalMustMatch(given.Subtotal, subtotal);
  return {
    ...common("PurchaseReceipts", "Purchasing", given, given, entry),
    party: vendor.id,
    partyName: vendor.name,
    documentNumber: given.VendorDocumentNumber,
    subtotal,
    total: totalOf(subtotal, given),
    purchaseOrder: "",
    lines,
  };
}

export function enterPurchaseInvoice(given: z.output<typeof purchaseInvoiceInput>, entry: Entry): Draft {
  const { company, options } = entry;
  const vendor = vendorOf(given.VendorKey, company);
  invoiceNumberMustBeNew(vendor, given.VendorDocumentNumber, entry);
  const lines = matchLines(
    given.Lines.map((line) => ({ ...line, quantity: line.QuantityInvoiced, rejected: amount(0) })),
    {
      company,
      vendor: vendor.id,
      verb: "invoiced",
      orderProblem: () => undefined,
      open: (order, line) => {
        const basis =
          options.invoiceMatches === "any"
            ? difference(line.quantityOrdered, line.quantityCanceled)
            : company.drafts.quantityOf(
                "PurchaseReceipts",
                order.number,
                line.ord,
                options.invoiceMatches === "posted",
              );
        return difference(basis, company.drafts.quantityOf("PurchaseInvoices", order.number, line.ord));
      },
    },
  );
  const subtotal = sum("0", ...lines.map((line) => line.extendedCost));
  subtotalMustMatch(given.Subtotal, subtotal);
  return {
    ...common("PurchaseInvoices", "Purchasing", given, given, entry),
    party: vendor.id,
    partyName: vendor.name,
    documentNumber: given.VendorDocumentNumber,
    subtotal,
    total: totalOf(subtotal, given),
    purchaseOrder: "",
    lines,
  };
}

export function enterPayables(given: z.output<typeof payablesInput>, entry: Entry): Draft {
  const vendor = vendorOf(given.VendorKey, entry.company);
  invoiceNumberMustBeNew(vendor, given.VendorDocumentNumber, entry);
  documentAmountMustMatch(given.DocumentAmount, totalOf(given.PurchasesAmount, given));
  return {
    ...common("PayablesInvoices", "Purchasing", given, given, entry),
    party: vendor.id,
    partyName: vendor.name,
    documentNumber: given.VendorDocumentNumber,
    subtotal: given.PurchasesAmount,
    total: given.DocumentAmount,
    purchaseOrder: given.PONumber,
    lines: [],
  };
}

export function enterReceivables(given: z.output<typeof receivablesInput>, entry: Entry): Draft {
  const customer = customers.find(({ id }) => id === keyOf(given.CustomerKey));
  if (customer === undefined) {
    throw new DocumentRefused(problem(422, "CustomerNotFound", `The customer '${given.CustomerKey}' does not exist.`));
  }
  documentAmountMustMatch(given.DocumentAmount, totalOf(given.SalesAmount, given));
  return {
    ...common("ReceivablesInvoices", "Sales", given, given, entry),
    party: customer.id,
    partyName: customer.name,
    documentNumber: given.CustomerPONumber,
    subtotal: given.SalesAmount,
    total: given.DocumentAmount,
    purchaseOrder: "",
    lines: [],
  };
}

/** A vendor on hold is no obstacle: the client warns, and goes on. */
export function vendorOf(id: string, company: Company): Vendor {
  const vendor = company.vendors.get(id);
  if (vendor === undefined)
    throw new DocumentRefused(problem(422, "VendorNotFound", `The vendor '${id}' does not exist.`));
  if (vendor.status === 2) throw new DocumentRefused(problem(422, "VendorInactive", `The vendor '${id}' is inactive.`));
  return vendor;
}

export function workOnly(state: string | undefined): void {
  if (state !== undefined && state !== "Work") {
    throw new DocumentRefused(problem(422, "TransactionState", "Only documents in the Work state can be created."));
  }
}

function common(kind: DraftKind, series: Series, given: Header, charges: Charges, entry: Entry) {
  const { company, options, today } = entry;
  workOnly(given.TransactionState);
  const postingDate = given.GeneralLedgerPostingDate ?? given.Date;
  if (options.closedPeriodRefusesEntry && company.periods.isClosed(postingDate, series)) {
    throw new DocumentRefused(
      problem(
        422,
        "PeriodClosed",
        `The fiscal period for ${shownDate(postingDate)} is closed for the ${series} series in company ${company.database}.`,
      ),
    );
  }
  if (given.Key !== "" && company.drafts.get(kind, given.Key) !== undefined) {
    throw new DocumentRefused(problem(409, "8053", `The document ${given.Key} already exists.`));
  }
  return {
    kind,
    key: given.Key === "" ? company.drafts.nextKey(kind) : keyOf(given.Key),
    state: "Work" as const,
    reference: given.Reference,
    description: given.Description,
    date: given.Date,
    postingDate,
    batch: given.BatchKey,
    currency: given.CurrencyKey || "Z-US$",
    tradeDiscount: charges.TradeDiscountAmount,
    freight: charges.FreightAmount,
    miscellaneous: charges.MiscellaneousAmount,
    tax: charges.TaxAmount,
    createdBy: entry.user,
    created: today,
    modified: today,
  };
}

function receivingProblem(order: PurchaseOrder) {
  if (order.onHold) return problem(422, "PurchaseOrderOnHold", `The purchase order ${order.number} is on hold.`);
  if (order.status >= 4) {
    const status = { 4: "received", 5: "closed", 6: "canceled" }[order.status as 4 | 5 | 6];
    return problem(
      422,
      "PurchaseOrderStatus",
      `The purchase order ${order.number} is ${status} and cannot be received.`,
    );
  }
  return undefined;
}

function invoiceNumberMustBeNew(vendor: Vendor, documentNumber: string, { company, options }: Entry): void {
  if (documentNumber === "") {
    throw new DocumentRefused(problem(422, "DocumentNumberMissing", "The vendor document number is required."));
  }
  if (options.duplicateInvoices === "refuse" && company.drafts.hasInvoice(vendor.id, documentNumber)) {
    throw new DocumentRefused(
      problem(
        409,
        "DuplicateDocumentNumber",
        `The document number '${documentNumber}' already exists for vendor '${vendor.id}'.`,
      ),
    );
  }
}

function subtotalMustMatch(given: string | undefined, computed: string): void {
  if (given === undefined || given === computed) return;
  throw new DocumentRefused(
    problem(422, "2006", `The subtotal ${given} does not match the sum of the lines, ${computed}.`),
  );
}

function documentAmountMustMatch(given: string, computed: string): void {
  if (given === computed) return;
  throw new DocumentRefused(
    problem(422, "DocumentAmount", `The document amount ${given} does not equal its parts, ${computed}.`),
  );
}

function totalOf(base: string, charges: Charges): string {
  const { TradeDiscountAmount, FreightAmount, MiscellaneousAmount, TaxAmount } = charges;
  return difference(sum(base, FreightAmount, MiscellaneousAmount, TaxAmount), TradeDiscountAmount);
}
