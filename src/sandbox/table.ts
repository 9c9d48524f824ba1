/** Where rows come from before anything was changed: a seed in memory, or a generator that makes row n when asked. */
export interface RowSource<T> {
  readonly size: number;
  /** Position of the row with this key (already trimmed and upper-cased), or -1. */
  find(key: string): number;
  modified(position: number): string;
  row(position: number): T;
}

export interface Row {
  modified: string;
  /** DEX_ROW_TS. */
  rowStamp?: string;
}

/** A part of a table in reading order; positions stay valid as long as the table is not changed. */
export interface Selection {
  readonly length: number;
  at(index: number): number;
}

export interface DateRange {
  /** Inclusive calendar dates. */
  from?: string;
  to?: string;
}

export interface RowRange extends DateRange {
  /** Row stamps from this instant on, inclusive. */
  stampedSince?: string;
}

export const keyOf = (text: string): string => text.trim().toUpperCase();

/**
 * A GP table: an unchanging source, and what was changed since. Rows of a generated company are made when they are read, so
 * that 200,000 orders cost one integer each.
 */
export class Table<T extends Row> {
  readonly #source: RowSource<T>;
  readonly #keyOf: (row: T) => string;
  readonly #order: "key" | "modified";
  readonly #changed = new Map<number, T>();
  readonly #removed = new Set<number>();
  readonly #added = new Map<string, T>();
  readonly #selections = new Map<string, Int32Array>();
  #addedRows: T[] = [];

  constructor(source: RowSource<T>, rowKey: (row: T) => string, order: "key" | "modified" = "key") {
    this.#source = source;
    this.#keyOf = (row) => keyOf(rowKey(row));
    this.#order = order;
  }

  get size(): number {
    return this.#source.size - this.#removed.size + this.#added.size;
  }

  get(key: string): T | undefined {
    const wanted = keyOf(key);
    const added = this.#added.get(wanted);
    if (added !== undefined) return added;
    const position = this.#source.find(wanted);
    if (position < 0 || this.#removed.has(position)) return undefined;
    return this.#changed.get(position) ?? this.#source.row(position);
  }

  /** Replaces the row with this key, or adds it. */
  put(row: T): void {
    const key = this.#keyOf(row);
    const position = this.#source.find(key);
    if (!this.#added.has(key) && position >= 0 && !this.#removed.has(position)) this.#changed.set(position, row);
    else this.#added.set(key, row);
    this.#forget();
  }

  /** False where there is no such row. */
  remove(key: string): boolean {
    const wanted = keyOf(key);
    let removed = this.#added.delete(wanted);
    if (!removed) {
      const position = this.#source.find(wanted);
      removed = position >= 0 && !this.#removed.has(position);
      if (removed) {
        this.#removed.add(position);
        this.#changed.delete(position);
      }
    }
    this.#forget();
    return removed;
  }

  select(range: RowRange): Selection {
    const name = `${range.from ?? ""}/${range.to ?? ""}/${range.stampedSince ?? ""}`;
    let positions = this.#selections.get(name);
    if (positions === undefined) {
      if (this.#selections.size >= 8) this.#selections.clear();
      positions = this.#find(range);
      this.#selections.set(name, positions);
    }
    const found = positions;
    return { length: found.length, at: (index) => found[index] ?? -1 };
  }

  /** The row at a position that {@link select} gave. */
  rowAt(position: number): T {
    if (position < this.#source.size) return this.#changed.get(position) ?? this.#source.row(position);
    const row = this.#addedRows[position - this.#source.size];
    if (row === undefined) throw new RangeError(`no row at ${position}`);
    return row;
  }

  #find({ from, to, stampedSince }: RowRange): Int32Array {
    this.#addedRows = [...this.#added.values()];
    const total = this.#source.size + this.#addedRows.length;
    const positions = new Int32Array(total);
    let count = 0;
    for (let position = 0; position < total; position += 1) {
      if (position < this.#source.size && this.#removed.has(position)) continue;
      const modified = this.#modifiedAt(position);
      if ((from !== undefined && modified < from) || (to !== undefined && modified > to)) continue;
      if (stampedSince !== undefined && (this.rowAt(position).rowStamp ?? "") < stampedSince) continue;
      positions[count] = position;
      count += 1;
    }
    const found = positions.slice(0, count);
    if (this.#order === "modified") {
      const dates = new Map(Array.from(found, (position) => [position, this.#modifiedAt(position)]));
      const dateOf = (position: number) => dates.get(position) ?? "";
      found.sort((left, right) => {
        const [one, other] = [dateOf(left), dateOf(right)];
        return one === other ? left - right : one < other ? -1 : 1;
      });
    }
    return found;
  }

  #modifiedAt(position: number): string {
    if (position >= this.#source.size) return this.#addedRows[position - this.#source.size]?.modified ?? "";
    return this.#changed.get(position)?.modified ?? this.#source.modified(position);
  }

  #forget(): void {
    this.#selections.clear();
    this.#addedRows = [...this.#added.values()];
  }
}

/** A source over rows that already exist. */
export function rowsInMemory<T extends Row>(rows: readonly T[], rowKey: (row: T) => string): RowSource<T> {
  const positions = new Map(rows.map((row, position) => [keyOf(rowKey(row)), position]));
  const at = (position: number): T => {
    const row = rows[position];
    if (row === undefined) throw new RangeError(`no row at ${position}`);
    return row;
  };
  return {
    size: rows.length,
    find: (key) => positions.get(key) ?? -1,
    modified: (position) => at(position).modified,
    row: at,
  };
}
