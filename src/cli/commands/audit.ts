import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Command } from "commander";
import { actionMeant, exportTrail, listTrail, verifyTrail, verifyTrailFile } from "../../app/auditTrail.ts";
import { fileError } from "../../app/fileError.ts";
import type { SealedEntry } from "../../ledger/audit.ts";
import type { TrailVerdict } from "../../ledger/auditChain.ts";
import {
  type CommonOptions,
  type ExitCode,
  type Program,
  terminalOf,
  withApplication,
  withCommonOptions,
} from "../command.ts";
import { countOption } from "../numberOption.ts";
import { table } from "../output/table.ts";
import type { Terminal } from "../output/terminal.ts";
import { instant } from "../output/time.ts";

interface ListOptions extends CommonOptions {
  job?: string;
  link?: string;
  subject?: string;
  action?: string;
  last: string;
}

export function auditCommand(root: Command, program: Program, end: (code: ExitCode) => void): void {
  const audit = root.command("audit").description("the append-only trail of everything that was done");
  withCommonOptions(audit.command("list").description("the newest entries"))
    .option("--job <id>", "only of this job")
    .option("--link <name>", "only of this link")
    .option("--subject <id>", "only about this delivery or configuration")
    .option("--action <action>", "only of this kind, such as delivery.sent")
    .option("--last <n>", "so many of the newest", "50")
    .action(async ({ job, link, subject, action, last, ...options }: ListOptions) => {
      await withApplication(program, options, async ({ ledger }, terminal) => {
        const entries = await listTrail(ledger, {
          last: countOption("--last", last, 10_000),
          ...(job && { jobId: job }),
          ...(link && { link }),
          ...(subject && { subject }),
          ...(action && { action }),
        });
        terminal.printJson({ entries });
        const meant = action && entries.length === 0 ? await actionMeant(ledger, action) : undefined;
        terminal.print(
          entries.length === 0
            ? `no entries${meant ? `; did you mean --action ${meant}?` : ""}`
            : table(
                [
                  { title: "#", value: (entry) => String(entry.position), align: "right" },
                  { title: "at", value: (entry) => instant(new Date(entry.at)) },
                  { title: "what", value: (entry) => entry.action },
                  { title: "who", value: (entry) => entry.actor },
                  { title: "link", value: (entry) => entry.link ?? "" },
                ],
                entries,
                terminal.colors.dim,
                belowEntry,
              ),
        );
      });
      end(0);
    });
  withCommonOptions(audit.command("export").description("the whole trail as JSON Lines, to be verified anywhere"))
    .option("-o, --output <file>", "write to this file instead of stdout")
    .action(async (options: CommonOptions & { output?: string }) => {
      await withApplication(program, options, async ({ ledger }, terminal) => {
        const lines = Readable.from(exportTrail(ledger));
        if (options.output === undefined) {
          for await (const line of lines) program.streams.stdout.write(line as string);
          return;
        }
        await writeWhole(lines, options.output);
        terminal.printJson({ file: options.output });
        terminal.print(`written to ${options.output}; prove it with \`ml-connector audit verify ${options.output}\``);
      });
      end(0);
    });
  withCommonOptions(
    audit
      .command("verify [file]")
      .description("recompute the hash chain of the trail, or of an exported file, which needs no database"),
  ).action(async (file: string | undefined, options: CommonOptions) => {
    const verdict =
      file === undefined
        ? await withApplication(program, options, ({ ledger }) => verifyTrail(ledger))
        : await verifyTrailFile(file);
    tellVerdict(verdict, terminalOf(program, options));
    end(verdict.ok ? 0 : 1);
  });
}

/** Writes beside the file first: it is there in full, or not at all. */
async function writeWhole(lines: Readable, file: string): Promise<void> {
  const aside = `${file}.partial`;
  try {
    await pipeline(lines, createWriteStream(aside, { mode: 0o600, flush: true }));
    await rename(aside, file);
  } catch (error) {
    await rm(aside, { force: true });
    throw fileError(error, file);
  }
}

function tellVerdict(verdict: TrailVerdict, terminal: Terminal): void {
  terminal.printJson(verdict);
  const { colors } = terminal;
  if (verdict.ok) {
    terminal.print(`${colors.green("intact")}  ${verdict.entries} entries, head ${verdict.head}`);
  } else if (verdict.noExport) {
    terminal.print(
      `${colors.red("no export")}  of the audit trail: ${verdict.reason}; \`ml-connector audit export -o FILE\` writes one`,
    );
  } else {
    terminal.print(
      `${colors.red("broken")}  at line ${verdict.line}, after ${verdict.entries} sound entries: ${verdict.reason}`,
    );
  }
}

function belowEntry({ subject, jobId, detail }: SealedEntry): string {
  return [subject ?? "", jobId ?? "", detailText(detail)].filter((text) => text !== "").join(" · ");
}

function detailText(detail: object): string {
  return Object.entries(detail)
    .filter(([, value]) => value !== null && value !== undefined && typeof value !== "object")
    .map(([name, value]) => `${name} ${value}`)
    .join(", ");
}
