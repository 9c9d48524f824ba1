import type { Command } from "commander";
import { startService } from "../../app/service.ts";
import { type CommonOptions, type ExitCode, type Program, withApplication, withCommonOptions } from "../command.ts";
import { defectReporter } from "../output/defect.ts";
import { untilStopped } from "../untilStopped.ts";

export function workerCommand(root: Command, program: Program, end: (code: ExitCode) => void): void {
  withCommonOptions(
    root.command("worker").description("one more process that carries out jobs and deliveries, on the same database"),
  ).action(async (options: CommonOptions) => {
    await withApplication(program, options, async (application, terminal) => {
      const service = await startService(application, {
        roles: new Set(["worker"]),
        onError: defectReporter(program),
      });
      try {
        const worker = service.runtime?.worker.id;
        const links = service.links();
        terminal.printJson({ worker, links, database: application.database.kind });
        terminal.print(
          `${terminal.colors.green("working")}  ${worker}, links: ${links.join(", ") || "none"} ${terminal.colors.dim("(Ctrl-C ends it in order)")}`,
        );
        await untilStopped(program.stop);
        terminal.say("stopping: files that are being sent are brought to their end, a poll is left to another worker");
      } finally {
        await service.stop();
      }
    });
    end(0);
  });
}
