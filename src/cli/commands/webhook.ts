import { type Command, Option } from "commander";
import { chosenLinks, loadConfiguration } from "../../app/configure.ts";
import { webhookSheet } from "../../app/inbox/webhookSheet.ts";
import { type SheetForm, sheetForms, webhookSheetText } from "../../app/inbox/webhookSheetText.ts";
import { storedSecret } from "../../app/linkOpener.ts";
import { ConnectorError } from "../../errors/connectorError.ts";
import { type CommonOptions, type ExitCode, type Program, withApplication, withCommonOptions } from "../command.ts";

interface SheetOptions extends CommonOptions {
  link?: string;
  url: string;
  form: SheetForm;
  showKey?: boolean;
}

export function webhookCommand(root: Command, program: Program, end: (code: ExitCode) => void): void {
  const webhook = root.command("webhook").description("how Cleo pushes its documents to us");
  withCommonOptions(webhook.command("sheet").description("print the set-up page for the Cleo administrator"))
    .option("--link <name>", "only of this link")
    .option("--url <address>", "how Cleo reaches this server", "https://connector.example.com")
    .addOption(new Option("--form <form>", "form of the page").choices([...sheetForms]).default("text"))
    .option("--show-key", "print the key itself; otherwise tell it another way than the page")
    .action(async ({ link: name, url, form, showKey, ...options }: SheetOptions) => {
      await withApplication(program, options, async (application, terminal) => {
        const configuration = await loadConfiguration(application);
        const links = chosenLinks(configuration, name).filter((link) => name !== undefined || link.inbound?.webhook);
        if (links.length === 0) {
          throw new ConnectorError("WEBHOOK_UNKNOWN", "no link has a webhook", {
            fix: "Add `inbound: { webhook: { key: ... } }` to a link and apply the configuration.",
          });
        }
        const sheets = [];
        for (const link of links) {
          const key =
            showKey && link.inbound?.webhook ? await storedSecret(application, link.inbound.webhook.key) : undefined;
          sheets.push(webhookSheet(link, url, key?.reveal()));
        }
        terminal.printJson(sheets.length === 1 ? sheets[0] : { sheets });
        for (const sheet of sheets) terminal.print(webhookSheetText(sheet, form));
      });
      end(0);
    });
}
