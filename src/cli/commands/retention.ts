import { resolve } from "node:path";
import type { Command } from "commander";
import { applyRetention, planRetention } from "../../app/applyRetention.ts";
import { archiveFolderInForce } from "../../app/runRetention.ts";
import { killPoint } from "../../engine/killPoint.ts";
import { type CommonOptions, type ExitCode, type Program, withApplication, withCommonOptions } from "../command.ts";

export function retentionCommand(root: Command, program: Program, end: (code: ExitCode) => void): void {
  withCommonOptions(
    root
      .command("retention")
      .description(
        "what may go to an archive: details of reading, old messages, old bytes; nothing goes without --apply",
      ),
  )
    .option("--apply", "write it to an archive, and let it go")
    .option(
      "--archive <dir>",
      "folder of the archive; what the configuration names, else `archive` in the data directory",
    )
    .action(async (options: CommonOptions & { apply?: boolean; archive?: string }) => {
      let code: ExitCode = 0;
      await withApplication(program, options, async (application, terminal) => {
        const plan = await planRetention(application);
        const what = [
          `${plan.pages} pages read before ${plan.readingsBefore.toISOString().slice(0, 10)} (${plan.unchanged} unchanged, ${plan.readings} skipped or unreadable records; their counts stay)`,
          `${plan.notifications} messages and ${plan.alerts} alerts settled before ${plan.messagesBefore.toISOString().slice(0, 10)}`,
          `the bytes of ${plan.contents} files sent or received before ${plan.contentsBefore.toISOString().slice(0, 10)} (${Math.ceil(plan.contentBytes / 1024)} KiB; what was sent, when and under which numbers stays)`,
        ].join("\n");
        if (!options.apply) {
          terminal.printJson(plan);
          terminal.print(`${what}\n\nNothing was done; --apply lets it go.`);
          return;
        }
        const reached = killPoint(program.environment.ML_CONNECTOR_KILL_AT);
        const applied = await applyRetention(
          application,
          options.archive ? resolve(options.archive) : await archiveFolderInForce(application),
          reached && { reached },
        );
        terminal.printJson({ plan, ...applied });
        terminal.print(what);
        terminal.print(
          applied.archive
            ? `${applied.rows} rows went to ${applied.archive.file}\nsha256 ${applied.archive.digest}`
            : "there was nothing to let go",
        );
        if (applied.damaged.length === 0) return;
        terminal.print(`damaged in the ledger, and left there: ${applied.damaged.join(", ")}`);
        code = 1;
      });
      end(code);
    });
}
