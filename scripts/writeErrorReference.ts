/** Writes docs/errors.md from the error registry. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { errorReference } from "../src/errors/reference.ts";

writeFileSync(join(import.meta.dirname, "../docs/errors.md"), errorReference());
