import type { z } from "zod";
import { amount, product, sum } from "../amount.ts";
import type { SandboxClock } from "../clock.ts";
import type { OrderLine, OrderStatus, PurchaseOrder, Vendor } from "../entities.ts";
import type { Company } from "../gp/company.ts";
import type { Draft, DraftKind } from "../gp/drafts/draft.ts";
import type { Period } from "../gp/drafts/fiscalPeriods.ts";
import type { GpOptions } from "../options.ts";
import { accountIndexOf, orderLine, purchaseOrder } from "../seed/purchaseOrders.ts";
import { vendorAddress } from "../seed/vendors.ts";
import type { addressChange, lineChange, newLine, newOrder, newVendor, orderChange, vendorChange } from "./requests.ts";

export interface EditOptions {
  /** Whether the header's (or vendor's) ModifiedDate becomes today. */
  touch?: boolean;
}

type Change<T extends z.ZodType> = z.output<T>;

/**
 * What people do to a company in GP while a connector watches. `undefined` where the record is not there.
 */
export interface CompanyEdits {
  editVendor(id: string, change: Change<typeof vendorChange>, options?: EditOptions): Vendor | undefined;
  editVendorAddress(
    id: string,
    code: string,
    change: Change<typeof addressChange>,
    options?: EditOptions,
  ): Vendor | undefined;
  addVendor(vendor: Change<typeof newVendor>): Vendor;
  deleteVendor(id: string): boolean;
  editPurchaseOrder(
    number: string,
    change: Change<typeof orderChange>,
    options?: EditOptions,
  ): PurchaseOrder | undefined;
  editLine(
    number: string,
    ord: number,
    change: Change<typeof lineChange>,
    options?: EditOptions,
  ): PurchaseOrder | undefined;
  addLine(number: string, line: Change<typeof newLine>, options?: EditOptions): PurchaseOrder | undefined;
  deleteLine(number: string, ord: number, options?: EditOptions): PurchaseOrder | undefined;
  /** @throws RangeError where the number is taken */
  addPurchaseOrder(order: Change<typeof newOrder>): PurchaseOrder;
  /** The order vanishes, as a deleted New one does, or one that was moved to history. */
  deletePurchaseOrder(number: string): boolean;
  /** What people do with a draft at the client: afterwards it is in History, or Open. */
  postDraft(kind: DraftKind, key: string): Draft | undefined;
  /** All documents that were entered through the service. */
  drafts(): Draft[];
  setPeriod(period: Period & { closed: boolean }): void;
  /** Sets header and lines to this status: 4 Received, 5 Closed, 6 Canceled. */
  closePurchaseOrder(number: string, status?: OrderStatus): PurchaseOrder | undefined;
}

const lineStep = 16384;

export function companyEdits(company: Company, options: GpOptions, clock: SandboxClock): CompanyEdits {
  const { vendors, purchaseOrders } = company;
  const stamp = () => clock.now().toISOString();

  const saveVendor = (vendor: Vendor, touch: boolean): Vendor => {
    const saved = { ...vendor, rowStamp: stamp(), ...(touch ? { modified: clock.today() } : {}) };
    vendors.put(saved);
    return saved;
  };

  const saveOrder = (order: PurchaseOrder, touch: boolean): PurchaseOrder => {
    const subtotal = sum("0", ...order.lines.map((line) => line.extendedCost));
    const saved = {
      ...order,
      subtotal,
      remainingSubtotal: order.status >= 4 ? amount(0) : subtotal,
      rowStamp: stamp(),
      ...(touch ? { modified: clock.today(), lastEdit: clock.today() } : {}),
    };
    purchaseOrders.put(saved);
    return saved;
  };

  const changeLines = (
    number: string,
    edit: EditOptions | undefined,
    change: (lines: readonly OrderLine[], order: PurchaseOrder) => OrderLine[] | undefined,
  ): PurchaseOrder | undefined => {
    const order = purchaseOrders.get(number);
    const lines = order === undefined ? undefined : change(order.lines, order);
    if (order === undefined || lines === undefined) return undefined;
    return saveOrder({ ...order, lines }, edit?.touch ?? options.lineEditsTouchHeader);
  };

  return {
    editVendor(id, change, edit) {
      const vendor = vendors.get(id);
      return vendor === undefined ? undefined : saveVendor({ ...vendor, ...given(change) }, edit?.touch ?? true);
    },
    editVendorAddress(id, code, change, edit) {
      const vendor = vendors.get(id);
      if (vendor === undefined || !vendor.addresses.some((address) => address.code === code)) return undefined;
      const addresses = vendor.addresses.map((address) =>
        address.code === code ? { ...address, ...given(change) } : address,
      );
      return saveVendor({ ...vendor, addresses }, edit?.touch ?? options.addressEditsTouchVendor);
    },
    addVendor({ addresses, ...vendor }) {
      const first = addresses[0]?.code ?? "";
      return saveVendor(
        {
          shortName: vendor.name.slice(0, 15),
          checkName: vendor.name,
          classId: "USA-US-C",
          status: 1,
          onHold: false,
          currency: "Z-US$",
          terms: "Net 30",
          shippingMethod: "GROUND",
          priority: "1",
          taxSchedule: "",
          taxId: "",
          accountNumber: "",
          comment1: "",
          comment2: "",
          primaryAddress: first,
          purchaseAddress: first,
          remitToAddress: first,
          shipFromAddress: first,
          created: clock.today(),
          modified: clock.today(),
          rowStamp: stamp(),
          ...given(vendor),
          id: vendor.id,
          name: vendor.name,
          addresses: addresses.map(({ code, ...address }) => vendorAddress({ ...given(address), code })),
        },
        true,
      );
    },
    deleteVendor: (id) => vendors.remove(id),
    editPurchaseOrder(number, change, edit) {
      const order = purchaseOrders.get(number);
      if (order === undefined) return undefined;
      const { modified, ...rest } = given(change);
      const saved = saveOrder({ ...order, ...rest }, modified === undefined && (edit?.touch ?? true));
      if (modified === undefined) return saved;
      const dated = { ...saved, modified };
      purchaseOrders.put(dated);
      return dated;
    },
    editLine(number, ord, change, edit) {
      return changeLines(number, edit, (lines) =>
        lines.some((line) => line.ord === ord)
          ? lines.map((line) => (line.ord === ord ? repriced({ ...line, ...given(change) }) : line))
          : undefined,
      );
    },
    addLine(number, line, edit) {
      return changeLines(number, edit, (lines, order) => {
        const ord = line.ord ?? (lines.at(-1)?.ord ?? 0) + lineStep;
        if (lines.some((other) => other.ord === ord)) return undefined;
        const added = { ...lineFrom(line, lines.length, order), ord };
        return [...lines, added].sort((left, right) => left.ord - right.ord);
      });
    },
    deleteLine(number, ord, edit) {
      return changeLines(number, edit, (lines) =>
        lines.some((line) => line.ord === ord) ? lines.filter((line) => line.ord !== ord) : undefined,
      );
    },
    addPurchaseOrder({ number: wanted, lines, modified, ...order }) {
      const number = wanted ?? company.nextOrderNumber();
      if (purchaseOrders.get(number) !== undefined) throw new RangeError(`purchase order ${number} exists already`);
      const today = clock.today();
      const empty = purchaseOrder(
        { status: 1, ...given(order), vendorId: order.vendorId, number, age: 0, changed: 0, lines: [] },
        today,
        vendors.get(order.vendorId),
      );
      const saved = saveOrder(
        {
          ...empty,
          rowStamp: stamp(),
          lines: lines.map((line, index) => ({
            ...lineFrom(line, index, empty),
            ...(line.ord ? { ord: line.ord } : {}),
          })),
        },
        modified === undefined,
      );
      if (modified === undefined) return saved;
      const dated = { ...saved, modified };
      purchaseOrders.put(dated);
      return dated;
    },
    deletePurchaseOrder: (number) => purchaseOrders.remove(number),
    postDraft: (kind, key) => company.drafts.post(kind, key),
    drafts: () => company.drafts.all(),
    setPeriod({ closed, ...period }) {
      if (closed) company.periods.close(period);
      else company.periods.open(period);
    },
    closePurchaseOrder(number, status = 5) {
      const order = purchaseOrders.get(number);
      if (order === undefined) return undefined;
      return saveOrder({ ...order, status, lines: order.lines.map((line) => ({ ...line, status })) }, true);
    },
  };
}

function lineFrom(line: Change<typeof newLine>, index: number, order: PurchaseOrder): OrderLine {
  const { quantity, unitCost, ord: _, ...rest } = given(line);
  const made = orderLine(
    // The price is given, so that the item need not be one of the seed.
    { ...rest, itemNumber: line.itemNumber, nonInventory: true, quantity: line.quantity, cost: line.unitCost },
    index,
    order.status,
    order.promisedDate,
  );
  return { ...made, nonInventory: line.nonInventory ?? false };
}

function repriced(line: OrderLine): OrderLine {
  return {
    ...line,
    extendedCost: product(line.quantityOrdered, line.unitCost),
    accountIndex: line.account === "" ? 0 : accountIndexOf(line.account),
  };
}

/** Without the keys that are `undefined`. */
function given<T extends object>(
  change: T,
): { [K in keyof T]-?: Exclude<T[K], undefined> } extends infer R ? Partial<R> : never {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as never;
}
