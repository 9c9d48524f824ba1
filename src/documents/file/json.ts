/**
 * Documents as JSON files. The routing keys come first and in a fixed order: Cleo's router looks only at the
 * beginning of a file. Schemas are in `schemas/`; every file is checked against its schema before it is sent.
 */
import { z } from "zod";
import { ConnectorError } from "../../errors/connectorError.ts";
import { type PurchaseOrder, purchaseOrderSchema } from "../canonical/purchaseOrder.ts";
import { type Vendor, vendorSchema } from "../canonical/vendor.ts";

export type Purpose = "original" | "replace" | "cancellation";

/** What a file says about itself, beside the document. */
export interface FileHeader {
  company: string;
  receiver: string;
  revision: number;
  /** The job that created the revision; a retry or a replay does not change it. */
  jobId: string;
  purpose: Purpose;
}

const routingKeys = {
  sender: z.string(),
  receiver: z.string(),
  documentId: z.string(),
  revision: z.int().positive(),
  company: z.string(),
  jobId: z.string(),
  purpose: z.enum(["original", "replace", "cancellation"]),
};

export const purchaseOrderFileSchema = z.strictObject({
  documentType: z.literal("purchaseOrder"),
  schema: z.literal("ml-connector/purchase-order/1"),
  ...routingKeys,
  purchaseOrder: purchaseOrderSchema,
});

export const vendorFileSchema = z.strictObject({
  documentType: z.literal("vendor"),
  schema: z.literal("ml-connector/vendor/1"),
  ...routingKeys,
  vendor: vendorSchema,
});

export function purchaseOrderFile(order: PurchaseOrder, header: FileHeader): Uint8Array {
  return file(purchaseOrderFileSchema, {
    documentType: "purchaseOrder",
    schema: "ml-connector/purchase-order/1",
    ...routing(order.number, header),
    purchaseOrder: order,
  });
}

export function vendorFile(vendor: Vendor, header: FileHeader): Uint8Array {
  return file(vendorFileSchema, {
    documentType: "vendor",
    schema: "ml-connector/vendor/1",
    ...routing(vendor.id, header),
    vendor,
  });
}

function routing(documentId: string, { company, receiver, revision, jobId, purpose }: FileHeader) {
  return { sender: company, receiver, documentId, revision, company, jobId, purpose };
}

// A strict object is rebuilt in the order of its schema, so the keys' order does not depend on what stored them.
function file<Schema extends z.ZodType>(schema: Schema, content: z.input<Schema>): Uint8Array {
  const checked = schema.safeParse(content);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    throw new ConnectorError("DOCUMENT_INVALID", `${issue?.path.join(".")}: ${issue?.message}`, {
      at: { field: issue?.path.join(".") },
    });
  }
  return new TextEncoder().encode(`${JSON.stringify(checked.data)}\n`);
}
