import { type Command, Option } from "commander";
import { chosenLinks, loadConfiguration } from "../../app/configure.ts";
import { pollNow } from "../../app/pollNow.ts";
import type { PollReport } from "../../app/pollReport.ts";
import { previewPoll } from "../../app/previewPoll.ts";
import { startRuntime } from "../../app/runtime.ts";
import type { ErrorReport } from "../../errors/connectorError.ts";
import type { Entity } from "../../sync/pollRun.ts";
import { type CommonOptions, type ExitCode, type Program, withApplication, withCommonOptions } from "../command.ts";
import { exitOfPoll, worstExit } from "../exitCode.ts";
import { secondsOption } from "../numberOption.ts";
import { defectsBesideAnswer } from "../output/defect.ts";
import { errorsOfPoll, pollText } from "../output/pollText.ts";
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
        const patience = secondsOption("--wait", options.wait);
        const configuration = await loadConfiguration(application);
        const links = chosenLinks(configuration, options.link);
        const { only, sweep = false } = options;
        const full = options.full === true || sweep;
        if (options.dryRun) {
          const previews = await previewPoll(application, configuration, links, { only, full });
          return show(terminal, previews);
        }
        const counts = { read: 0, settled: 0 };
        const defects = defectsBesideAnswer(program);
        const answer: ErrorReport[] = [];
        const runtime = await startRuntime(application, {
          onError: defects.onError,
          progress(step) {
            if (step.kind === "page") counts.read += step.records;
            else counts.settled += 1;
            terminal.progress(`read ${counts.read} · settled ${counts.settled}`);
          },
        });
        try {
          const reports: PollReport[] = [];
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
          answer.push(...reports.flatMap(errorsOfPoll));
          return show(terminal, reports);
        } finally {
          terminal.clear();
          await runtime.stop();
          defects.tellBeside(answer);
        }
      });
      end(code);
    });
}

function show(terminal: Terminal, reports: readonly PollReport[]): ExitCode {
  const [first] = reports;
  terminal.printJson(reports.length === 1 ? first : { polls: reports });
  for (const report of reports) terminal.print(pollText(report, terminal));
  return worstExit(reports.map(exitOfPoll));
}
