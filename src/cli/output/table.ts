import { columnsOf, plainText } from "./plainText.ts";
import { wrapped } from "./wrapped.ts";

/** How a column is set: numbers to the right, everything else to the left. */
export interface Column<Row> {
  title: string;
  value: (row: Row) => string;
  align?: "right";
  /** Changes the look of a cell after it was measured. */
  style?: (text: string, row: Row) => string;
}

/** How wide a line below a row may become. */
const width = 100;

const indent = "    ";

/**
 * Rows as aligned text under their titles. The last column is not padded, and nothing is cut.
 *
 * @param below what is told below a row where it does not fit beside the rest
 */
export function table<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  dim: (text: string) => string,
  below?: (row: Row) => string,
): string {
  const cells = rows.map((row) => columns.map((column) => plainText(column.value(row))));
  const widths = columns.map((column, index) =>
    Math.max(columnsOf(column.title), ...cells.map((row) => columnsOf(row[index] ?? ""))),
  );
  const set = (text: string, index: number): string => {
    const padding = " ".repeat(Math.max(0, (widths[index] ?? 0) - columnsOf(text)));
    if (columns[index]?.align === "right") return padding + text;
    return index === columns.length - 1 ? text : text + padding;
  };
  const titles = columns.map((column, index) => dim(set(column.title, index))).join("  ");
  const more = (row: Row): string[] => {
    const text = below ? plainText(below(row)) : "";
    return text === "" ? [] : wrapped(text, indent, width).split("\n").map(dim);
  };
  const lines = rows.flatMap((row, at) => [
    columns
      .map((column, index) => {
        const text = set(cells[at]?.[index] ?? "", index);
        return column.style ? column.style(text, row) : text;
      })
      .join("  "),
    ...more(row),
  ]);
  return [titles, ...lines].map((line) => line.trimEnd()).join("\n");
}
