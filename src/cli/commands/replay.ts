import { type Command, Option } from "commander";
import { explainReplay } from "../../app/explainReplay.ts";
import { isInboundId, withMessagesOfJobs } from "../../app/inbox/planRetry.ts";
import { replayRefusals } from "../../app/readJob.ts";
import { planReplay, planReplayByFilter, startReplay } from "../../app/replay.ts";
import { awaitReplay } from "../../app/replayOutcome.ts";
import { startRuntime } from "../../app/runtime.ts";
import { ConnectorError } from "../../errors/connectorError.ts";
import type { ReplayMode } from "../../ledger/deliveries.ts";
import { deliveryStates } from "../../ledger/deliveryState.ts";
import type { ReplayFilter } from "../../ledger/replayCandidates.ts";
import { documentTypes } from "../../ledger/schema.ts";
import { type CommonOptions, type ExitCode, type Program, withApplication, withCommonOptions } from "../command.ts";
import { exitOfReplay } from "../exitCode.ts";
import { secondsOption } from "../numberOption.ts";
import { defectReporter } from "../output/defect.ts";
import { deliveriesTable } from "../output/deliveriesTable.ts";
import { errorText } from "../output/error.ts";
import { replayPlanText } from "../output/replayPlanText.ts";
import { refusalText, replayEnd } from "../output/replayText.ts";
import { retryAndShow, showRetryPlan } from "./retryInbound.ts";

interface ReplayOptions extends CommonOptions {
  mode: ReplayMode;
  plan?: boolean;
  reason?: string;
  wait: string;
  link?: string;
  type?: ReplayFilter["type"];
  state?: ReplayFilter["state"];
  code?: string;
  from?: string;
  to?: string;
}

export function replayCommand(root: Command, program: Program, end: (code: ExitCode) => void): void {
  withCommonOptions(
    root
      .command("replay [id...]")
      .description(
        "carry out again: jobs, documents (identifier or number), deliveries, inbound messages, drafts, or all that fit a filter",
      ),
  )
    .addOption(
      new Option("--mode <mode>", "resend: the same bytes and numbers; rerender: a new file with the settings in force")
        .choices(["resend", "rerender"])
        .default("resend"),
    )
    .option("--link <name>", "filter: only of this link")
    .addOption(new Option("--type <type>", "filter: only of this type").choices([...documentTypes]))
    .addOption(new Option("--state <state>", "filter: newest delivery in this state").choices([...deliveryStates]))
    .option("--code <code>", "filter: with this error code")
    .option("--from <instant>", "filter: touched from then on, such as 2026-03-18T06:00:00Z")
    .option("--to <instant>", "filter: touched before then")
    .option("--plan", "show what would happen, and do nothing")
    .option("--reason <text>", "why; needed where Cleo has the document already, or may have it")
    .option("--wait <seconds>", "how long to wait for deliveries that fail for the moment", "20")
    .action(async (named: string[], options: ReplayOptions) => {
      const code = await withApplication(program, options, async (application, terminal): Promise<ExitCode> => {
        const filter = filterOf(options);
        const patience = secondsOption("--wait", options.wait);
        if ((filter === undefined) === (named.length === 0)) {
          throw new ConnectorError("USAGE", "name what to replay, or give a filter, and not both");
        }
        const ids = await withMessagesOfJobs(application.ledger, named);
        if (ids.some(isInboundId)) {
          if (!ids.every(isInboundId))
            throw new ConnectorError("USAGE", "replay what goes to Cleo and what came from it one after the other");
          if (options.plan) return showRetryPlan(application, terminal, ids);
          return retryAndShow(program, application, terminal, ids, options.reason);
        }
        const plan =
          filter === undefined
            ? await planReplay(application.ledger, ids, options.mode)
            : await planReplayByFilter(application.ledger, filter, options.mode);
        if (options.plan) {
          const effects = await explainReplay(application, plan);
          terminal.printJson({ ...plan, effects });
          terminal.print(replayPlanText(plan, effects, terminal));
          return 0;
        }
        const runtime = await startRuntime(application, { onError: defectReporter(program) });
        try {
          const { jobs, plan: done } = await startReplay(application, runtime, plan, options.reason);
          const { jobs: ended, deliveries } = await awaitReplay(application, jobs, {
            clock: application.clock,
            patience,
            stop: program.stop,
            broken: runtime.worker.broken,
          });
          const refused = done.replays.filter((replay) => replay.refused !== undefined);
          // Named ones are told one by one.
          const refusals = plan.filter ? ended.flatMap(replayRefusals) : [];
          const told = ended.map(({ id, replayOf, link, state, error }) => ({
            ...{ jobId: id, replayOf, link, state },
            ...(error && { error }),
          }));
          terminal.printJson({ mode: plan.mode, jobs: told, deliveries, refused, refusals });
          const { colors } = terminal;
          for (const job of jobs) terminal.print(`${colors.bold(job.link)}  ${colors.dim(job.jobId)}`);
          if (deliveries.length > 0) terminal.print(deliveriesTable(deliveries, terminal));
          for (const { error } of deliveries) if (error) terminal.print(errorText(error, terminal));
          for (const replay of refused) terminal.print(`${replay.document}: not replayed, ${replay.refused}`);
          for (const refusal of refusals) terminal.print(refusalText(refusal));
          for (const job of ended) for (const line of replayEnd(job, terminal)) terminal.print(line);
          return exitOfReplay(ended, deliveries, refused.length + refusals.length);
        } finally {
          await runtime.stop();
        }
      });
      end(code);
    });
}

function filterOf({ link, type, state, code, from, to }: ReplayOptions): ReplayFilter | undefined {
  const filter: ReplayFilter = {
    ...(link && { link }),
    ...(type && { type }),
    ...(state && { state }),
    ...(code && { code }),
    ...(from && { from: instantOf("--from", from) }),
    ...(to && { to: instantOf("--to", to) }),
  };
  return Object.keys(filter).length === 0 ? undefined : filter;
}

function instantOf(option: string, text: string): string {
  const at = Date.parse(text);
  if (!Number.isNaN(at)) return new Date(at).toISOString();
  throw new ConnectorError("USAGE", `${JSON.stringify(text.slice(0, 40))} is no instant`, { at: { field: option } });
}
