/** Writes the JSON Schemas of the files that go to Cleo into schemas/. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileSchemas } from "../src/documents/file/schemaDocuments.ts";

const folder = join(import.meta.dirname, "../schemas");
mkdirSync(folder, { recursive: true });
for (const [name, schema] of Object.entries(fileSchemas())) {
  writeFileSync(join(folder, name), `${JSON.stringify(schema, null, 2)}\n`);
}
