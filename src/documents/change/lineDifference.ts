/** One line of a comparison: kept, taken away, or new. */
export interface DifferentLine {
  kind: "same" | "removed" | "added";
  text: string;
}

/** Longer texts are told as wholly different: the comparison costs the product of both lengths. */
const longest = 3_000;

/** What leads from one list of lines to another, by their longest common subsequence. */
export function lineDifference(before: readonly string[], after: readonly string[]): DifferentLine[] {
  if (before.length > longest || after.length > longest) {
    return [
      ...before.map((text) => ({ kind: "removed", text }) as const),
      ...after.map((text) => ({ kind: "added", text }) as const),
    ];
  }
  const width = after.length + 1;
  const common = new Uint32Array((before.length + 1) * width);
  const at = (row: number, column: number): number => common[row * width + column] ?? 0;
  for (let row = before.length - 1; row >= 0; row--) {
    for (let column = after.length - 1; column >= 0; column--) {
      common[row * width + column] =
        before[row] === after[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const lines: DifferentLine[] = [];
  let row = 0;
  let column = 0;
  while (row < before.length || column < after.length) {
    if (row < before.length && column < after.length && before[row] === after[column]) {
      lines.push({ kind: "same", text: before[row] ?? "" });
      row += 1;
      column += 1;
    } else if (row < before.length && (column === after.length || at(row + 1, column) >= at(row, column + 1))) {
      lines.push({ kind: "removed", text: before[row] ?? "" });
      row += 1;
    } else {
      lines.push({ kind: "added", text: after[column] ?? "" });
      column += 1;
    }
  }
  return lines;
}
