import type { JSX, ReactNode } from "react";
import { useRowKeys } from "../shell/useRowKeys.ts";
import { Prose } from "./Prose.tsx";
import { plainText } from "./proseText.ts";

export interface Column<Row> {
  title: string;
  /** Text is set as prose, whole in a tooltip where it is cut. */
  cell: (row: Row) => ReactNode;
  /** Numbers stand to the right. */
  align?: "right";
  /** Left out where the window is narrow. */
  wideOnly?: boolean;
  /** Takes the room that is left, and cuts its text there; where the window is narrow the text wraps instead. */
  grow?: boolean;
  /** Takes the room that is left, and breaks its text there. */
  wrap?: boolean;
}

interface DataTableProps<Row> {
  /** What the table lists, for those who do not see it. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** In the place of rows where there are none. */
  empty: ReactNode;
  /** Rows of an earlier answer, shown until the next one comes. */
  stale?: boolean;
}

export function DataTable<Row>({ label, columns, rows, rowKey, empty, stale }: DataTableProps<Row>): JSX.Element {
  useRowKeys();
  if (rows.length === 0) return <>{empty}</>;
  return (
    <section
      // A panel around it may have the same name, and landmarks are told apart by theirs.
      aria-label={`${label}: table`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard (WCAG 2.1.1)
      tabIndex={0}
      className={`relative overflow-x-auto focus-visible:-outline-offset-2 ${stale ? "opacity-60" : ""}`}
    >
      <table className="w-full border-collapse text-sm">
        <caption className="sr-only">{label}</caption>
        <thead>
          <tr className="border-b border-line text-left text-xs text-muted">
            {columns.map((column) => (
              <th
                key={column.title}
                scope="col"
                className={`px-2 py-2 font-medium first:pl-4 last:pr-4 sm:px-4 ${cellClass(column)}`}
              >
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={rowKey(row)}
              className="border-b border-line last:border-b-0 focus-within:bg-accent-soft hover:bg-hover"
            >
              {columns.map((column) => (
                <td
                  key={column.title}
                  className={`px-2 py-2 align-top first:pl-4 last:pr-4 sm:px-4 ${cellClass(column)}`}
                >
                  <Content of={column.cell(row)} cut={column.grow === true} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Content({ of, cut }: { of: ReactNode; cut: boolean }): JSX.Element {
  if (typeof of !== "string") return <>{of}</>;
  return cut ? (
    <span title={plainText(of)}>
      <Prose text={of} />
    </span>
  ) : (
    <Prose text={of} />
  );
}

function cellClass({ align, wideOnly, grow, wrap }: Omit<Column<never>, "title" | "cell">): string {
  return [
    align === "right" ? "text-right" : "",
    wideOnly ? "hidden lg:table-cell" : "",
    wrap
      ? "w-full min-w-36 wrap-anywhere"
      : grow
        ? "w-full min-w-24 wrap-anywhere lg:max-w-0 lg:min-w-40 lg:truncate"
        : "whitespace-nowrap",
  ].join(" ");
}
