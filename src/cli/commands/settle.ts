import type { Command } from "commander";
import { settleByHand } from "../../app/settleByHand.ts";
import { ConnectorError } from "../../errors/connectorError.ts";
import { type CommonOptions, type ExitCode, type Program, withApplication, withCommonOptions } from "../command.ts";

interface SettleOptions extends CommonOptions {
  arrived?: boolean;
  notArrived?: boolean;
  reason: string;
}

export function settleCommand(root: Command, program: Program, end: (code: ExitCode) => void): void {
  withCommonOptions(
    root
      .command("settle <id>")
      .description("say whether a file in doubt arrived, after a look into Cleo (delivery, document or number)"),
  )
    .option("--arrived", "Cleo has it: the delivery is sent")
    .option("--not-arrived", "Cleo never had it: the same bytes are sent again")
    .requiredOption("--reason <text>", "how you know; kept in the audit trail")
    .action(async (id: string, options: SettleOptions) => {
      if (Boolean(options.arrived) === Boolean(options.notArrived)) {
        throw new ConnectorError("USAGE", "say either --arrived or --not-arrived", { at: { field: "--arrived" } });
      }
      await withApplication(program, options, async (application, terminal) => {
        const settled = await settleByHand(application, id, {
          arrived: options.arrived === true,
          reason: options.reason,
        });
        terminal.printJson({ settled });
        for (const { document, file, state } of settled) {
          const what =
            state === "sent" ? "counts as sent" : "is sent again by the next poll, or by the running service";
          terminal.print(`${document}: ${file} ${what}`);
        }
      });
      end(0);
    });
}
