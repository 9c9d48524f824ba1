import { z } from "zod";
import { fileSchema } from "./fileSchema.ts";
import type { SchemaNode } from "./problems.ts";

/** JSON Schema (draft 2020-12) of the configuration file, for editors and for `docs/configuration.schema.json`. */
export function configurationSchema(): SchemaNode & Record<string, unknown> {
  return z.toJSONSchema(fileSchema, { io: "input", reused: "inline" }) as SchemaNode & Record<string, unknown>;
}
