import type { Command } from "commander";
import { settleByHand, settleRestored } from "../../app/settleByHand.ts";
import { tellByHand } from "../../app/tellByHand.ts";
import { ConnectorError } from "../../errors/connectorError.ts";
import { type CommonOptions, type ExitCode, type Program, withApplication, withCommonOptions } from "../command.ts";

interface SettleOptions extends CommonOptions {
  arrived?: boolean;
  notArrived?: boolean;
  told?: boolean;
  reason: string;
  restored?: boolean;
  link?: string;
}

export function settleCommand(root: Command, program: Program, end: (code: ExitCode) => void): void {
  withCommonOptions(
    root
      .command("settle [id]")
      .description("say whether a file in doubt arrived, after a look into Cleo (delivery, document or number)"),
  )
    .option("--arrived", "Cleo has it: the delivery is sent")
    .option("--not-arrived", "Cleo never had it: the same bytes are sent again")
    .option("--told", "instead, of what is blocked: you told the partner by other means, and nothing is sent")
    .option("--restored", "instead of one: all that is in doubt because the ledger was restored from a backup")
    .option("--link <name>", "with --restored: only of this link")
    .requiredOption("--reason <text>", "how you know; kept in the audit trail")
    .action(async (id: string | undefined, options: SettleOptions) => {
      if ([options.arrived, options.notArrived, options.told].filter(Boolean).length !== 1) {
        throw new ConnectorError("USAGE", "say one of --arrived, --not-arrived and --told", {
          at: { field: "--arrived" },
        });
      }
      if (options.told === true) return tell(program, id, options, end);
      if ((id === undefined) === (options.restored !== true)) {
        throw new ConnectorError("USAGE", "name a delivery or document, or say --restored");
      }
      const found = { arrived: options.arrived === true, reason: options.reason };
      await withApplication(program, options, async (application, terminal) => {
        const settled =
          id === undefined
            ? await settleRestored(application, options.link, found)
            : await settleByHand(application, id, found);
        terminal.printJson({ settled });
        for (const { document, file, state } of settled) {
          const what =
            state === "sent" ? "counts as sent" : "is sent again by the next poll, or by the running service";
          terminal.print(`${document}: ${file ?? "not rendered yet,"} ${what}`);
        }
      });
      end(0);
    });
}

async function tell(
  program: Program,
  id: string | undefined,
  options: SettleOptions,
  end: (code: ExitCode) => void,
): Promise<void> {
  if (id === undefined) throw new ConnectorError("USAGE", "name a delivery or document");
  await withApplication(program, options, async (application, terminal) => {
    const told = await tellByHand(application, id, options.reason);
    terminal.printJson({ told });
    for (const { document, revision } of told)
      terminal.print(`${document}: the partner knows revision ${revision}; nothing is sent`);
  });
  end(0);
}
