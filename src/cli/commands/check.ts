import { writeFileSync } from "node:fs";
import { join, parse } from "node:path";
import type { Command } from "commander";
import { chosenLinks, loadConfiguration } from "../../app/configure.ts";
import { listChecks, readCheck } from "../../app/keptChecks.ts";
import { expectKnownLink } from "../../app/knownLink.ts";
import { runCheck } from "../../app/runCheck.ts";
import type { FindingCode } from "../../check/findings.ts";
import type { CheckReport } from "../../check/report.ts";
import { renderCheckReportHtml } from "../../check/reportHtml.ts";
import { ConnectorError } from "../../errors/connectorError.ts";
import type { ErrorCode } from "../../errors/registry.ts";
import { errorRegistry } from "../../errors/registry.ts";
import { type CommonOptions, type ExitCode, type Program, withApplication, withCommonOptions } from "../command.ts";
import { countOption } from "../numberOption.ts";
import { checkText, createCheckTeller, headText, painter, verdictText } from "../output/checkText.ts";
import { table } from "../output/table.ts";
import type { Terminal } from "../output/terminal.ts";
import { instant } from "../output/time.ts";

interface CheckOptions extends CommonOptions {
  link?: string;
  probeUpload?: string | true;
  limit?: string;
  all?: boolean;
  samples?: boolean;
  html?: string;
}

export function checkCommand(root: Command, program: Program, end: (code: ExitCode) => void): void {
  const check = withCommonOptions(
    root.command("check").description("see whether we fit: your GP, your Cleo, your data; writes nothing"),
  )
    .option("--link <name>", "only this link")
    .option("--probe-upload [folder]", "also write one marked file into a folder of Cleo (test) and remove it again")
    .option("--limit <n>", "look at so many of the newest orders and vendors (1000, or 100 where each is a call)")
    .option("--all", "look at all orders and vendors")
    .option("--samples", "show sample orders as they would be sent")
    .option("--html <file>", "also write the report as a page to pass on")
    .action(async (options: CheckOptions) => {
      const code = await withApplication(program, options, async (application, terminal) => {
        const configuration = await loadConfiguration(application);
        const reports: CheckReport[] = [];
        for (const link of chosenLinks(configuration, options.link)) {
          const gp = configuration.gp.find(({ name }) => name === link.gp);
          const cleo = configuration.cleo.find(({ name }) => name === link.cleo);
          if (gp && cleo) {
            const systems = {
              gp: { connection: gp.name, url: gp.url, company: gp.company.database, version: gp.version },
              cleo: { connection: cleo.name, url: cleo.url },
            };
            terminal.print(headText({ link: link.name, ...systems }, terminal.colors));
          }
          const report = await runCheck(application, {
            link: link.name,
            probeUpload: options.probeUpload,
            ...limitOf(options),
            signal: program.stop,
            onLine: createCheckTeller(terminal),
            onProgress: (text) => terminal.progress(text),
          });
          terminal.clear();
          if (options.samples) terminal.print(samplesText(report, terminal));
          terminal.print(verdictText(report, terminal.colors));
          if (options.html !== undefined)
            writePage(report, pageName(options.html, reports.length), link.timeZone, terminal);
          reports.push(report);
        }
        terminal.printJson(reports.length === 1 ? reports[0] : { checks: reports });
        return worst(reports);
      });
      end(code);
    });
  withCommonOptions(check.command("list").description("checks that were made, the newest first"))
    .option("--link <name>", "only of this link")
    .option("--limit <n>", "at most so many", "20")
    .action(async (_: CommonOptions, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions & { link?: string; limit: string }>();
      await withApplication(program, options, async (application, terminal) => {
        const limit = countOption("--limit", options.limit, 1_000);
        const checks = await listChecks(application, { link: options.link, limit });
        await expectKnownLink(application.ledger, options.link, checks);
        terminal.printJson({ checks });
        const { colors } = terminal;
        const statusOf = { fits: "pass", conditions: "warn", notYet: "fail" } as const;
        terminal.print(
          checks.length === 0
            ? "no checks yet; `ml-connector check` makes one"
            : table(
                [
                  { title: "check", value: (row) => row.jobId },
                  { title: "link", value: (row) => row.link },
                  { title: "at", value: (row) => instant(new Date(row.finishedAt)) },
                  {
                    title: "verdict",
                    value: (row) => row.verdict,
                    style: (text, row) => painter(statusOf[row.verdict], colors)(text),
                  },
                  { title: "fail", value: (row) => String(row.counts.fail), align: "right" },
                  { title: "warn", value: (row) => String(row.counts.warn), align: "right" },
                  { title: "by", value: (row) => row.requestedBy },
                ],
                checks,
                colors.dim,
              ),
        );
      });
      end(0);
    });
  withCommonOptions(check.command("show <id>").description("one check in full"))
    .option("--samples", "show sample orders as they would be sent")
    .option("--html <file>", "also write the report as a page to pass on")
    .action(async (id: string, _: CommonOptions, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions & { samples?: boolean; html?: string }>();
      await withApplication(program, options, async (application, terminal) => {
        const report = await readCheck(application, id);
        if (report === undefined) throw new ConnectorError("JOB_UNKNOWN", `there is no check ${id.slice(0, 60)}`);
        terminal.printJson(report);
        terminal.print(checkText(report, terminal));
        if (options.samples) terminal.print(samplesText(report, terminal));
        if (options.html !== undefined) writePage(report, options.html, "UTC", terminal);
      });
      end(0);
    });
}

/** Further links' pages get a number of their own. */
function pageName(file: string, before: number): string {
  if (before === 0) return file;
  const { dir, name, ext } = parse(file);
  return join(dir, `${name}-${before + 1}${ext}`);
}

function writePage(report: CheckReport, file: string, timeZone: string, terminal: Terminal): void {
  try {
    writeFileSync(file, renderCheckReportHtml(report, timeZone));
  } catch (error) {
    throw new ConnectorError("USAGE", `the page cannot be written: ${(error as Error).message}`, {
      at: { file },
      fix: "Name a file in a folder that exists and may be written into.",
      cause: error,
    });
  }
  terminal.say(terminal.colors.dim(`  The report is in ${file}.`));
}

function limitOf({ all, limit }: CheckOptions): { limit?: number } {
  if (all) return { limit: Number.POSITIVE_INFINITY };
  if (limit === undefined) return {};
  return { limit: countOption("--limit", limit, Number.POSITIVE_INFINITY) };
}

function samplesText({ fit }: CheckReport, { colors }: Terminal): string {
  if (fit.samples.length === 0) return "\nno order could be shown as a sample";
  return fit.samples
    .map(({ document, folder, fileName, readable }) =>
      ["", `${colors.bold(document)}  ${colors.dim(`${folder}/${fileName}`)}`, readable].join("\n"),
    )
    .join("\n");
}

/** What failed speaks with its error's code; orders that are blocked say 1. */
function worst(reports: readonly CheckReport[]): ExitCode {
  let code: ExitCode = 0;
  for (const { lines, fit } of reports) {
    for (const line of lines) if (line.status === "fail") code = Math.max(code, exitOf(line.code)) as ExitCode;
    const blocked = (fit.vendors?.blocked ?? 0) + (fit.purchaseOrders?.blocked ?? 0);
    if (blocked > 0) code = Math.max(code, 1) as ExitCode;
  }
  return code;
}

function exitOf(code: FindingCode | ErrorCode): ExitCode {
  return Object.hasOwn(errorRegistry, code) ? errorRegistry[code as ErrorCode].exit : 1;
}
