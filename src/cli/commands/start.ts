import type { Command } from "commander";
import type { Application } from "../../app/application.ts";
import { readRoles } from "../../app/roles.ts";
import { type Service, startService } from "../../app/service.ts";
import { version } from "../../app/version.ts";
import { ConnectorError } from "../../errors/connectorError.ts";
import { type Address, type AddressOptions, readAddress, setupCodeFor } from "../../http/address.ts";
import { startServer } from "../../http/server.ts";
import { type CommonOptions, type ExitCode, type Program, withApplication, withCommonOptions } from "../command.ts";
import { defectReporter } from "../output/defect.ts";
import { untilStopped } from "../untilStopped.ts";

interface StartOptions extends CommonOptions, AddressOptions {
  roles: string;
}

export function startCommand(root: Command, program: Program, end: (code: ExitCode) => void): void {
  withCommonOptions(root.command("start").description("run the connector: console, API, schedules and workers"))
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .option("--port <n>", "port to listen on (0: any free one)", "8480")
    .option("--public-url <url>", "how browsers reach it, where a proxy stands before it")
    .option("--tls-cert <file>", "certificate chain (PEM), to speak HTTPS itself")
    .option("--tls-key <file>", "the certificate's key (PEM)")
    .option("--roles <list>", "what this process does: api, scheduler, worker", "api,scheduler,worker")
    .action(async (options: StartOptions) => {
      const roles = readRoles(options.roles);
      const address = readAddress(options);
      await withApplication(program, options, async (application, terminal) => {
        const service = await startService(application, { roles, onError: defectReporter(program) });
        try {
          const setupCode = await setupCodeFor(application, address);
          const server = roles.has("api") ? await listen(program, application, service, address, setupCode) : undefined;
          const links = service.links();
          terminal.printJson({
            url: server?.url ?? null,
            links,
            database: application.database.kind,
            roles: [...roles],
            worker: service.runtime?.worker.id ?? null,
            schedules: service.schedules(),
            ...(setupCode !== undefined && { setupCode }),
          });
          const where = server ? `${address.publicUrl?.href ?? server.url}, ` : "";
          terminal.print(
            `${terminal.colors.green("running")}  ${where}links: ${links.join(", ") || "none"} ${terminal.colors.dim("(Ctrl-C ends it in order)")}`,
          );
          if (server && setupCode !== undefined) {
            terminal.print(
              `setup code ${terminal.colors.bold(setupCode)}, for whoever creates the first administrator`,
            );
          }
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

function listen(
  program: Program,
  application: Application,
  service: Service,
  address: Address,
  setupCode: string | undefined,
) {
  const server = startServer({
    ...address,
    application,
    service,
    version,
    ...(setupCode !== undefined && { setupCode }),
    onError: defectReporter(program),
  });
  return server.catch((error: unknown) => {
    const code = error instanceof Error && "syscall" in error && "code" in error ? String(error.code) : undefined;
    if (code === undefined) throw error;
    throw new ConnectorError("SERVER_PORT_TAKEN", `cannot listen on ${address.host}:${address.port}`, {
      at: { field: "--port" },
      cause: error,
    });
  });
}
