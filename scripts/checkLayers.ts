/**
 * Keeps the direction of imports: a part may import from the parts above it in this list, never from those below.
 * The list is the table of docs/architecture.md. Prints each offence and exits with 1.
 */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";

/** Parts in one inner array stand side by side and do not know each other. */
const layers: readonly (readonly string[])[] = [
  ["decimal"],
  ["errors"],
  ["x12", "windows-auth"],
  ["secrets"],
  ["gp", "cleo", "notify"],
  ["configuration"],
  ["documents"],
  ["database"],
  ["ledger"],
  ["sync"],
  ["engine"],
  ["check"],
  ["sandbox"],
  ["app"],
  ["http"],
  ["cli"],
];

/** Parts whose outside is narrower than their place in the list allows. */
const mayOnlyImport: Readonly<Record<string, readonly string[]>> = {
  decimal: [],
  x12: [],
  "windows-auth": [],
  secrets: ["errors"],
  database: ["errors"],
  gp: ["errors", "decimal", "windows-auth"],
  cleo: ["errors"],
  notify: ["errors", "secrets"],
  documents: ["errors", "decimal", "x12", "gp", "configuration"],
  sandbox: ["errors", "windows-auth", "x12"],
};

const source = resolve(import.meta.dirname, "../src");

function* filesUnder(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesUnder(path);
    else if (/\.tsx?$/.test(entry.name)) yield path;
  }
}

const partOf = (path: string): string => relative(source, path).split(sep)[0] ?? "";
const levelOf = (part: string): number => layers.findIndex((layer) => layer.includes(part));

const offences: string[] = [];
for (const file of filesUnder(source)) {
  // A test may reach for any part: it stands outside the product.
  if (file.endsWith(".test.ts")) continue;
  const from = partOf(file);
  if (levelOf(from) < 0) {
    offences.push(`${relative(source, file)}: "${from}" is not a part listed in scripts/checkLayers.ts`);
    continue;
  }
  for (const [, specifier] of readFileSync(file, "utf8").matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)) {
    const target = resolve(dirname(file), specifier ?? "");
    if (!target.startsWith(source + sep)) continue;
    const to = partOf(target);
    if (to === from) continue;
    const allowed = mayOnlyImport[from]?.includes(to) ?? levelOf(to) < levelOf(from);
    if (!allowed) offences.push(`${relative(source, file)} imports ${specifier}: ${from} must not know ${to}`);
  }
}

for (const offence of offences) console.error(offence);
process.exitCode = offences.length > 0 ? 1 : 0;
