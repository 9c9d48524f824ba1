import { type Command, Option } from "commander";
import { chosenLinks, loadConfiguration } from "../../app/configure.ts";
import { pollNow } from "../../app/pollNow.ts";
import type { Outcome, PolledDocument, PollReport } from "../../app/pollReport.ts";
import { previewPoll } from "../../app/previewPoll.ts";
import { startRuntime } from "../../app/runtime.ts";
import { errorRegistry } from "../../errors/registry.ts";
import type { Entity } from "../../sync/pollRun.ts";
import { type CommonOptions, type ExitCode, type Program, withApplication, withCommonOptions } from "../command.ts";
import { defectReporter } from "../output/defect.ts";
import { errorText } from "../output/error.ts";
import { outcomeStyle } from "../output/outcome.ts";
import { table } from "../output/table.ts";
import type { Terminal } from "../output/terminal.ts";

interface PollOptions extends CommonOptions {
  link?: string;
  only?: Entity;
  full?: boolean;
  sweep?: boolean;
  dryRun?: boolean;
  wait: string;
}

export function pollCommand(root: Command, program: Program, end: (code: ExitCode) => void): void {
  withCommonOptions(
    root.command("poll").description("read GP now, and wait until what changed has been written to Cleo"),
  )
    .option("--link <name>", "only this link")
    .addOption(new Option("--only <what>", "read only these").choices(["vendors", "purchaseOrders"]))
    .option("--full", "read everything, not only what changed since the last poll")
    .option("--sweep", "read everything, and look for what is gone from GP and for changes that no poll could see")
    .option("--dry-run", "show what would be sent; write nothing, neither to Cleo nor to the ledger")
    .option("--wait <seconds>", "how long to wait for deliveries that failed for the moment", "20")
    .action(async (options: PollOptions) => {
      const code = await withApplication(program, options, async (application, terminal) => {
        const configuration = await loadConfiguration(application);
        const links = chosenLinks(configuration, options.link);
        const { only, sweep = false } = options;
        const full = options.full === true || sweep;
        if (options.dryRun) {
          const previews = await previewPoll(application, configuration, links, { only, full });
          return show(terminal, previews);
        }
        const counts = { read: 0, settled: 0 };
        const runtime = await startRuntime(application, {
          onError: defectReporter(program),
          progress(step) {
            if (step.kind === "page") counts.read += step.records;
            else counts.settled += 1;
            terminal.progress(`read ${counts.read} · settled ${counts.settled}`);
          },
        });
        try {
          const reports: PollReport[] = [];
          const patience = Math.max(0, Number(options.wait) || 0) * 1_000;
          for (const link of links) {
            reports.push(
              await pollNow(application, runtime, link, {
                only,
                full,
                sweep,
                patience,
                stop: program.stop,
              }),
            );
          }
          return show(terminal, reports);
        } finally {
          terminal.clear();
          await runtime.stop();
        }
      });
      end(code);
    });
}

function show(terminal: Terminal, reports: readonly PollReport[]): ExitCode {
  const [first] = reports;
  terminal.printJson(reports.length === 1 ? first : { polls: reports });
  for (const report of reports) terminal.print(pollText(report, terminal));
  return worst(reports);
}

/** Tables of a poll: what was read, what became of it, and what a person must look at. */
export function pollText(report: PollReport, terminal: Terminal): string {
  const { colors } = terminal;
  const parts = [`${colors.bold(report.link)}  ${colors.dim(report.jobId)}`];
  const changed = report.documents.filter((document) => document.outcome !== "unchanged");
  if (changed.length > 0) {
    parts.push(
      table(
        [
          { title: "type", value: (row) => (row.type === "vendor" ? "vendor" : "PO") },
          { title: "number", value: (row) => row.key },
          { title: "rev", value: (row) => row.revision?.toString() ?? "", align: "right" },
          {
            title: "outcome",
            value: (row) => row.outcome,
            style: (text, row) => outcomeStyle(row.outcome, colors)(text),
          },
          ...(report.missedByPolls
            ? [{ title: "found by", value: (row: PolledDocument) => (row.missedByPolls ? "sweep" : "") }]
            : []),
          { title: "file or reason", value: (row) => row.error?.code ?? row.rule ?? row.file ?? "" },
        ],
        changed,
        colors.dim,
      ),
    );
  }
  const { documentsOmitted, disappeared, disappearedDocuments = [], missedByPolls } = report;
  if (documentsOmitted) parts.push(colors.dim(`and ${documentsOmitted} documents more`));
  if (disappearedDocuments.length > 0) {
    parts.push(
      table(
        [
          { title: "gone from GP", value: (row) => (row.type === "vendor" ? "vendor" : "PO") },
          { title: "number", value: (row) => row.key },
          { title: "document", value: (row) => row.id },
        ],
        disappearedDocuments,
        colors.dim,
      ),
    );
  }
  const outcomes = (Object.entries(report.outcomes) as [Outcome, number][])
    .filter(([, count]) => count > 0)
    .map(([outcome, count]) => `${outcomeStyle(outcome, colors)(outcome)} ${count}`);
  const { vendors, purchaseOrders } = report.read;
  parts.push(`read ${vendors} vendors, ${purchaseOrders} purchase orders: ${outcomes.join(", ") || "nothing"}`);
  if (disappeared !== undefined) {
    const gone =
      disappeared === 0
        ? "nothing is gone from GP"
        : colors.yellow(`${disappeared} gone from GP (deleted, or moved to history)`);
    const missed = missedByPolls
      ? colors.yellow(
          `${missedByPolls} changed without a ModifiedDate that polls look at (marked "sweep"): at this site only sweeps find such edits`,
        )
      : "no change that polls would have missed";
    parts.push(`sweep: ${gone}; ${missed}`);
  }
  const seen = new Set<string>();
  for (const { error } of changed) {
    if (error === undefined || seen.has(error.code + error.message)) continue;
    seen.add(error.code + error.message);
    parts.push(errorText(error, terminal));
  }
  if (report.error) parts.push(errorText(report.error, terminal));
  if (report.state === "running" || report.state === "queued") {
    parts.push("The poll has not ended: it goes on with the running service, or with the next `ml-connector poll`.");
  }
  return parts.join("\n\n");
}

/** A poll that failed speaks with its error's code; one with blocked documents says 1; one that waits for a system 3. */
function worst(reports: readonly PollReport[]): ExitCode {
  let code: ExitCode = 0;
  for (const report of reports) {
    if (report.state === "running" || report.state === "queued") code = Math.max(code, 1) as ExitCode;
    if (report.error) code = Math.max(code, errorRegistry[report.error.code]?.exit ?? 4) as ExitCode;
    if (report.outcomes.blocked > 0) code = Math.max(code, 1) as ExitCode;
    for (const { outcome, error } of report.documents) {
      if (outcome === "waiting") code = Math.max(code, error ? (errorRegistry[error.code]?.exit ?? 1) : 1) as ExitCode;
    }
  }
  return code;
}
