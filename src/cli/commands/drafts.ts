import { type Command, Option } from "commander";
import { approveDraft, listDraftInbox, mapDraftLines, readDraft, rejectDraft, replayDraft } from "../../app/drafts.ts";
import { expectKnownLink } from "../../app/knownLink.ts";
import { ConnectorError } from "../../errors/connectorError.ts";
import { type DraftState, draftStates } from "../../ledger/draftState.ts";
import { type CommonOptions, type ExitCode, type Program, withApplication, withCommonOptions } from "../command.ts";
import { countOption } from "../numberOption.ts";
import { errorText } from "../output/error.ts";
import { outcomeStyle } from "../output/outcome.ts";
import { table } from "../output/table.ts";
import { instant } from "../output/time.ts";
import { readLineAssignments } from "./lineAssignments.ts";

export function draftsCommand(root: Command, program: Program, end: (code: ExitCode) => void): void {
  const drafts = root.command("drafts").description("unposted documents for GP that partners' answers ask for");
  withCommonOptions(drafts.command("list").description("the drafts that need somebody; any with --state"))
    .option("--link <name>", "only of this link")
    .addOption(new Option("--state <state>", "only in this state").choices([...draftStates]))
    .option("--order <number>", "only of this purchase order")
    .option("--limit <n>", "at most so many", "50")
    .action(async (options: CommonOptions & { link?: string; state?: DraftState; order?: string; limit: string }) => {
      await withApplication(program, options, async ({ ledger }, terminal) => {
        const rows = await listDraftInbox(ledger, {
          limit: countOption("--limit", options.limit, 10_000),
          ...(options.link && { link: options.link }),
          ...(options.state && { states: [options.state] }),
          ...(options.order && { order: options.order, ...(!options.state && { states: draftStates }) }),
        });
        await expectKnownLink(ledger, options.link, rows);
        terminal.printJson({ drafts: rows });
        const { colors } = terminal;
        terminal.print(
          rows.length === 0
            ? "no drafts wait"
            : table(
                [
                  { title: "draft", value: (row) => row.id },
                  { title: "kind", value: (row) => row.kind },
                  { title: "order", value: (row) => row.orderNumber ?? "" },
                  { title: "number", value: (row) => row.number },
                  {
                    title: "state",
                    value: (row) => row.state,
                    style: (text, row) => outcomeStyle(row.state, colors)(text),
                  },
                  { title: "in GP", value: (row) => row.gpNumber ?? "" },
                  { title: "why", value: (row) => row.error?.message ?? row.problems[0]?.message ?? "" },
                ],
                rows,
                colors.dim,
              ),
        );
      });
      end(0);
    });
  withCommonOptions(
    drafts.command("show <id>").description("one draft: what it would enter, and what speaks against it"),
  ).action(async (id: string, options: CommonOptions) => {
    await withApplication(program, options, async ({ ledger }, terminal) => {
      const draft = await readDraft(ledger, id);
      terminal.printJson(draft);
      const { colors } = terminal;
      terminal.print(
        `${colors.bold(`${draft.kind} for ${draft.orderNumber ?? draft.number}`)}  ${draft.state}  ${colors.dim(draft.id)}\n`,
      );
      terminal.print(JSON.stringify(draft.content, null, 2));
      for (const { index, text } of draft.unmatched) terminal.print(`\nthe partner's line ${index}: ${text}`);
      if (draft.unmatched.length > 0)
        for (const { line, item, quantity, unit } of draft.orderLines)
          terminal.print(`  line ${line} of the order: ${quantity} ${unit} ${item ?? ""}`);
      for (const problem of draft.problems) terminal.print(`\n${errorText(problem, terminal)}`);
      if (draft.error) terminal.print(`\n${errorText(draft.error, terminal)}`);
      if (draft.gpNumber !== null) terminal.print(`\nin GP as ${draft.gpNumber}`);
      if (draft.remainingQuantities !== null) terminal.print(`remaining quantities: ${draft.remainingQuantities}`);
      for (const { startedAt, outcome } of draft.tries)
        terminal.print(`${instant(startedAt)}  ${outcome ?? "creating"}`);
    });
    end(0);
  });
  const decision = (name: string, description: string) =>
    withCommonOptions(drafts.command(`${name} <id>`).description(description)).option(
      "--reason <text>",
      "kept in the audit trail",
    );
  type Reasoned = CommonOptions & { reason?: string };
  decision("approve", "let it go into GP; what speaks against it needs a reason").action(
    async (id: string, options: Reasoned) => {
      await withApplication(program, options, async (application, terminal) => {
        const draft = await approveDraft(application, id, options.reason);
        terminal.printJson(draft);
        terminal.print(`${draft.id} is approved; the next worker enters it`);
      });
      end(0);
    },
  );
  decision("reject", "it will not be entered").action(async (id: string, options: Reasoned) => {
    await withApplication(program, options, async (application, terminal) => {
      if (!options.reason?.trim())
        throw new ConnectorError("DRAFT_NEEDS_REASON", "a draft is rejected without a reason", {
          at: { field: "--reason" },
        });
      const draft = await rejectDraft(application, id, options.reason);
      terminal.printJson(draft);
      terminal.print(`${draft.id} is rejected`);
    });
    end(0);
  });
  decision("replay", "try again what GP did not take, once the cause is mended").action(
    async (id: string, options: Reasoned) => {
      await withApplication(program, options, async (application, terminal) => {
        const draft = await replayDraft(application, id, options.reason);
        terminal.printJson(draft);
        terminal.print(`${draft.id} is tried again by the next worker`);
      });
      end(0);
    },
  );
  withCommonOptions(
    drafts
      .command("map <id> <lines...>")
      .description("say which order line a partner's line is: 0=2, or 0=none to leave it out"),
  ).action(async (id: string, lines: string[], options: CommonOptions) => {
    await withApplication(program, options, async (application, terminal) => {
      const given = readLineAssignments(lines, "DRAFT_LINE_UNKNOWN");
      await mapDraftLines(application, id, given);
      terminal.printJson({ id, lines: given });
      terminal.print("the partner's document is matched anew by the next worker");
    });
    end(0);
  });
}
