import { type Command, Option } from "commander";
import { expectKnownLink } from "../../app/knownLink.ts";
import { readDocument } from "../../app/readDocument.ts";
import { searchDocuments } from "../../app/searchDocuments.ts";
import type { DeliveryState } from "../../ledger/deliveryState.ts";
import { deliveryStates } from "../../ledger/deliveryState.ts";
import { type DocumentType, documentTypes } from "../../ledger/schema.ts";
import { type CommonOptions, type ExitCode, type Program, withApplication, withCommonOptions } from "../command.ts";
import { countOption } from "../numberOption.ts";
import { contentText } from "../output/content.ts";
import { errorText } from "../output/error.ts";
import { outcomeStyle } from "../output/outcome.ts";
import { table } from "../output/table.ts";
import { instant } from "../output/time.ts";

interface ListOptions extends CommonOptions {
  link?: string;
  type?: DocumentType;
  state?: DeliveryState;
  search?: string;
  limit: string;
}

const shortNames = { vendor: "vendor", purchaseOrder: "PO", functionalAcknowledgment: "997" } as const;
const longNames = { ...shortNames, purchaseOrder: "purchase order" } as const;

export function documentsCommand(root: Command, program: Program, end: (code: ExitCode) => void): void {
  const documents = root.command("documents").description("vendors and purchase orders, and what became of them");
  withCommonOptions(documents.command("list").description("the documents touched last first"))
    .option("--link <name>", "only of this link")
    .addOption(new Option("--type <type>", "only of this type").choices([...documentTypes]))
    .addOption(new Option("--state <state>", "only in this state").choices([...deliveryStates]))
    .option("--search <text>", "beginning of a number, vendor, item, file or control number, or an identifier")
    .option("--limit <n>", "at most so many", "50")
    .action(async ({ link, type, state, search, ...options }: ListOptions) => {
      await withApplication(program, options, async ({ ledger }, terminal) => {
        const { documents: rows } = await searchDocuments(ledger, {
          limit: countOption("--limit", options.limit, 10_000),
          ...(link && { link }),
          ...(type && { type }),
          ...(state && { state }),
          ...(search && { text: search }),
        });
        await expectKnownLink(ledger, link, rows);
        terminal.printJson({ documents: rows });
        const { colors } = terminal;
        terminal.print(
          rows.length === 0
            ? "no documents"
            : table(
                [
                  { title: "document", value: (row) => row.id },
                  { title: "type", value: (row) => shortNames[row.type] },
                  { title: "number", value: (row) => row.key },
                  { title: "rev", value: (row) => String(row.revision), align: "right" },
                  {
                    title: "state",
                    value: (row) => row.state ?? "",
                    style: (text, row) => outcomeStyle(row.state ?? "", colors)(text),
                  },
                  { title: "since", value: (row) => instant(row.settledAt) },
                  {
                    title: "file or reason",
                    value: (row) => row.error?.code ?? (row.disappearedAt ? "gone from GP" : row.fileName) ?? "",
                  },
                ],
                rows,
                colors.dim,
              ),
        );
      });
      end(0);
    });
  withCommonOptions(
    documents
      .command("show <id>")
      .description("one document, by identifier or number: revisions, deliveries, attempts, file"),
  )
    .option("--raw", "print the bytes of the newest file and nothing else")
    .action(async (id: string, options: CommonOptions & { raw?: boolean }) => {
      await withApplication(program, options, async ({ ledger }, terminal) => {
        const found = await readDocument(ledger, id);
        if (options.raw) {
          const newest = found
            .flatMap((document) => document.deliveries)
            .findLast((delivery) => delivery.content !== null);
          program.streams.stdout.write(newest?.content ?? "");
          return;
        }
        terminal.printJson(found.length === 1 ? found[0] : { documents: found });
        const { colors } = terminal;
        for (const document of found) {
          terminal.print(
            `${colors.bold(`${longNames[document.type]} ${document.key}`)}  ${colors.dim(`${document.id} · link ${document.link}`)}\n`,
          );
          for (const step of document.timeline) {
            terminal.print(
              `${colors.dim(instant(step.at))}  ${outcomeStyle(step.state, colors)(step.state.padEnd(11))} ${step.text}`,
            );
          }
          const newest = document.deliveries.at(-1);
          if (newest?.error) terminal.print(`\n${errorText(newest.error, terminal)}`);
          if (newest?.content) terminal.print(`\n${contentText(newest.content, terminal)}`);
        }
      });
      end(0);
    });
}
