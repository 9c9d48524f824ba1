import { Argument, type Command } from "commander";
import { chosenLinks, loadConfiguration } from "../../app/configure.ts";
import { pollNow } from "../../app/pollNow.ts";
import { startRuntime } from "../../app/runtime.ts";
import { listSchedules, pauseSchedules, resumeSchedules, type ScheduleView } from "../../app/schedules.ts";
import { type Entity, entities } from "../../sync/pollRun.ts";
import { type CommonOptions, type ExitCode, type Program, withApplication, withCommonOptions } from "../command.ts";
import { defectReporter } from "../output/defect.ts";
import { table } from "../output/table.ts";
import { instant } from "../output/time.ts";
import { pollText } from "./poll.ts";

const entityArgument = () =>
  new Argument("[entity]", "only this; all that the link reads if not given").choices([...entities]);

export function schedulesCommand(root: Command, program: Program, end: (code: ExitCode) => void): void {
  const schedules = root.command("schedules").description("when links read GP, by themselves");

  withCommonOptions(schedules.command("list").description("every schedule: its state, its last run, its next five"))
    .option("--link <name>", "only of this link")
    .action(async ({ link, ...options }: CommonOptions & { link?: string }) => {
      await withApplication(program, options, async (application, terminal) => {
        const list = await listSchedules(application, { ...(link && { link }) });
        terminal.printJson({ schedules: list });
        const { colors } = terminal;
        if (list.length === 0) return terminal.print("no schedules");
        terminal.print(
          table(
            [
              { title: "link", value: (row) => row.link },
              { title: "reads", value: (row) => `${row.entity}${row.kind === "sweep" ? " (sweep)" : ""}` },
              { title: "schedule", value: (row) => row.schedule },
              { title: "last", value: (row) => (row.last ? `${instant(row.last.requestedAt)} ${row.last.state}` : "") },
              {
                title: "next, by the company's clock",
                value: nextText,
                style: (text, row) => (row.paused ? colors.yellow(text) : text),
              },
            ],
            list,
            colors.dim,
          ),
        );
      });
      end(0);
    });

  withCommonOptions(
    schedules.command("pause <link>").description("stop the schedules of a link until they are resumed"),
  )
    .addArgument(entityArgument())
    .option("--reason <text>", "why; shown in the list, and kept in the audit trail")
    .action(async (link: string, entity: Entity | undefined, options: CommonOptions & { reason?: string }) => {
      await withApplication(program, options, async (application, terminal) => {
        const { reason } = options;
        const paused = await pauseSchedules(application, {
          link,
          ...(entity && { entity }),
          ...(reason && { reason }),
        });
        terminal.printJson({ link, paused });
        terminal.print(paused.length === 0 ? "they are paused already" : `paused: ${paused.join(", ")} of ${link}`);
      });
      end(0);
    });

  withCommonOptions(schedules.command("resume <link>").description("let the schedules of a link go on"))
    .addArgument(entityArgument())
    .action(async (link: string, entity: Entity | undefined, options: CommonOptions) => {
      await withApplication(program, options, async (application, terminal) => {
        const resumed = await resumeSchedules(application, { link, ...(entity && { entity }) });
        terminal.printJson({ link, resumed });
        terminal.print(resumed.length === 0 ? "none of them is paused" : `resumed: ${resumed.join(", ")} of ${link}`);
      });
      end(0);
    });

  withCommonOptions(schedules.command("run <link>").description("poll now, as the schedule would, paused or not"))
    .addArgument(entityArgument())
    .action(async (name: string, only: Entity | undefined, options: CommonOptions) => {
      const code = await withApplication(program, options, async (application, terminal): Promise<ExitCode> => {
        const [link] = chosenLinks(await loadConfiguration(application), name);
        if (link === undefined) return 2;
        const runtime = await startRuntime(application, { onError: defectReporter(program) });
        try {
          const request = { full: false, patience: 20_000, stop: program.stop, ...(only && { only }) };
          const report = await pollNow(application, runtime, link, request);
          terminal.printJson(report);
          terminal.print(pollText(report, terminal));
          return report.state === "failed" ? 3 : report.outcomes.blocked > 0 ? 1 : 0;
        } finally {
          await runtime.stop();
        }
      });
      end(code);
    });
}

function nextText({ paused, enabled, next, timeZone }: ScheduleView): string {
  if (!enabled) return "the link is not enabled";
  if (paused)
    return `paused since ${instant(paused.pausedAt)} by ${paused.pausedBy}${paused.reason ? `: ${paused.reason}` : ""}`;
  if (next.length === 0) return "only when somebody starts it";
  // By the clock that the schedule is written for, not by the reader's.
  return next.map((at) => at.toLocaleString("sv-SE", { timeZone }).slice(0, 16)).join(", ");
}
