import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { configurationSchema } from "./schemaDocument.ts";

const published = join(import.meta.dirname, "../../docs/configuration.schema.json");

test("the published schema is the one that files are checked with (UPDATE_SCHEMA=1 writes it)", () => {
  const current = configurationSchema();
  if (process.env.UPDATE_SCHEMA) writeFileSync(published, `${JSON.stringify(current, null, 2)}\n`);
  expect(JSON.parse(readFileSync(published, "utf8"))).toEqual(JSON.parse(JSON.stringify(current)));
});
