import type { Command } from "commander";
import { applyConfiguration, exportConfiguration } from "../../app/configure.ts";
import { type CommonOptions, type ExitCode, type Program, withApplication, withCommonOptions } from "../command.ts";

export function configCommand(root: Command, program: Program, end: (code: ExitCode) => void): void {
  const config = root.command("config").description("the configuration: connections, links, partners");
  withCommonOptions(config.command("apply").description("put a configuration file in force, all of it or nothing"))
    .requiredOption("-f, --file <file>", "configuration file (YAML)")
    .action(async (options: CommonOptions & { file: string }) => {
      await withApplication(program, options, async (application, terminal) => {
        const applied = await applyConfiguration(application, options.file, program.environment);
        terminal.printJson(applied);
        const { colors } = terminal;
        terminal.print(
          `${colors.green("applied")}  version ${applied.version}${applied.changed ? "" : " (same as before)"}, links: ${applied.links.join(", ") || "none"}`,
        );
        if (applied.secretsSet.length > 0)
          terminal.print(`${colors.dim("secrets stored:")} ${applied.secretsSet.join(", ")}`);
        if (applied.secretsKept.length > 0)
          terminal.print(`${colors.dim("secrets kept:")} ${applied.secretsKept.join(", ")}`);
      });
      end(0);
    });
  withCommonOptions(
    config.command("export").description("print the configuration in force as YAML, secrets as placeholders"),
  ).action(async (options: CommonOptions) => {
    await withApplication(program, options, async (application, terminal) => {
      const yaml = await exportConfiguration(application);
      terminal.printJson({ yaml });
      terminal.print(yaml.trimEnd());
    });
    end(0);
  });
}
