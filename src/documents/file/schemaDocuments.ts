import { z } from "zod";
import { invoiceFileSchema, orderConfirmationFileSchema, shipNoticeFileSchema } from "../fromJson/answer.ts";
import { purchaseOrderFileSchema, vendorFileSchema } from "./json.ts";

/** An exact decimal in normal form: no zeros in front or behind, no minus before zero. */
export const decimalPattern = "^(?!-0$)-?(0|[1-9][0-9]*)(\\.[0-9]*[1-9])?$";

/** JSON Schemas (draft 2020-12) of the files written to Cleo and of the answers taken as JSON, by their place under `schemas/`. */
export function fileSchemas(): Readonly<Record<string, object>> {
  return {
    "invoice-1.json": schemaOf(invoiceFileSchema, "ml-connector/invoice/1"),
    "order-confirmation-1.json": schemaOf(orderConfirmationFileSchema, "ml-connector/order-confirmation/1"),
    "purchase-order-1.json": schemaOf(purchaseOrderFileSchema, "ml-connector/purchase-order/1"),
    "ship-notice-1.json": schemaOf(shipNoticeFileSchema, "ml-connector/ship-notice/1"),
    "vendor-1.json": schemaOf(vendorFileSchema, "ml-connector/vendor/1"),
  };
}

function schemaOf(schema: z.ZodType, title: string): object {
  return {
    ...z.toJSONSchema(schema, {
      unrepresentable: "any",
      io: "input",
      // The one custom type: an exact decimal as text.
      override: ({ zodSchema, jsonSchema }) => {
        if (zodSchema._zod.def.type === "custom") {
          jsonSchema.type = "string";
          jsonSchema.pattern = decimalPattern;
        }
      },
    }),
    title,
  };
}
