import type { Application } from "../../app/application.ts";
import { roles } from "../../app/roles.ts";
import { startService } from "../../app/service.ts";
import { version } from "../../app/version.ts";
import { startServer } from "../../http/server.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import type { Program } from "../command.ts";
import { defectReporter } from "../output/defect.ts";
import type { Terminal } from "../output/terminal.ts";
import { untilStopped } from "../untilStopped.ts";

/** Keeps the demo up with its schedules, so that one can change things in the sandbox and watch. */
export async function serveDemo(
  program: Program,
  terminal: Terminal,
  application: Application,
  sandbox: Sandbox,
): Promise<void> {
  const service = await startService(application, { roles: new Set(roles), onError: defectReporter(program) });
  const server = await startServer({
    host: "127.0.0.1",
    port: 0,
    application,
    service,
    version,
    onError: defectReporter(program),
  });
  terminal.say(`\nrunning: ${server.url}, sandbox admin ${sandbox.adminUrl} (docs/sandbox.md). Ctrl-C ends it.`);
  await untilStopped(program.stop);
  await server.close();
  await service.stop();
}
