import type { Command } from "commander";
import { rotateKey } from "../../app/rotateKey.ts";
import { type CommonOptions, type ExitCode, type Program, withApplication, withCommonOptions } from "../command.ts";

export function secretsCommand(root: Command, program: Program, end: (code: ExitCode) => void): void {
  const secrets = root.command("secrets").description("the stored passwords and their master key");
  withCommonOptions(secrets.command("rotate-key").description("put every stored secret under a new master key")).action(
    async (options: CommonOptions) => {
      await withApplication(program, options, async (application, terminal) => {
        const rotated = await rotateKey(application);
        terminal.printJson(rotated);
        const from = rotated.keySource === "file" ? "the key file" : "ML_CONNECTOR_KEY";
        terminal.print(
          `${terminal.colors.green("rotated")}  ${rotated.secrets} secrets are under the key ${rotated.after} of ${from}${rotated.before ? `, before: ${rotated.before}` : ""}`,
        );
      });
      end(0);
    },
  );
}
