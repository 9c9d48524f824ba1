import { z } from "zod";
import { purchaseOrderFileSchema, vendorFileSchema } from "./json.ts";

/** An exact decimal in normal form: no zeros in front or behind, no minus before zero. */
export const decimalPattern = "^(?!-0$)-?(0|[1-9][0-9]*)(\\.[0-9]*[1-9])?$";

/** JSON Schemas (draft 2020-12) of the files written to Cleo, by their place under `schemas/`. */
export function fileSchemas(): Readonly<Record<string, object>> {
  return {
    "purchase-order-1.json": schemaOf(purchaseOrderFileSchema, "ml-connector/purchase-order/1"),
    "vendor-1.json": schemaOf(vendorFileSchema, "ml-connector/vendor/1"),
  };
}

function schemaOf(schema: z.ZodType, title: string): object {
  return {
    ...z.toJSONSchema(schema, {
      unrepresentable: "any",
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
