import { type Command, Option } from "commander";
import { roles } from "../../app/access/rights.ts";
import { addToken, revokeToken, tokenProfiles } from "../../app/access/tokens.ts";
import { ConnectorError } from "../../errors/connectorError.ts";
import type { Role } from "../../ledger/accessSchema.ts";
import { type CommonOptions, type ExitCode, type Program, withApplication, withCommonOptions } from "../command.ts";
import { table } from "../output/table.ts";
import { instant } from "../output/time.ts";

export function tokensCommand(root: Command, program: Program, end: (code: ExitCode) => void): void {
  const tokens = root.command("tokens").description("API tokens, for programs that call the HTTP API");
  withCommonOptions(tokens.command("list").description("all tokens, the newest first")).action(
    async (options: CommonOptions) => {
      await withApplication(program, options, async (application, terminal) => {
        const list = await tokenProfiles(application);
        terminal.printJson({ tokens: list });
        terminal.print(
          list.length === 0
            ? "no tokens"
            : table(
                [
                  { title: "token", value: (token) => token.id },
                  { title: "name", value: (token) => token.name },
                  { title: "role", value: (token) => token.role },
                  { title: "content", value: (token) => (token.readsContent ? "yes" : "no") },
                  { title: "state", value: (token) => token.state },
                  { title: "expires", value: (token) => instant(token.expiresAt) },
                  { title: "last used", value: (token) => instant(token.lastUsedAt) },
                ],
                list,
                terminal.colors.dim,
              ),
        );
      });
      end(0);
    },
  );
  withCommonOptions(tokens.command("add <name>").description("make a token; its text is shown this once"))
    .addOption(new Option("--role <role>", "what it may do").choices([...roles]).default("viewer"))
    .option("--content", "may also read the content of documents", false)
    .option("--days <n>", "how long it holds", "90")
    .action(async (name: string, options: CommonOptions & { role: Role; content: boolean; days: string }) => {
      const days = Number(options.days);
      if (!Number.isInteger(days) || days < 1 || days > 730) {
        throw new ConnectorError("USAGE", "a token holds for 1 to 730 days", { at: { field: "--days" } });
      }
      await withApplication(program, options, async (application, terminal) => {
        const { role, content: readsContent } = options;
        const { token, text } = await addToken(application, { name, role, readsContent, days });
        terminal.printJson({ token, text });
        terminal.print(`${terminal.colors.green("added")}  ${token.id}, ${role}, until ${instant(token.expiresAt)}`);
        terminal.print(`${terminal.colors.bold(text)}  (shown this once)`);
      });
      end(0);
    });
  withCommonOptions(tokens.command("revoke <id>").description("end a token at once")).action(
    async (id: string, options: CommonOptions) => {
      await withApplication(program, options, async (application, terminal) => {
        const token = await revokeToken(application, id);
        terminal.printJson({ token });
        terminal.print(`${terminal.colors.green("revoked")}  ${token.id} ${token.name}`);
      });
      end(0);
    },
  );
}
