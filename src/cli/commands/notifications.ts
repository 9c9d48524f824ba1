import { type Command, Option } from "commander";
import { readNotificationChannels, testNotification } from "../../app/notifications.ts";
import { listNotifications, type Notification } from "../../ledger/notifications.ts";
import { type CommonOptions, type ExitCode, type Program, withApplication, withCommonOptions } from "../command.ts";
import { countOption } from "../numberOption.ts";
import { table } from "../output/table.ts";
import { instant } from "../output/time.ts";

interface ListOptions extends CommonOptions {
  channel?: string;
  state?: Notification["state"];
  limit: string;
}

export function notificationsCommand(root: Command, program: Program, end: (code: ExitCode) => void): void {
  const notifications = root.command("notifications").description("messages to people: mail, webhooks, chat");
  withCommonOptions(notifications.command("list").description("messages, the newest first, and the channels there are"))
    .option("--channel <name>", "only of this channel")
    .addOption(new Option("--state <state>", "only in this state").choices(["waiting", "sending", "sent", "failed"]))
    .option("--limit <n>", "at most so many", "50")
    .action(async ({ channel, state, ...options }: ListOptions) => {
      await withApplication(program, options, async (application, terminal) => {
        const { channels } = await readNotificationChannels(application);
        const messages = await listNotifications(application.ledger, {
          limit: countOption("--limit", options.limit, 10_000),
          ...(channel && { channel }),
          ...(state && { state }),
        });
        const known = channels.map(({ name, events, links, target }) => ({
          name,
          kind: target.kind,
          events,
          links: links ?? null,
        }));
        terminal.printJson({ channels: known, messages });
        const { colors } = terminal;
        for (const { name, kind, events } of known) {
          terminal.print(`${colors.bold(name)}  ${kind}  ${colors.dim(events.join(", "))}`);
        }
        if (known.length === 0) terminal.print("no channels are set up (`notifications:` in docs/configuration.md)");
        if (messages.length === 0) return;
        const columns = [
          { title: "created", value: (row: Notification) => instant(row.createdAt) },
          { title: "channel", value: (row: Notification) => row.channel },
          { title: "event", value: (row: Notification) => row.event },
          { title: "state", value: (row: Notification) => row.state },
          { title: "message", value: (row: Notification) => row.error?.message ?? row.title },
        ];
        terminal.print(`\n${table(columns, messages, colors.dim)}`);
      });
      end(0);
    });
  withCommonOptions(
    notifications
      .command("test <channel>")
      .description("send a message through a channel now, and say whether it went"),
  ).action(async (name: string, options: CommonOptions) => {
    await withApplication(program, options, async (application, terminal) => {
      const tested = await testNotification(application, name);
      terminal.printJson(tested);
      terminal.print(`${terminal.colors.green("sent")}  the channel ${name} (${tested.kind}) took a test message`);
    });
    end(0);
  });
}
