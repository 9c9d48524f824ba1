import { type Command, Option } from "commander";
import { expectKnownLink } from "../../app/knownLink.ts";
import { ownerNames } from "../../errors/reference.ts";
import { listAlerts } from "../../ledger/alerts.ts";
import { type CommonOptions, type ExitCode, type Program, withApplication, withCommonOptions } from "../command.ts";
import { countOption } from "../numberOption.ts";
import { faultText } from "../output/error.ts";
import { instant } from "../output/time.ts";

interface ListOptions extends CommonOptions {
  link?: string;
  state: "open" | "cleared" | "all";
  limit: string;
}

export function alertsCommand(root: Command, program: Program, end: (code: ExitCode) => void): void {
  const alerts = root.command("alerts").description("what needs a person: one alert for each cause");
  withCommonOptions(alerts.command("list").description("the alerts that are open, the newest first"))
    .option("--link <name>", "only of this link")
    .addOption(new Option("--state <state>", "which").choices(["open", "cleared", "all"]).default("open"))
    .option("--limit <n>", "at most so many", "100")
    .action(async ({ link, state, ...options }: ListOptions) => {
      await withApplication(program, options, async ({ ledger }, terminal) => {
        const limit = countOption("--limit", options.limit, 10_000);
        const list = await listAlerts(ledger, { state, limit, ...(link && { link }) });
        await expectKnownLink(ledger, link, list);
        terminal.printJson({ alerts: list });
        if (list.length === 0) terminal.print(state === "open" ? "no alerts: nothing needs a person" : "no alerts");
        for (const alert of list) {
          const over = alert.clearedAt === null ? "" : ` · over since ${instant(alert.clearedAt)}`;
          const times = alert.count === 1 ? "" : `, ${alert.count} times, last ${instant(alert.lastAt)}`;
          const link = alert.link === null ? "" : ` · link ${alert.link}`;
          const parts = [
            ["since", `${instant(alert.firstAt)}${times}${over}${link}`],
            ["fix", alert.fix],
            ["whose", ownerNames[alert.owner] ?? alert.owner],
          ] as const;
          terminal.print(faultText(alert, parts, terminal));
        }
      });
      end(0);
    });
}
