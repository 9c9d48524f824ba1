import { type Command, Option } from "commander";
import { chosenLinks, loadConfiguration } from "../../app/configure.ts";
import { mapConfirmationLines } from "../../app/inbox/mapConfirmationLines.ts";
import {
  type InboundDocumentSummary,
  type InboundMessageSummary,
  inboundContent,
  listInbound,
  readInbound,
} from "../../app/inbox/readInbox.ts";
import { requestCollection } from "../../app/inbox/requestCollection.ts";
import { settleInbound } from "../../app/inbox/settleInbound.ts";
import { expectKnownLink } from "../../app/knownLink.ts";
import { startRuntime } from "../../app/runtime.ts";
import { ConnectorError } from "../../errors/connectorError.ts";
import { type InboundState, inboundStates } from "../../ledger/inboundState.ts";
import { findJob } from "../../ledger/jobs.ts";
import { type CommonOptions, type ExitCode, type Program, withApplication, withCommonOptions } from "../command.ts";
import { exitOfReport, worstExit } from "../exitCode.ts";
import { countOption } from "../numberOption.ts";
import { collectedText } from "../output/collectedText.ts";
import { contentText } from "../output/content.ts";
import { defectReporter } from "../output/defect.ts";
import { errorText } from "../output/error.ts";
import { outcomeStyle } from "../output/outcome.ts";
import { table } from "../output/table.ts";
import { instant } from "../output/time.ts";
import { readLineAssignments } from "./lineAssignments.ts";
import { retryAndShow, saying, untilNoneIsOpen } from "./retryInbound.ts";

interface ListOptions extends CommonOptions {
  link?: string;
  state?: InboundState;
  type?: string;
  order?: string;
  limit: string;
}

export function inboundCommand(root: Command, program: Program, end: (code: ExitCode) => void): void {
  const inbound = root.command("inbound").description("what came in from Cleo, and what became of it");
  withCommonOptions(inbound.command("list").description("messages, the latest first"))
    .option("--link <name>", "only of this link")
    .addOption(
      new Option("--state <state>", "only with a document (or itself) in this state").choices([...inboundStates]),
    )
    .option("--type <type>", "only with a document of this type: 855, 856, 810, 997, TA1")
    .option("--order <number>", "only what names this purchase order")
    .option("--limit <n>", "at most so many", "50")
    .action(async ({ link, state, type, order, limit, ...options }: ListOptions) => {
      await withApplication(program, options, async ({ ledger }, terminal) => {
        const filter = {
          limit: countOption("--limit", limit, 1_000),
          ...(link && { link }),
          ...(type && { type }),
          ...(order && { order }),
        };
        const found = await listInbound(ledger, { ...filter, ...(state && { documentState: state }) });
        // A message that cannot be read at all has no document to be in quarantine.
        const whole = state === "quarantined" && !type && !order ? await listInbound(ledger, { ...filter, state }) : [];
        const messages = [...new Map([...found, ...whole].map((message) => [message.id, message])).values()];
        await expectKnownLink(ledger, link, messages);
        terminal.printJson({ messages });
        const rows = messages.flatMap((message): Row[] =>
          message.documents.length === 0
            ? [{ message, document: undefined }]
            : message.documents.map((document) => ({ message, document })),
        );
        const { colors } = terminal;
        terminal.print(
          rows.length === 0
            ? "nothing came in"
            : table(
                [
                  { title: "message", value: ({ message }) => message.id },
                  { title: "received", value: ({ message }) => instant(message.receivedAt) },
                  { title: "by", value: ({ message }) => message.source },
                  { title: "type", value: ({ document }) => document?.type ?? "" },
                  { title: "orders", value: ({ document }) => document?.orders.slice(0, 3).join(", ") ?? "" },
                  { title: "partner", value: ({ document }) => document?.partner ?? document?.sender ?? "" },
                  {
                    title: "state",
                    value: stateOf,
                    style: (text, row) => outcomeStyle(stateOf(row), colors)(text),
                  },
                  { title: "again", value: ({ message }) => String(message.duplicates || ""), align: "right" },
                  { title: "what came of it", value: ({ message, document }) => saying(message, document) },
                ],
                rows,
                colors.dim,
              ),
        );
      });
      end(0);
    });
  withCommonOptions(inbound.command("show <id>").description("one message with its documents, by either's identifier"))
    .option("--raw", "print the bytes as they came and nothing else")
    .action(async (id: string, options: CommonOptions & { raw?: boolean }) => {
      await withApplication(program, options, async ({ ledger }, terminal) => {
        if (options.raw) {
          program.streams.stdout.write(await inboundContent(ledger, id));
          return;
        }
        const message = await readInbound(ledger, id);
        terminal.printJson(message);
        const { colors } = terminal;
        const file = [message.folder, message.fileName].filter((part) => part !== null).join("/");
        terminal.print(
          `${colors.bold(message.id)}  ${colors.dim(`${message.link} · ${message.source}${file && ` · ${file}`} · ${message.size} bytes · ${instant(message.receivedAt)}`)}`,
        );
        if (message.duplicates > 0)
          terminal.print(`came again ${message.duplicates === 1 ? "once" : `${message.duplicates} times`}`);
        if (message.error) terminal.print(errorText(message.error, terminal));
        for (const document of message.documents) {
          const style = outcomeStyle(document.state, colors);
          terminal.print(
            `\n${colors.bold(`${document.type} ${document.orders.join(", ")}`)}  ${style(document.state)}  ${colors.dim(document.id)}\n${saying(message, document)}`,
          );
          if (document.error) terminal.print(errorText(document.error, terminal));
          for (const { id, kind, number, state } of document.drafts)
            terminal.print(`draft ${kind} ${number}  ${state}  ${colors.dim(id)}`);
        }
        if (message.content && message.state !== "quarantined")
          terminal.print(`\n${contentText(message.content, terminal)}`);
        else if (message.content) terminal.print(`\n${message.content.slice(0, 4_000)}`);
      });
      end(0);
    });
  withCommonOptions(
    inbound
      .command("retry <id...>")
      .description("carry out again what waits, failed, is in review or in quarantine (message or document)"),
  )
    .option("--reason <text>", "needed for what is settled, and for a document in quarantine; kept in the audit trail")
    .action(async (ids: string[], options: CommonOptions & { reason?: string }) => {
      const code = await withApplication(program, options, (application, terminal) =>
        retryAndShow(program, application, terminal, ids, options.reason),
      );
      end(code);
    });
  withCommonOptions(
    inbound
      .command("settle <id>")
      .description("settle what waits for a person and has no draft: done by hand, or nothing to be done"),
  )
    .addOption(new Option("--done", "it was carried out by hand").conflicts("ignore"))
    .option("--ignore", "nothing is to be done; the only choice for what is in quarantine")
    .requiredOption("--reason <text>", "kept in the audit trail")
    .action(async (id: string, options: CommonOptions & { done?: boolean; ignore?: boolean; reason: string }) => {
      await withApplication(program, options, async (application, terminal) => {
        if (!options.done && !options.ignore)
          throw new ConnectorError("USAGE", "say what became of it: --done or --ignore", { at: { field: "--done" } });
        const state = options.done ? "done" : "ignored";
        const settled = await settleInbound(application, id, state, options.reason);
        terminal.printJson({ settled });
        for (const document of settled) terminal.print(`${document.id} is ${document.state}, was ${document.before}`);
      });
      end(0);
    });
  withCommonOptions(
    inbound
      .command("map <id> <lines...>")
      .description("say which order line a line of a confirmation is: 0=2, or 0=none to leave it out"),
  ).action(async (id: string, lines: string[], options: CommonOptions) => {
    await withApplication(program, options, async (application, terminal) => {
      const given = readLineAssignments(lines, "INBOUND_LINE_UNKNOWN");
      const { jobId } = await mapConfirmationLines(application, () => {}, id, given);
      terminal.printJson({ id, lines: given, jobId });
      terminal.print("the confirmation is compared anew by the next worker");
    });
    end(0);
  });
  withCommonOptions(inbound.command("collect").description("read the Cleo folders now, and wait until that is done"))
    .option("--link <name>", "only this link")
    .action(async ({ link: name, ...options }: CommonOptions & { link?: string }) => {
      const code = await withApplication(program, options, async (application, terminal) => {
        const links = chosenLinks(await loadConfiguration(application), name).filter((link) => link.inbound?.poll);
        if (links.length === 0) {
          throw new ConnectorError(
            "FOLDERS_NOT_POLLED",
            `${name ?? "no link"} reads ${name ? "no" : "a"} folder in Cleo`,
          );
        }
        const runtime = await startRuntime(application, { onError: defectReporter(program) });
        try {
          const jobs = [];
          for (const link of links) {
            const { id } = await requestCollection(application, runtime, link.name);
            const done = async () => {
              const job = await findJob(application.ledger, id);
              return job?.state === "succeeded" || job?.state === "failed" ? 0 : 1;
            };
            await untilNoneIsOpen(program.stop, done);
            const job = await findJob(application.ledger, id);
            jobs.push({ jobId: id, link: link.name, state: job?.state, collected: job?.checkpoint, error: job?.error });
            if (job?.error) terminal.print(errorText(job.error, terminal));
            else terminal.print(`${link.name}: ${collectedText(job?.checkpoint)}`);
          }
          terminal.printJson({ jobs });
          return worstExit(jobs.flatMap(({ error }) => (error ? [exitOfReport(error)] : [])));
        } finally {
          await runtime.stop();
        }
      });
      end(code);
    });
}

type Row = { message: InboundMessageSummary; document: InboundDocumentSummary | undefined };

function stateOf({ message, document }: Row): string {
  return document?.state ?? message.state;
}
