import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { type DemoResult, runDemo } from "../../app/demo.ts";
import { type ExitCode, type Program, terminalOf } from "../command.ts";
import { contentText } from "../output/content.ts";
import { defectReporter } from "../output/defect.ts";
import { errorText } from "../output/error.ts";
import { outcomeStyle } from "../output/outcome.ts";
import { pollText } from "../output/pollText.ts";
import { table } from "../output/table.ts";
import type { Terminal } from "../output/terminal.ts";
import { serveDemo } from "./demoServe.ts";

interface DemoCommandOptions {
  data?: string;
  json: boolean;
  serve?: boolean;
}

export function demoCommand(root: Command, program: Program, end: (code: ExitCode) => void): void {
  root
    .command("demo")
    .description("the main job on a sandbox, in one go: poll, write, change, poll again")
    .option("--data <dir>", "keep the data here; without it, a temporary directory is used and removed")
    .option("--json", "one JSON document on stdout; text and progress on stderr", false)
    .option("--serve", "stay up afterwards, with the sandbox and the schedules running")
    .action(async (options: DemoCommandOptions) => {
      const terminal = terminalOf(program, options);
      const { colors } = terminal;
      const dataDirectory = options.data ?? temporaryDirectory();
      try {
        let read = 0;
        let settled = 0;
        const { result, sandbox, application } = await runDemo({
          dataDirectory,
          environment: program.environment,
          notice: (line) => program.streams.stderr.write(`${line}\n`),
          step: (text) => terminal.say(`\n${colors.bold(colors.cyan("▸"))} ${colors.bold(text)}\n`),
          refused: (error) => terminal.print(errorText(error, terminal)),
          polled: (report) => terminal.print(pollText(report, terminal)),
          progress(step) {
            if (step.kind === "page") read += step.records;
            else settled += 1;
            terminal.progress(`read ${read} · settled ${settled}`);
          },
          onError: defectReporter(program),
          stop: program.stop,
        });
        try {
          terminal.print(summary(result, terminal));
          terminal.printJson(result);
          if (options.serve) await serveDemo(program, terminal, application, sandbox);
        } finally {
          await sandbox.close();
          await application.close();
        }
        end(result.audit.ok ? 0 : 4);
      } finally {
        if (options.data === undefined) rmSync(dataDirectory, { recursive: true, force: true });
      }
    });
}

function summary(result: DemoResult, terminal: Terminal): string {
  const { colors } = terminal;
  const newest = result.order.deliveries.at(-1);
  const heading = (text: string): string => `\n${colors.bold(colors.cyan("▸"))} ${colors.bold(text)}\n`;
  const rows = result.polls.map((poll, index) => ({ poll, index }));
  return [
    heading(`${newest?.file}, as the partner reads it`),
    newest?.content ? contentText(newest.content, terminal) : "",
    heading(`${result.order.key}, from GP to Cleo and back`),
    result.order.timeline
      .map(({ state, text }) => `${outcomeStyle(state, colors)(state.padEnd(11))} ${text}`)
      .join("\n"),
    heading("what happened"),
    table(
      [
        { title: "poll", value: (row) => String(row.index + 1), align: "right" },
        { title: "job", value: (row) => row.poll.jobId },
        { title: "read", value: (row) => String(row.poll.read.vendors + row.poll.read.purchaseOrders), align: "right" },
        {
          title: "sent",
          value: (row) => String(row.poll.outcomes.sent),
          align: "right",
          style: (text) => colors.green(text),
        },
        { title: "unchanged", value: (row) => String(row.poll.outcomes.unchanged), align: "right" },
        { title: "skipped", value: (row) => String(row.poll.outcomes.skipped), align: "right" },
        {
          title: "blocked",
          value: (row) => String(row.poll.outcomes.blocked),
          align: "right",
          style: (text) => colors.red(text),
        },
      ],
      rows,
      colors.dim,
    ),
    "",
    `Cleo accepted ${result.uploads.length} files, each once. Its token was refreshed before every write (${count(result.tokens.refreshGrants, "refresh", "es")} after ${count(result.tokens.passwordGrants, "login")}; what is sent side by side shares one); ${count(result.tokens.expired, "write")} met an expired one and was handled inside the write.`,
    `The audit trail is ${result.audit.ok ? colors.green("intact") : colors.red("broken")}: ${result.audit.entries} entries, head ${result.audit.head.slice(0, 16)}…`,
  ].join("\n");
}

function count(number: number, what: string, plural = "s"): string {
  return `${number} ${what}${number === 1 ? "" : plural}`;
}

/** Readable by the database server's own user where the program runs as root; what is secret in it is closed by itself. */
function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "ml-connector-demo-"));
  chmodSync(directory, 0o711);
  return directory;
}
