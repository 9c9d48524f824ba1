/** Writes the OpenAPI document of the HTTP API, from which the console's typed client is made. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { apiDescriptionText } from "../src/http/apiDescription.ts";

const path = join(import.meta.dirname, "../console/src/api/openapi.json");
mkdirSync(dirname(path), { recursive: true });
writeFileSync(path, await apiDescriptionText());
