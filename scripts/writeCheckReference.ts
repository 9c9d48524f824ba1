/** Brings the table of docs/check.md in step with the findings of the fit check. */
import { readFileSync, writeFileSync } from "node:fs";
import { findingReference, referenceHeading } from "../src/check/reference.ts";

const page = new URL("../docs/check.md", import.meta.url);
const text = readFileSync(page, "utf8");
writeFileSync(page, text.slice(0, text.indexOf(referenceHeading)) + findingReference());
