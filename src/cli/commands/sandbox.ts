import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { parse } from "yaml";
import { ZodError } from "zod";
import { ConnectorError } from "../../errors/connectorError.ts";
import { sandboxFlags, withFlags } from "../../sandbox/flags.ts";
import type { SandboxOptions } from "../../sandbox/options.ts";
import { startSandbox } from "../../sandbox/sandbox.ts";
import { type CommonOptions, type ExitCode, type Program, terminalOf, withCommonOptions } from "../command.ts";
import { untilStopped } from "../untilStopped.ts";

export function sandboxCommand(root: Command, program: Program, end: (code: ExitCode) => void): void {
  const command = withCommonOptions(
    root.command("sandbox").description("a simulated Dynamics GP and a simulated Cleo, to try the connector against"),
  ).option("-f, --file <file>", "options as YAML or JSON (docs/sandbox.md)");
  for (const flag of sandboxFlags) {
    command.option(
      flag.argument === undefined ? flag.name : `${flag.name} <${flag.argument.toLowerCase()}>`,
      flag.help,
    );
  }
  command.action(async (options: CommonOptions & { file?: string } & Record<string, unknown>) => {
    const terminal = terminalOf(program, options);
    const sandbox = await startSandbox(chosen(command, options.file)).catch((error: unknown) => {
      throw wrongOption(error);
    });
    const { gpUrl, cleoUrl, adminUrl } = sandbox;
    terminal.printJson({ gpUrl, cleoUrl, adminUrl });
    const { colors } = terminal;
    terminal.print(
      [
        `${colors.bold("Dynamics GP")}  ${gpUrl}   ${colors.dim("CONTOSO\\svc-mlconnector / Sandbox-Pa55!")}`,
        `${colors.bold("Cleo")}         ${cleoUrl}   ${colors.dim("gpsvc / S@mple&Pw+1%")}`,
        `${colors.bold("admin")}        ${adminUrl}   ${colors.dim("uploads, edits, faults: docs/sandbox.md")}`,
        "",
        colors.dim("runs until Ctrl-C"),
      ].join("\n"),
    );
    await untilStopped(program.stop);
    await sandbox.close();
    end(0);
  });
}

function chosen(command: Command, file: string | undefined): SandboxOptions {
  const values: Record<string, string> = {};
  for (const flag of sandboxFlags) {
    const name = flag.name.replace(/^--(no-)?/, "").replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    const value: unknown = command.getOptionValue(name);
    if (command.getOptionValueSource(name) === "cli") values[flag.name] = String(value);
  }
  try {
    return withFlags(file === undefined ? {} : (parse(readFileSync(file, "utf8")) as SandboxOptions), values);
  } catch (error) {
    throw wrongOption(error);
  }
}

function wrongOption(error: unknown): unknown {
  if (error instanceof ZodError) {
    const [issue] = error.issues;
    return new ConnectorError("SANDBOX_OPTION", `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "not allowed"}`, {
      at: { field: issue?.path.join(".") },
    });
  }
  if (error instanceof RangeError) return new ConnectorError("SANDBOX_OPTION", error.message, { cause: error });
  if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") {
    return new ConnectorError("SANDBOX_PORT_TAKEN", `the sandbox cannot listen: ${error.message}`, { cause: error });
  }
  return error;
}
