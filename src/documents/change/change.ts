/** One difference between what a partner has and what is so now. */
export interface Change {
  kind: "added" | "removed" | "changed";
  /** `line 3`, `address MAIN`; absent for the document itself. */
  place?: string;
  /** Name of the field, in words; absent where the whole place came or went. */
  field?: string;
  before?: string;
  after?: string;
  /** All of it in words: `line 3: quantity 10 -> 12`, `line 4 removed`. */
  text: string;
}

/** Compares two plain objects field by field. Objects inside are told as a whole. */
export function fieldChanges(
  before: object,
  after: object,
  options: { place?: string; names: Readonly<Record<string, string>>; except: readonly string[] },
): Change[] {
  const { place, names, except } = options;
  const was = before as Readonly<Record<string, unknown>>;
  const is = after as Readonly<Record<string, unknown>>;
  const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((key) => !except.includes(key));
  return keys.flatMap((key): Change[] => {
    const [from, to] = [words(was[key]), words(is[key])];
    if (from === to) return [];
    const field = names[key] ?? key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
    const where = place === undefined ? "" : `${place}: `;
    const about = { ...(place !== undefined && { place }), field };
    if (from === undefined) return [{ ...about, kind: "added", after: to ?? "", text: `${where}${field} ${to} added` }];
    if (to === undefined) {
      return [{ ...about, kind: "removed", before: from, text: `${where}${field} ${from} removed` }];
    }
    return [{ ...about, kind: "changed", before: from, after: to, text: `${where}${field} ${from} -> ${to}` }];
  });
}

function words(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(words).join("; ");
  if (typeof value === "object") {
    const parts = Object.values(value)
      .map(words)
      .filter((part) => part !== undefined && part !== "");
    return parts.length === 0 ? undefined : parts.join(", ");
  }
  const text = String(value);
  return text === "" ? undefined : text;
}
