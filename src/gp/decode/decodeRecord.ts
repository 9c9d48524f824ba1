/**
 * One row of an answer, decoded or with the reason why not. A row that cannot be read blocks itself alone: the page goes
 * on, and nothing is lost in silence (Invariant 11).
 */
import { ConnectorError } from "../../errors/connectorError.ts";
import type { GpPurchaseOrder, GpVendor, RawRecord } from "../entities.ts";
import { isObject, type JsonObject, type JsonValue } from "./json.ts";
import { readPurchaseOrder } from "./purchaseOrder.ts";
import { type Decoding, FieldFault, RecordReader } from "./record.ts";
import { readVendor } from "./vendor.ts";

export type DecodedRecord<Entity> =
  | { ok: true; key: string; record: Entity; raw: RawRecord }
  | { ok: false; key?: string; problem: ConnectorError; raw: JsonValue };

export interface EntityKinds {
  vendors: GpVendor;
  purchaseOrders: GpPurchaseOrder;
}

const readers = {
  vendors: { read: readVendor, key: (vendor: GpVendor) => vendor.id, word: "vendor" },
  purchaseOrders: { read: readPurchaseOrder, key: (order: GpPurchaseOrder) => order.number, word: "purchase order" },
} as const;

/** Never throws for what the server sent. `company` is the configured database, for the location of a problem. */
export function decodeRecord<Resource extends keyof EntityKinds>(
  resource: Resource,
  row: JsonValue,
  decoding: Decoding,
  company: string,
): DecodedRecord<EntityKinds[Resource]> {
  const { read, key, word } = readers[resource] as unknown as Reader<EntityKinds[Resource]>;
  if (!isObject(row)) return unreadable(undefined, row, word, company, new FieldFault("", "the row is not an object"));
  try {
    const record = read(row, decoding);
    return { ok: true, key: key(record), record, raw: row };
  } catch (error) {
    if (!(error instanceof FieldFault)) throw error;
    return unreadable(keyOf(resource, row, decoding), row, word, company, error);
  }
}

interface Reader<Entity> {
  read: (object: JsonObject, decoding: Decoding) => Entity;
  key: (entity: Entity) => string;
  word: string;
}

/** The key of a row as far as it has one that can be read. */
export function keyOf(resource: keyof EntityKinds, row: JsonValue, decoding: Decoding): string | undefined {
  if (!isObject(row)) return undefined;
  try {
    return resource === "vendors"
      ? new RecordReader(row, "vendor", decoding).text("id")
      : new RecordReader(row, "purchaseOrder", decoding).text("number");
  } catch (error) {
    if (error instanceof FieldFault) return undefined;
    throw error;
  }
}

function unreadable(
  key: string | undefined,
  raw: JsonValue,
  word: string,
  company: string,
  fault: FieldFault,
): DecodedRecord<never> {
  const problem = new ConnectorError(
    "GP_RECORD_UNREADABLE",
    `${word} ${key ?? "without a readable key"} cannot be read: ${fault.field ? `${fault.field} ` : ""}${fault.message}`,
    { at: { company, ...(key ? { document: key } : {}), ...(fault.field ? { field: fault.field } : {}) } },
  );
  return { ok: false, ...(key ? { key } : {}), problem, raw };
}
