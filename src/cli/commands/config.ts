import { Argument, type Command } from "commander";
import { applyConfiguration, exportConfiguration } from "../../app/configure.ts";
import { removeEntry } from "../../app/editConfiguration.ts";
import { inWords, planRemoval, type RemovalPlan } from "../../app/planRemoval.ts";
import type { Section } from "../../configuration/secretPlaces.ts";
import { type CommonOptions, type ExitCode, type Program, withApplication, withCommonOptions } from "../command.ts";

export function configCommand(root: Command, program: Program, end: (code: ExitCode) => void): void {
  const config = root.command("config").description("the configuration: connections, links, partners");
  withCommonOptions(config.command("apply").description("put a configuration file in force, all of it or nothing"))
    .requiredOption("-f, --file <file>", "configuration file (YAML)")
    .option("--leave-waiting", leaving)
    .action(async (options: CommonOptions & { file: string; leaveWaiting?: boolean }) => {
      await withApplication(program, options, async (application, terminal) => {
        const applied = await applyConfiguration(application, options.file, program.environment, {
          leaveWaiting: options.leaveWaiting,
        });
        terminal.printJson(applied);
        const { colors } = terminal;
        terminal.print(
          `${colors.green("applied")}  version ${applied.version}${applied.changed ? "" : ` (the same settings as version ${applied.version - 1})`}, links: ${applied.links.join(", ") || "none"}`,
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
  withCommonOptions(
    config
      .command("remove")
      .description("take a link, or a connection that no link uses, out of the configuration; what is on record stays")
      .addArgument(new Argument("<section>", "what it is").choices(["links", "gp", "cleo"]))
      .argument("<name>", "its name in the configuration"),
  )
    .option("--plan", "only say what it would mean")
    .option("--leave-waiting", leaving)
    .action(
      async (section: Section, name: string, options: CommonOptions & { plan?: boolean; leaveWaiting?: boolean }) => {
        await withApplication(program, options, async (application, terminal) => {
          const plan = await planRemoval(application, section, name);
          if (options.plan) {
            terminal.printJson(plan);
            terminal.print(planText(plan));
            return;
          }
          const removed = await removeEntry(application, section, name, {
            version: plan.version,
            leaveWaiting: options.leaveWaiting,
          });
          terminal.printJson(removed);
          terminal.print(
            `${terminal.colors.green("removed")}  ${name}; the configuration is version ${removed.version}`,
          );
        });
        end(0);
      },
    );
}

const leaving = "a link that goes may leave undone what waits; it stays in the books";

function planText({ name, usedBy, schedules, unfinished, onRecord, refused, unused }: RemovalPlan): string {
  return [
    refused === null ? `${name} can be removed` : `${refused.message}. ${refused.fix}`,
    usedBy.length > 0 && `used by: ${usedBy.join(", ")}`,
    unfinished.length > 0 && `left undone: ${inWords(unfinished)}`,
    onRecord &&
      `stays in the books: ${onRecord.documents} documents, ${onRecord.deliveries} deliveries, ${onRecord.messages} messages`,
    schedules > 0 && `schedules that end: ${schedules}`,
    unused.length > 0 && `used by nothing then: ${unused.map((each) => `${each.section} ${each.name}`).join(", ")}`,
  ]
    .filter(Boolean)
    .join("\n");
}
