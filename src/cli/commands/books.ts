import type { Command } from "commander";
import { type BooksRequest, readBooks } from "../../app/books.ts";
import { ConnectorError } from "../../errors/connectorError.ts";
import { bookColumns } from "../../ledger/books.ts";
import { type CommonOptions, type ExitCode, type Program, withApplication, withCommonOptions } from "../command.ts";
import { errorText } from "../output/error.ts";
import { table } from "../output/table.ts";

export function booksCommand(root: Command, program: Program, end: (code: ExitCode) => void): void {
  withCommonOptions(root.command("books").description("what was read against what became of it, by link, type and day"))
    .option("--from <day>", "first day, YYYY-MM-DD in the link's time zone; a week before the last one if not given")
    .option("--to <day>", "last day; today if not given")
    .option("--link <name>", "only of this link")
    .action(async ({ from, to, link, ...options }: CommonOptions & BooksRequest) => {
      const code = await withApplication(program, options, async (application, terminal): Promise<ExitCode> => {
        const books = await readBooks(application, { ...(from && { from }), ...(to && { to }), ...(link && { link }) });
        const error = books.balanced
          ? undefined
          : new ConnectorError("BOOKS_MISMATCH", "the outcomes do not add up to what was read").report();
        terminal.printJson({ ...books, ...(error && { error }) });
        const { colors } = terminal;
        const { lines, totals } = books;
        if (lines.length === 0) {
          terminal.print(`nothing was read from ${books.from} to ${books.to}`);
          return 0;
        }
        const rows = [...lines, { ...totals, day: "total", link: "", type: "", difference: 0 }];
        terminal.print(
          table(
            [
              { title: "day", value: (row) => row.day },
              { title: "link", value: (row) => row.link },
              { title: "type", value: (row) => (row.type === "purchaseOrder" ? "PO" : row.type) },
              { title: "read", value: (row) => String(row.read), align: "right" },
              ...bookColumns.map((column) => ({
                title: column,
                value: (row: (typeof rows)[number]) => String(row[column]),
                align: "right" as const,
              })),
              {
                title: "",
                value: (row) => (row.difference === 0 ? "" : `differs by ${row.difference}`),
                style: (text) => colors.red(text),
              },
            ],
            rows,
            colors.dim,
          ),
        );
        if (error === undefined) return 0;
        terminal.print(`\n${errorText(error, terminal)}`);
        return 4;
      });
      end(code);
    });
}
