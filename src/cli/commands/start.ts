import type { Command } from "commander";
import { startService } from "../../app/service.ts";
import { ConnectorError } from "../../errors/connectorError.ts";
import { startServer } from "../../http/server.ts";
import { type CommonOptions, type ExitCode, type Program, withApplication, withCommonOptions } from "../command.ts";
import { defectReporter } from "../output/defect.ts";
import { untilStopped } from "../untilStopped.ts";
import { version } from "../version.ts";

export function startCommand(root: Command, program: Program, end: (code: ExitCode) => void): void {
  withCommonOptions(root.command("start").description("run the connector: schedules, workers and the health endpoint"))
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .option("--port <n>", "port to listen on (0: any free one)", "8480")
    .action(async (options: CommonOptions & { host: string; port: string }) => {
      await withApplication(program, options, async (application, terminal) => {
        const service = await startService(application, { onError: defectReporter(program) });
        try {
          const server = await startServer({
            host: options.host,
            port: Number(options.port),
            version,
            ready: service.ready,
          }).catch((error: unknown) => {
            throw new ConnectorError("SERVER_PORT_TAKEN", `cannot listen on ${options.host}:${options.port}`, {
              at: { field: "--port" },
              cause: error,
            });
          });
          terminal.printJson({ url: server.url, links: service.links, database: application.database.kind });
          terminal.print(
            `${terminal.colors.green("running")}  ${server.url}/health, links: ${service.links.join(", ") || "none"} ${terminal.colors.dim("(Ctrl-C ends it in order)")}`,
          );
          await untilStopped(program.stop);
          terminal.say("stopping: what is under way is brought to its end");
          await server.close();
        } finally {
          await service.stop();
        }
      });
      end(0);
    });
}
