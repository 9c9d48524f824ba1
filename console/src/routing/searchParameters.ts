/** What an address holds behind its `?`, read leniently: a value that makes no sense is left out. */

export type Search = Readonly<Record<string, unknown>>;

export function textOf(search: Search, name: string): string | undefined {
  const value = search[name];
  // The router reads `?q=100` as a number.
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Keeps the texts of these names that are there. */
export function texts<const Name extends string>(search: Search, names: readonly Name[]): { [Key in Name]?: string } {
  const found: { [Key in Name]?: string } = {};
  for (const name of names) {
    const value = textOf(search, name);
    if (value !== undefined) found[name] = value;
  }
  return found;
}
