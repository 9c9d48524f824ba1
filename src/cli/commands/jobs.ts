import { type Command, Option } from "commander";
import { cancelJob } from "../../app/cancelJob.ts";
import { readCheck } from "../../app/keptChecks.ts";
import { expectKnownLink } from "../../app/knownLink.ts";
import { documentsListed, pollReport } from "../../app/pollReport.ts";
import { knownJob, replayRefusals } from "../../app/readJob.ts";
import { jobDeliveries } from "../../ledger/deliveries.ts";
import { type Job, listJobs } from "../../ledger/jobs.ts";
import type { JobState } from "../../ledger/schema.ts";
import { type CommonOptions, type ExitCode, type Program, withApplication, withCommonOptions } from "../command.ts";
import { countOption } from "../numberOption.ts";
import { checkText } from "../output/checkText.ts";
import { jobKindWords, jobText } from "../output/jobText.ts";
import { outcomeStyle } from "../output/outcome.ts";
import { pollText } from "../output/pollText.ts";
import { table } from "../output/table.ts";
import { instant } from "../output/time.ts";

export function jobsCommand(root: Command, program: Program, end: (code: ExitCode) => void): void {
  const jobs = root.command("jobs").description("what was run, and what came of it");
  withCommonOptions(jobs.command("list").description("the newest jobs first"))
    .option("--link <name>", "only of this link")
    .addOption(
      new Option("--state <state>", "only in this state; `failed` has the canceled ones among it").choices([
        ...["queued", "running", "succeeded", "failed", "canceled"],
      ]),
    )
    .option("--limit <n>", "at most so many", "20")
    .action(async (options: CommonOptions & { link?: string; state?: JobState | "canceled"; limit: string }) => {
      await withApplication(program, options, async ({ ledger }, terminal) => {
        const { link, state } = options;
        const list = await listJobs(ledger, {
          limit: countOption("--limit", options.limit, 1_000),
          ...(link && { link }),
          ...(state === "canceled" ? ({ state: "failed", code: "JOB_CANCELED" } as const) : state && { state }),
        });
        await expectKnownLink(ledger, link, list);
        terminal.printJson({ jobs: list.map(jobJson) });
        const { colors } = terminal;
        terminal.print(
          list.length === 0
            ? `no jobs${link || state ? " that fit" : " yet; `ml-connector poll` runs one"}`
            : table(
                [
                  { title: "job", value: (job) => job.id },
                  { title: "kind", value: (job) => job.kind },
                  { title: "link", value: (job) => job.link },
                  {
                    title: "state",
                    value: (job) => job.state,
                    style: (text, job) => outcomeStyle(job.state === "failed" ? "blocked" : job.state, colors)(text),
                  },
                  { title: "requested", value: (job) => instant(job.requestedAt) },
                  { title: "took", value: duration, align: "right" },
                  { title: "by", value: (job) => job.requestedBy },
                  { title: "error", value: (job) => job.error?.code ?? "" },
                ],
                list,
                colors.dim,
              ),
        );
      });
      end(0);
    });
  withCommonOptions(jobs.command("show <id>").description("one job with every record it read")).action(
    async (id: string, options: CommonOptions) => {
      await withApplication(program, options, async ({ ledger }, terminal) => {
        const job = await knownJob(ledger, id);
        if (job.kind === "poll") {
          const report = await pollReport(ledger, job);
          terminal.printJson({ ...jobJson(job), report });
          terminal.print(pollText(report, terminal));
          return;
        }
        if (job.kind === "check") {
          const report = await readCheck({ ledger }, id);
          terminal.printJson({ ...jobJson(job), ...(report && { report }) });
          terminal.print(report === undefined ? "the check has no report yet" : checkText(report, terminal));
          return;
        }
        const deliveries = await jobDeliveries(ledger, id, documentsListed);
        terminal.printJson({ ...jobJson(job), deliveries, refused: replayRefusals(job) });
        terminal.print(jobText(job, deliveries, terminal));
      });
      end(0);
    },
  );
  withCommonOptions(
    jobs
      .command("cancel <id>")
      .description("end a poll, a replay or a reading of the Cleo folders; what it has recorded is carried out"),
  ).action(async (id: string, options: CommonOptions) => {
    await withApplication(program, options, async (application, terminal) => {
      const job = await cancelJob(application, id);
      terminal.printJson(jobJson(job));
      terminal.print(`canceled: the ${jobKindWords[job.kind]} of ${job.link} (${job.id}). ${sequel(job)}`);
    });
    end(0);
  });
}

function sequel({ kind }: Job): string {
  if (kind === "collect") return "What came is carried out; the next one reads what still lies in the folders.";
  return `What it has recorded is sent${kind === "poll" ? "; the next poll reads from the same place again" : ""}.`;
}

function jobJson({ workerId: _, checkpoint: __, ...job }: Job): object {
  return job;
}

function duration({ startedAt, finishedAt }: Job): string {
  if (startedAt === null || finishedAt === null) return "";
  return `${((finishedAt.getTime() - startedAt.getTime()) / 1_000).toFixed(1)} s`;
}
