import type { Command } from "commander";
import { readRoles } from "../../app/roles.ts";
import { type Service, startService } from "../../app/service.ts";
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
    .option("--roles <list>", "what this process does: api, scheduler, worker", "api,scheduler,worker")
    .action(async (options: CommonOptions & { host: string; port: string; roles: string }) => {
      const roles = readRoles(options.roles);
      await withApplication(program, options, async (application, terminal) => {
        const service = await startService(application, { roles, onError: defectReporter(program) });
        try {
          const server = roles.has("api") ? await listen(options, service) : undefined;
          const links = service.links();
          terminal.printJson({
            url: server?.url ?? null,
            links,
            database: application.database.kind,
            roles: [...roles],
            worker: service.runtime?.worker.id ?? null,
            schedules: service.schedules(),
          });
          const where = server ? `${server.url}/health, ` : "";
          terminal.print(
            `${terminal.colors.green("running")}  ${where}links: ${links.join(", ") || "none"} ${terminal.colors.dim("(Ctrl-C ends it in order)")}`,
          );
          if (service.schedules() === "standby") {
            terminal.print("another process turns schedules into jobs; this one takes over when that one ends");
          }
          await untilStopped(program.stop);
          terminal.say("stopping: what is under way is brought to its end");
          await server?.close();
        } finally {
          await service.stop();
        }
      });
      end(0);
    });
}

function listen({ host, port }: { host: string; port: string }, service: Service) {
  const server = startServer({ host, port: Number(port), version, ready: service.ready });
  return server.catch((error: unknown) => {
    throw new ConnectorError("SERVER_PORT_TAKEN", `cannot listen on ${host}:${port}`, {
      at: { field: "--port" },
      cause: error,
    });
  });
}
