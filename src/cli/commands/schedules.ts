import { Argument, type Command } from "commander";
import { loadConfiguration } from "../../app/configure.ts";
import { finished, pollNow } from "../../app/pollNow.ts";
import { requestScheduled } from "../../app/requestScheduled.ts";
import { startRuntime } from "../../app/runtime.ts";
import {
  listSchedules,
  pauseSchedules,
  resumeSchedules,
  type ScheduleView,
  scheduledWork,
} from "../../app/schedules.ts";
import type { ErrorReport } from "../../errors/connectorError.ts";
import { type ScheduleSubject, scheduleSubjects } from "../../sync/plannedSchedules.ts";
import { type CommonOptions, type ExitCode, type Program, withApplication, withCommonOptions } from "../command.ts";
import { exitOfPoll, exitOfReport } from "../exitCode.ts";
import { defectsBesideAnswer } from "../output/defect.ts";
import { errorText } from "../output/error.ts";
import { errorsOfPoll, pollText } from "../output/pollText.ts";
import { table } from "../output/table.ts";

const subjectArgument = () =>
  new Argument("[subject]", "only this; all that the link has schedules for if not given").choices([
    ...scheduleSubjects,
  ]);

export function schedulesCommand(root: Command, program: Program, end: (code: ExitCode) => void): void {
  const schedules = root.command("schedules").description("what runs by itself, and when");

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
              { title: "what", value: (row) => `${row.entity}${row.kind === "sweep" ? " (sweep)" : ""}` },
              { title: "schedule", value: (row) => row.schedule },
              { title: "by the clock of", value: (row) => row.timeZone },
              {
                title: "",
                value: ({ paused, enabled }) => (paused ? "paused" : enabled ? "" : "not enabled"),
                style: (text) => colors.yellow(text),
              },
            ],
            list,
            colors.dim,
            (row) => `${lastText(row)} · ${nextText(row)}`,
          ),
        );
      });
      end(0);
    });

  withCommonOptions(
    schedules.command("pause <link>").description("stop the schedules of a link until they are resumed"),
  )
    .addArgument(subjectArgument())
    .option("--reason <text>", "why; shown in the list, and kept in the audit trail")
    .action(async (link: string, entity: ScheduleSubject | undefined, options: CommonOptions & { reason?: string }) => {
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
    .addArgument(subjectArgument())
    .action(async (link: string, entity: ScheduleSubject | undefined, options: CommonOptions) => {
      await withApplication(program, options, async (application, terminal) => {
        const resumed = await resumeSchedules(application, { link, ...(entity && { entity }) });
        terminal.printJson({ link, resumed });
        terminal.print(resumed.length === 0 ? "none of them is paused" : `resumed: ${resumed.join(", ")} of ${link}`);
      });
      end(0);
    });

  withCommonOptions(schedules.command("run <link>").description("do now what the schedule would, paused or not"))
    .addArgument(subjectArgument())
    .action(async (name: string, only: ScheduleSubject | undefined, options: CommonOptions) => {
      const code = await withApplication(program, options, async (application, terminal): Promise<ExitCode> => {
        const configuration = await loadConfiguration(application);
        const work = scheduledWork(configuration, { link: name, ...(only && { entity: only }) });
        const defects = defectsBesideAnswer(program);
        const answer: ErrorReport[] = [];
        const runtime = await startRuntime(application, { onError: defects.onError });
        try {
          const waiting = { patience: 20_000, stop: program.stop };
          if ("job" in work) {
            const { id } = await requestScheduled(application, runtime, work.job);
            const job = await finished(application.ledger, id, {
              ...waiting,
              clock: application.clock,
              broken: runtime.worker.broken,
            });
            if (job.error) answer.push(job.error);
            terminal.printJson({ job });
            terminal.print(job.error ? errorText(job.error, terminal) : `${job.kind} of ${name}: ${job.state} (${id})`);
            return job.error ? exitOfReport(job.error) : 0;
          }
          const { poll, ...request } = work;
          const report = await pollNow(application, runtime, poll, { full: false, ...waiting, ...request });
          answer.push(...errorsOfPoll(report));
          terminal.printJson(report);
          terminal.print(pollText(report, terminal));
          return exitOfPoll(report);
        } finally {
          await runtime.stop();
          defects.tellBeside(answer);
        }
      });
      end(code);
    });
}

function lastText({ last, timeZone }: ScheduleView): string {
  if (last === null) return "not run yet";
  return `last ${minuteIn(timeZone, last.requestedAt)} ${last.state}${last.clockSetBack ? ", before the clock was set back" : ""}`;
}

function nextText({ paused, enabled, next, timeZone }: ScheduleView): string {
  if (!enabled) return "the link is not enabled";
  if (paused)
    return `paused since ${minuteIn(timeZone, paused.pausedAt)} by ${paused.pausedBy}${paused.reason ? `: ${paused.reason}` : ""}`;
  if (next.length === 0) return "only when somebody starts it";
  const times = next.map((at) => minuteIn(timeZone, at));
  // A day is named once: five times of one day fit into a line.
  const shown = times.map((time, at) => (times[at - 1]?.slice(0, 10) === time.slice(0, 10) ? time.slice(11) : time));
  return `next ${shown.join(", ")}`;
}

/** By the clock that the schedule is written for, not by the reader's. */
function minuteIn(timeZone: string, at: Date): string {
  return at.toLocaleString("sv-SE", { timeZone }).slice(0, 16);
}
