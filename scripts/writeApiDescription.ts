/** Writes the OpenAPI document and the console's types of it: `console/src/api/openapi.json` and `schema.d.ts`. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { apiDescriptionText } from "../src/http/apiDescription.ts";
import { apiTypes } from "./apiTypes.ts";

const folder = join(import.meta.dirname, "../console/src/api");
const text = await apiDescriptionText();
writeFileSync(join(folder, "openapi.json"), text);
writeFileSync(join(folder, "schema.d.ts"), apiTypes(JSON.parse(text)));
