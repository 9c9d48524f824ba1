import { type Command, Option } from "commander";
import { advanceSeries } from "../../app/controlNumbers.ts";
import { ConnectorError } from "../../errors/connectorError.ts";
import { type EnvelopeKind, envelopeKinds, lastControlNumber, listSeries } from "../../ledger/controlNumbers.ts";
import { type CommonOptions, type ExitCode, type Program, withApplication, withCommonOptions } from "../command.ts";
import { table } from "../output/table.ts";

interface AdvanceOptions extends CommonOptions {
  sender: string;
  receiver: string;
  usage: string;
  kind: EnvelopeKind;
  next: string;
  reason: string;
}

export function controlNumbersCommand(root: Command, program: Program, end: (code: ExitCode) => void): void {
  const group = root.command("control-numbers").description("the X12 control numbers that were given (ISA13, GS06)");
  withCommonOptions(group.command("list").description("each series, and where it stands")).action(
    async (options: CommonOptions) => {
      await withApplication(program, options, async ({ ledger }, terminal) => {
        const series = await listSeries(ledger);
        terminal.printJson({ series });
        terminal.print(
          series.length === 0
            ? "no control number was given yet"
            : table(
                [
                  { title: "sender", value: (each) => each.sender },
                  { title: "receiver", value: (each) => each.receiver },
                  { title: "usage", value: (each) => each.usage },
                  { title: "kind", value: (each) => each.kind },
                  { title: "last", value: (each) => String(each.last), align: "right" },
                  { title: "given", value: (each) => String(each.given), align: "right" },
                  {
                    title: "left out",
                    value: (each) => each.leaps.map(({ from, to, reason }) => `${from}-${to} (${reason})`).join(", "),
                  },
                ],
                series,
                terminal.colors.dim,
              ),
        );
      });
      end(0);
    },
  );
  withCommonOptions(
    group.command("advance").description("move a series ahead, for a partner that has seen higher numbers"),
  )
    .requiredOption("--sender <id>", "qualifier and id, such as ZZ:FABRIKAM")
    .requiredOption("--receiver <id>", "qualifier and id, such as 01:123456789")
    .addOption(new Option("--usage <code>", "production or test").choices(["P", "T"]).makeOptionMandatory())
    .addOption(new Option("--kind <kind>", "ISA13 or GS06").choices([...envelopeKinds]).makeOptionMandatory())
    .requiredOption("--next <n>", "the next number to be given")
    .requiredOption("--reason <text>", "kept in the audit trail")
    .action(async ({ sender, receiver, usage, kind, ...options }: AdvanceOptions) => {
      const next = Number(options.next);
      if (!Number.isInteger(next) || next < 1 || next > lastControlNumber) {
        throw new ConnectorError("USAGE", `--next takes a number from 1 to ${lastControlNumber}`);
      }
      await withApplication(program, options, async (application, terminal) => {
        const series = { sender, receiver, usage, kind };
        const before = await advanceSeries(application, series, { next, reason: options.reason });
        terminal.printJson({ ...series, before, next });
        terminal.print(
          `${kind} ${sender} to ${receiver} (${usage}): the next number is ${next}, the last was ${before}`,
        );
      });
      end(0);
    });
}
