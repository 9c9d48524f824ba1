import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { fileSchemas } from "./schemaDocuments.ts";

it.each(Object.entries(fileSchemas()))("schemas/%s is what files are checked against", (name, schema) => {
  const published = readFileSync(join(import.meta.dirname, "../../../schemas", name), "utf8");
  expect(JSON.parse(published)).toEqual(JSON.parse(JSON.stringify(schema)));
});
