import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { configurationSchema } from "./schemaDocument.ts";

test("the published schema is the one that files are checked with (node scripts/writeSchemas.ts brings it in step)", () => {
  const published = readFileSync(join(import.meta.dirname, "../../docs/configuration.schema.json"), "utf8");
  expect(JSON.parse(published)).toEqual(JSON.parse(JSON.stringify(configurationSchema())));
});
