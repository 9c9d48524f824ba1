/** Writes the table of docs/kill-points.md from src/sync/steps.ts; the text above it stays. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { killPointTable } from "../src/sync/killPointTable.ts";

const path = join(import.meta.dirname, "../docs/kill-points.md");
const text = readFileSync(path, "utf8");
const end = text.indexOf("\n| step |");
writeFileSync(path, `${(end < 0 ? text : text.slice(0, end)).trimEnd()}\n\n${killPointTable()}`);
