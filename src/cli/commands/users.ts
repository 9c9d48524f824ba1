import { type Command, Option } from "commander";
import { roles } from "../../app/access/rights.ts";
import { addUser, changeUser, resetPassword, type UserProfile, userProfiles } from "../../app/access/users.ts";
import { ConnectorError } from "../../errors/connectorError.ts";
import type { Role } from "../../ledger/accessSchema.ts";
import { type CommonOptions, type ExitCode, type Program, withApplication, withCommonOptions } from "../command.ts";
import { table } from "../output/table.ts";
import type { Terminal } from "../output/terminal.ts";
import { instant } from "../output/time.ts";

interface PasswordOption {
  passwordStdin?: boolean;
}

export function usersCommand(root: Command, program: Program, end: (code: ExitCode) => void): void {
  const users = root.command("users").description("who may sign in to the console, and what they may do");
  withCommonOptions(users.command("list").description("everybody who can sign in")).action(
    async (options: CommonOptions) => {
      await withApplication(program, options, async (application, terminal) => {
        const list = await userProfiles(application);
        terminal.printJson({ users: list });
        terminal.print(
          list.length === 0
            ? "nobody yet; the console asks for the first administrator, or `ml-connector users add NAME --role administrator`"
            : table(
                [
                  { title: "name", value: (user) => user.name },
                  { title: "role", value: (user) => user.role },
                  { title: "content", value: (user) => (user.readsContent ? "yes" : "no") },
                  { title: "state", value: stateOf },
                  { title: "last sign-in", value: (user) => instant(user.lastSignInAt) },
                  { title: "added by", value: (user) => user.createdBy },
                ],
                list,
                terminal.colors.dim,
              ),
        );
      });
      end(0);
    },
  );
  withCommonOptions(users.command("add <name>").description("add a user; prints a password to be changed at sign-in"))
    .addOption(new Option("--role <role>", "what they may do").choices([...roles]).default("viewer"))
    .option("--content", "may also read the content of documents", false)
    .option("--password-stdin", "take the password from the first line of stdin")
    .action(async (name: string, options: CommonOptions & PasswordOption & { role: Role; content: boolean }) => {
      await withApplication(program, options, async (application, terminal) => {
        const password = await passwordOf(options);
        const { role, content } = options;
        const added = await addUser(application, {
          name,
          role,
          readsContent: content,
          ...(password !== undefined && { password }),
        });
        tell(terminal, "added", added);
      });
      end(0);
    });
  withCommonOptions(users.command("set <name>").description("change what a user may do"))
    .addOption(new Option("--role <role>", "what they may do").choices([...roles]))
    .option("--content", "may read the content of documents")
    .option("--no-content", "may not read the content of documents")
    .action(async (name: string, options: CommonOptions & { role?: Role; content?: boolean }) => {
      const { role, content } = options;
      await withApplication(program, options, async (application, terminal) => {
        const change = { ...(role && { role }), ...(content !== undefined && { readsContent: content }) };
        tell(terminal, "changed", { user: await changeUser(application, name, change) });
      });
      end(0);
    });
  for (const disabled of [true, false]) {
    const [word, description] = disabled
      ? ["disable", "keep a user out; their sessions end at once"]
      : ["enable", "let a user in again"];
    withCommonOptions(users.command(`${word} <name>`).description(description)).action(
      async (name: string, options: CommonOptions) => {
        await withApplication(program, options, async (application, terminal) => {
          tell(terminal, `${word}d`, { user: await changeUser(application, name, { disabled }) });
        });
        end(0);
      },
    );
  }
  withCommonOptions(
    users
      .command("reset-password <name>")
      .description("set a new password, to be changed at sign-in; their sessions end"),
  )
    .option("--password-stdin", "take the password from the first line of stdin")
    .action(async (name: string, options: CommonOptions & PasswordOption) => {
      await withApplication(program, options, async (application, terminal) => {
        tell(terminal, "reset", await resetPassword(application, name, await passwordOf(options)));
      });
      end(0);
    });
}

function tell(terminal: Terminal, what: string, told: { user: UserProfile; password?: string }): void {
  terminal.printJson(told);
  const { name, role, readsContent } = told.user;
  terminal.print(`${terminal.colors.green(what)}  ${name}, ${role}${readsContent ? " who reads content" : ""}`);
  if (told.password !== undefined) {
    terminal.print(
      `password ${terminal.colors.bold(told.password)}  (shown this once; it has to be changed at sign-in)`,
    );
  }
}

function stateOf({ disabled, passwordTemporary }: UserProfile): string {
  if (disabled) return "disabled";
  return passwordTemporary ? "to change password" : "";
}

/** Not from the command line, where every user of the machine could read it. */
async function passwordOf({ passwordStdin }: PasswordOption): Promise<string | undefined> {
  if (!passwordStdin) return undefined;
  let text = "";
  for await (const chunk of process.stdin) {
    text += chunk;
    if (text.includes("\n") || text.length > 10_000) break;
  }
  const [line = ""] = text.split(/\r?\n/);
  if (line === "")
    throw new ConnectorError("USAGE", "no password came on stdin", { at: { field: "--password-stdin" } });
  return line;
}
