/** Writes the JSON Schemas: of the files that go to Cleo into schemas/, and of the configuration file into docs/. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { configurationSchema } from "../src/configuration/schemaDocument.ts";
import { fileSchemas } from "../src/documents/file/schemaDocuments.ts";

const published: [string, object][] = [
  ...Object.entries(fileSchemas()).map(([name, schema]): [string, object] => [`schemas/${name}`, schema]),
  ["docs/configuration.schema.json", configurationSchema()],
];
for (const [place, schema] of published) {
  const path = join(import.meta.dirname, "..", place);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(schema, null, 2)}\n`);
}
