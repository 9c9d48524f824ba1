import { z } from "zod";
import type { SandboxClock } from "../../clock.ts";
import type { PurchaseOrder } from "../../entities.ts";
import type { GpOptions } from "../../options.ts";
import { empty, json, type Reply } from "../../reply.ts";
import type { Company } from "../company.ts";
import { purchaseOrderObject } from "../objectStyle.ts";
import type { ServiceError } from "../serviceError.ts";
import { wireFormat } from "../wireFormat.ts";
import type { Draft, DraftKind } from "./draft.ts";
import * as input from "./draftInput.ts";
import { draftObject } from "./draftObject.ts";
import { type Entry, enterPayables, enterPurchaseInvoice, enterReceipt, enterReceivables } from "./enterDocument.ts";
import { enterPurchaseOrder } from "./enterPurchaseOrder.ts";
import { DocumentRefused, type Problem, problem } from "./problem.ts";

/** The services that take documents. What they create is in the Work state, whatever the caller asks for. */
export interface DraftService {
  create(kind: DraftKind | "PurchaseOrders", company: Company, user: string, body: Buffer): Reply;
  list(kind: DraftKind, company: Company, query: URLSearchParams): Reply;
  one(kind: DraftKind, company: Company, key: string): Reply;
  remove(kind: DraftKind, company: Company, key: string): Reply;
  /** `GP-Custom-Action: POST`. The connector must never send it; the sandbox does what GP would do. */
  post(kind: DraftKind, company: Company, key: string): Reply;
  /** Orders that were created with this reference and are still there. */
  ordersByReference(company: Company, reference: string): Reply;
  periods(company: Company): Reply;
}

export function createDraftService(options: GpOptions, clock: SandboxClock, error: ServiceError): DraftService {
  const format = wireFormat(options);
  const refuse = (problems: readonly Problem[]): Reply => {
    const [first] = problems;
    if (first === undefined) return error(422, "Refused", "The document was refused.");
    return error(first.status, first.code, first.message, problems.slice(1));
  };
  const created = (value: object): Reply => json(201, value);
  const missing = (kind: DraftKind, key: string): Reply =>
    error(404, "RecordNotFound", `The document '${key}' was not found in ${kind}.`);

  const order = (company: Company, value: PurchaseOrder): object =>
    purchaseOrderObject(value, format, { companyId: company.id, details: true, rowStamps: options.rowStamps });

  const addOrder = (company: Company, body: unknown, entry: Entry): object => {
    const entered = enterPurchaseOrder(input.purchaseOrderInput.parse(body), entry, () => company.nextOrderNumber());
    company.purchaseOrders.put({ ...entered, rowStamp: clock.now().toISOString() });
    if (entered.reference) company.references.set(entered.reference, entered.number);
    return order(company, entered);
  };

  const enter = (kind: DraftKind, body: unknown, entry: Entry): Draft => {
    switch (kind) {
      case "PurchaseReceipts":
        return enterReceipt(input.receiptInput.parse(body), entry);
      case "PurchaseInvoices":
        return enterPurchaseInvoice(input.purchaseInvoiceInput.parse(body), entry);
      case "PayablesInvoices":
        return enterPayables(input.payablesInput.parse(body), entry);
      case "ReceivablesInvoices":
        return enterReceivables(input.receivablesInput.parse(body), entry);
    }
  };

  return {
    create(kind, company, user, body) {
      const given = input.parseExact(body);
      if (given === undefined) return error(400, "InvalidDocument", "The body is not JSON.");
      const entry = { company, options, today: clock.today(), user };
      try {
        if (kind === "PurchaseOrders") return created(addOrder(company, given, entry));
        const draft = enter(kind, given, entry);
        company.drafts.add(draft);
        return created(draftObject(draft, format));
      } catch (thrown) {
        if (thrown instanceof DocumentRefused) return refuse(thrown.problems);
        if (thrown instanceof z.ZodError) {
          return refuse(
            thrown.issues.map((issue) => problem(400, "InvalidDocument", `${issue.path.join(".")}: ${issue.message}`)),
          );
        }
        throw thrown;
      }
    },
    list(kind, company, query) {
      const skip = Number(query.get("Skip") ?? 0) || 0;
      const found = company.drafts.list(kind, query.get("Reference") ?? undefined);
      const page = found.slice(skip, skip + options.pageCap);
      return json(200, { [kind]: page.map((draft) => draftObject(draft, format)) });
    },
    one(kind, company, key) {
      const draft = company.drafts.get(kind, key);
      return draft === undefined ? missing(kind, key) : json(200, draftObject(draft, format));
    },
    remove(kind, company, key) {
      const draft = company.drafts.get(kind, key);
      if (draft === undefined) return missing(kind, key);
      if (draft.state !== "Work")
        return error(409, "Posted", `The document '${draft.key}' is posted and cannot be deleted.`);
      company.drafts.remove(kind, key);
      return empty(204);
    },
    post(kind, company, key) {
      const draft = company.drafts.post(kind, key);
      return draft === undefined ? missing(kind, key) : json(200, draftObject(draft, format));
    },
    ordersByReference(company, reference) {
      const number = company.references.get(reference);
      const found = number === undefined ? undefined : company.purchaseOrders.get(number);
      return json(200, { PurchaseOrders: found?.reference === reference ? [order(company, found)] : [] });
    },
    periods(company) {
      const year = Number(clock.today().slice(0, 4));
      const periods = [year - 1, year, year + 1].flatMap((each) => company.periods.list(each));
      return json(200, {
        FiscalPeriods: periods.map(({ period, first, last, closed, year: of }) => ({
          Year: of,
          PeriodId: period,
          FirstDate: format.date(first),
          LastDate: format.date(last),
          ClosedSeries: closed,
        })),
      });
    },
  };
}
