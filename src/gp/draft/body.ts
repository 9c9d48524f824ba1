import type { Decimal } from "../../decimal/decimal.ts";
import type { DraftProfile } from "../profile/drafts.ts";
import type { GpDraft, GpDraftLine } from "./draft.ts";

type Target = string | readonly string[] | undefined;

/** The JSON text of a draft, by the members that the profile names. Amounts are JSON numbers with their exact digits. */
export function draftBody(draft: GpDraft, profile: DraftProfile): string {
  const { header, line } = profile;
  const document: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(profile.constants)) put(document, path, value);
  put(document, header.reference, draft.reference);
  put(document, header.number, draft.number);
  put(document, header.batchId, draft.batchId);
  put(document, header.description, draft.description);
  put(document, header.party, draft.kind === "receivablesInvoice" ? draft.customerId : draft.vendorId);
  put(document, header.documentNumber, draft.documentNumber);
  put(document, header.purchaseOrder, draft.purchaseOrder);
  for (const field of ["date", "postingDate", "promisedDate", "requestedDate"] as const)
    put(document, header[field], midnight(draft[field]));
  for (const field of ["currencyId", "buyerId", "paymentTermsId", "shippingMethodId", "comment"] as const)
    put(document, header[field], draft[field]);
  for (const field of ["subtotal", "tradeDiscount", "freight", "miscellaneous", "tax", "total"] as const)
    put(document, header[field], exact(draft[field]));
  if (header.lines !== undefined)
    put(
      document,
      header.lines,
      draft.lines.map((each) => lineBody(each, line)),
    );
  return JSON.stringify(document);
}

function lineBody(line: GpDraftLine, targets: DraftProfile["line"]): object {
  const body: Record<string, unknown> = {};
  put(body, targets.purchaseOrder, line.purchaseOrder);
  put(body, targets.purchaseOrderLine, line.purchaseOrderLine);
  const texts = [
    "itemNumber",
    "itemDescription",
    "vendorItemNumber",
    "nonInventory",
    "unitOfMeasure",
    "siteId",
    "accountNumber",
  ] as const;
  for (const field of texts) put(body, targets[field], line[field]);
  put(body, targets.promisedDate, midnight(line.promisedDate));
  for (const field of ["quantity", "unitCost", "extendedCost"] as const) put(body, targets[field], exact(line[field]));
  return body;
}

/** Sets the member at a dotted path, or at several; nothing where there is no value or no place for it. */
function put(object: Record<string, unknown>, target: Target, value: unknown): void {
  if (target === undefined || value === undefined) return;
  for (const path of typeof target === "string" ? [target] : target) {
    const steps = path.split(".");
    let inner = object;
    for (const step of steps.slice(0, -1)) {
      inner[step] ??= {};
      inner = inner[step] as Record<string, unknown>;
    }
    inner[steps.at(-1) ?? path] = value;
  }
}

const midnight = (date: string | undefined): string | undefined =>
  date === undefined ? undefined : `${date}T00:00:00`;
const exact = (amount: Decimal | undefined): unknown => (amount === undefined ? undefined : JSON.rawJSON(amount));
