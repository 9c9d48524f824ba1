import type { Command } from "commander";
import { type SettledByHand, settleByHand, settleRestored } from "../../app/settleByHand.ts";
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
      .command("settle [id...]")
      .description("say whether files in doubt arrived, after a look into Cleo (deliveries, documents or numbers)"),
  )
    .option("--arrived", "Cleo has them: the deliveries are sent")
    .option("--not-arrived", "Cleo never had them: the same bytes are sent again")
    .option("--told", "instead, of what is blocked: you told the partner by other means, and nothing is sent")
    .option("--restored", "instead of names: all that is in doubt because the ledger was restored from a backup")
    .option("--link <name>", "with --restored: only of this link")
    .requiredOption("--reason <text>", "how you know; kept in the audit trail")
    .action(async (ids: string[], options: SettleOptions) => {
      if ([options.arrived, options.notArrived, options.told].filter(Boolean).length !== 1) {
        throw new ConnectorError("USAGE", "say one of --arrived, --not-arrived and --told", {
          at: { field: "--arrived" },
        });
      }
      if (options.told === true) return tell(program, ids, options, end);
      if ((ids.length === 0) === (options.restored !== true)) {
        throw new ConnectorError("USAGE", "name a delivery or document, or say --restored");
      }
      const found = { arrived: options.arrived === true, reason: options.reason };
      await withApplication(program, options, async (application, terminal) => {
        const settled =
          ids.length === 0
            ? await settleRestored(application, options.link, found)
            : await settleByHand(application, ids, found);
        terminal.printJson({ settled });
        for (const each of settled) terminal.print(`${each.document}: ${wordsOf(each)}`);
      });
      end(0);
    });
}

function wordsOf({ file, state }: SettledByHand): string {
  const whose = "by the next poll, or by the running service";
  if (file === null)
    return state === "sent" ? "counts as sent" : `its file is made ${whose}, and sent where nothing blocks it`;
  return `${file} ${state === "sent" ? "counts as sent" : `is sent again ${whose}`}`;
}

async function tell(
  program: Program,
  ids: readonly string[],
  options: SettleOptions,
  end: (code: ExitCode) => void,
): Promise<void> {
  if (ids.length === 0) throw new ConnectorError("USAGE", "name a delivery or document");
  await withApplication(program, options, async (application, terminal) => {
    const told = await tellByHand(application, ids, options.reason);
    terminal.printJson({ told });
    for (const { document, revision } of told)
      terminal.print(`${document}: the partner knows revision ${revision}; nothing is sent`);
  });
  end(0);
}
