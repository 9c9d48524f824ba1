import { type Command, Option } from "commander";
import { planReplay, type ReplayPlan, startReplay } from "../../app/replay.ts";
import { awaitReplay } from "../../app/replayOutcome.ts";
import { startRuntime } from "../../app/runtime.ts";
import { errorRegistry } from "../../errors/registry.ts";
import type { ReplayMode } from "../../ledger/deliveries.ts";
import { type CommonOptions, type ExitCode, type Program, withApplication, withCommonOptions } from "../command.ts";
import { defectReporter } from "../output/defect.ts";
import { errorText } from "../output/error.ts";
import { outcomeStyle } from "../output/outcome.ts";
import { table } from "../output/table.ts";
import type { Terminal } from "../output/terminal.ts";

interface ReplayOptions extends CommonOptions {
  mode: ReplayMode;
  plan?: boolean;
  reason?: string;
  wait: string;
}

export function replayCommand(root: Command, program: Program, end: (code: ExitCode) => void): void {
  withCommonOptions(
    root.command("replay <id...>").description("carry out again: jobs, documents (identifier or number), deliveries"),
  )
    .addOption(
      new Option("--mode <mode>", "resend: the same bytes and numbers; rerender: a new file with the settings in force")
        .choices(["resend", "rerender"])
        .default("resend"),
    )
    .option("--plan", "show what would happen, and do nothing")
    .option("--reason <text>", "why; needed where Cleo has accepted the document before")
    .option("--wait <seconds>", "how long to wait for deliveries that fail for the moment", "20")
    .action(async (ids: string[], options: ReplayOptions) => {
      const code = await withApplication(program, options, async (application, terminal): Promise<ExitCode> => {
        const plan = await planReplay(application.ledger, ids, options.mode);
        if (options.plan) {
          terminal.printJson(plan);
          terminal.print(planText(plan, terminal));
          return 0;
        }
        const runtime = await startRuntime(application, { onError: defectReporter(program) });
        try {
          const jobs = await startReplay(application, runtime, plan, options.reason);
          const results = await awaitReplay(application, jobs, {
            clock: application.clock,
            patience: Math.max(0, Number(options.wait) || 0) * 1_000,
            stop: program.stop,
            broken: runtime.worker.broken,
          });
          const refused = plan.replays.filter((replay) => replay.refused !== undefined);
          terminal.printJson({ mode: plan.mode, jobs, deliveries: results, refused });
          const { colors } = terminal;
          for (const job of jobs) terminal.print(`${colors.bold(job.link)}  ${colors.dim(job.jobId)}`);
          if (results.length > 0) {
            terminal.print(
              table(
                [
                  { title: "document", value: (row) => row.document },
                  { title: "rev", value: (row) => String(row.revision), align: "right" },
                  {
                    title: "state",
                    value: (row) => row.state,
                    style: (text, row) => outcomeStyle(row.state, colors)(text),
                  },
                  { title: "file", value: (row) => row.file ?? "" },
                ],
                results,
                colors.dim,
              ),
            );
          }
          for (const { error } of results) if (error) terminal.print(errorText(error, terminal));
          for (const replay of refused) terminal.print(`${replay.document}: not replayed, ${replay.refused}`);
          let worst: ExitCode = refused.length > 0 ? 1 : 0;
          for (const { state, error } of results) {
            if (state === "sent") continue;
            const exit = state === "failed" && error ? (errorRegistry[error.code]?.exit ?? 1) : 1;
            worst = Math.max(worst, exit) as ExitCode;
          }
          return worst;
        } finally {
          await runtime.stop();
        }
      });
      end(code);
    });
}

function planText({ replays, mode }: ReplayPlan, { colors }: Terminal): string {
  if (replays.length === 0) return "nothing to replay";
  const rows = table(
    [
      { title: "document", value: (row) => row.document },
      { title: "rev", value: (row) => String(row.revision), align: "right" },
      { title: "now", value: (row) => row.state, style: (text, row) => outcomeStyle(row.state, colors)(text) },
      { title: "what would happen", value: (row) => (row.refused ? `nothing: ${row.refused}` : row.consequence) },
    ],
    replays,
    colors.dim,
  );
  const again = replays.filter((replay) => replay.acceptedBefore && !replay.refused).length;
  const count = replays.filter((replay) => !replay.refused).length;
  const note = again > 0 ? `; ${again} of them Cleo has already, so that --reason is needed` : "";
  return `${rows}\n\n${mode} of ${count} ${count === 1 ? "document" : "documents"}${note}. Nothing was done.`;
}
