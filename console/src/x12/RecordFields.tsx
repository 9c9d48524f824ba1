import type { JSX } from "react";

interface RecordFieldsProps {
  record: unknown;
  selected: string | undefined;
  /** Leads back to the elements that come from this field. */
  onSelect?: (path: string) => void;
  /** Fields that reach the document. */
  linked?: ReadonlySet<string>;
  /** GP's table and column by field, where they are known. */
  sources?: ReadonlyMap<string, string>;
}

interface FieldRow {
  path: string;
  name: string;
  depth: number;
  /** Absent for the head of a group. */
  value?: string;
}

/** Any record as names and values, nested as it is. */
export function RecordFields({ record, selected, onSelect, linked, sources }: RecordFieldsProps): JSX.Element {
  return (
    <dl className="flex flex-col py-1 text-sm">
      {rowsOf(record, "", 0).map((row) => {
        const chosen = row.path === selected;
        const room = `flex gap-4 px-4 py-1 ${indents[Math.min(row.depth, 4)]}`;
        if (row.value === undefined) {
          return (
            <div key={row.path} className={room}>
              <dt className="pt-1 text-xs font-semibold tracking-wide text-muted uppercase">{row.name}</dt>
              <dd className="sr-only">group</dd>
            </div>
          );
        }
        const isLinked = linked?.has(row.path) === true && onSelect !== undefined;
        return (
          <div key={row.path} className={`${room} ${chosen ? "bg-accent-soft" : ""}`}>
            <dt className="w-36 shrink-0 text-muted">{row.name}</dt>
            <dd className="min-w-0 flex-1 break-words">
              {isLinked ? (
                <button
                  type="button"
                  aria-pressed={chosen}
                  onClick={() => onSelect(row.path)}
                  className="link text-left break-words"
                >
                  {row.value}
                </button>
              ) : (
                row.value
              )}
            </dd>
            {sources?.has(row.path) && (
              <dd className="hidden shrink-0 text-right font-mono text-2xs leading-[1.375rem] text-muted 2xl:block">
                {sources.get(row.path)}
              </dd>
            )}
          </div>
        );
      })}
    </dl>
  );
}

const indents: readonly string[] = ["", "pl-8", "pl-12", "pl-16", "pl-20"];

function rowsOf(value: unknown, path: string, depth: number): FieldRow[] {
  if (Array.isArray(value)) {
    return value.flatMap((each, index) => {
      const inner = `${path}[${index}]`;
      if (typeof each !== "object" || each === null) {
        return [{ path: inner, name: String(index + 1), depth, value: String(each) }];
      }
      return [{ path: inner, name: `${singular(path)} ${index + 1}`, depth }, ...rowsOf(each, inner, depth + 1)];
    });
  }
  return Object.entries(value as object).flatMap(([key, each]): FieldRow[] => {
    const inner = path === "" ? key : `${path}.${key}`;
    if (each === null || each === undefined) return [];
    if (Array.isArray(each) && each.every((item) => typeof item !== "object")) {
      return each.length === 0 ? [] : [{ path: inner, name: wordsOf(key), depth, value: each.join(", ") }];
    }
    if (typeof each !== "object") return [{ path: inner, name: wordsOf(key), depth, value: String(each) }];
    const rows = rowsOf(each, inner, Array.isArray(each) ? depth : depth + 1);
    return Array.isArray(each) ? rows : [{ path: inner, name: wordsOf(key), depth }, ...rows];
  });
}

/** `promisedDate` as `promised date`. A name in capitals is a column of GP and stays as it is. */
function wordsOf(key: string): string {
  return /^[a-z]+(?:[A-Z][a-z]+)*$/.test(key) ? key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`) : key;
}

function singular(path: string): string {
  const name = path.split(".").at(-1) ?? path;
  return wordsOf(name.replace(/([^s])s$/, "$1"));
}
