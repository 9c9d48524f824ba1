import { sql } from "kysely";
import { keepSchedules } from "../engine/schedules.ts";
import type { Progress } from "../sync/workerContext.ts";
import type { Application } from "./application.ts";
import { loadConfiguration } from "./configure.ts";
import { requestPoll } from "./pollNow.ts";
import { type Runtime, startRuntime } from "./runtime.ts";

export interface Service {
  runtime: Runtime;
  links: string[];
  ready: () => Promise<boolean>;
  stop(): Promise<void>;
}

/**
 * Runs the connector until it is stopped: schedules and a worker.
 *
 * @throws {ConnectorError} DATABASE_ROLE_TAKEN where another process runs on this data directory or database already
 */
export async function startService(
  application: Application,
  options: { progress?: (progress: Progress) => void; onError: (error: unknown) => void },
): Promise<Service> {
  const configuration = await loadConfiguration(application);
  const role = await application.database.lockRole("engine");
  const runtime = await startRuntime(application, configuration, { supervise: true, ...options }).catch(
    async (error: unknown) => {
      await role.release();
      throw error;
    },
  );
  await keepSchedules(runtime.bell, configuration.links, async ({ link, entity, sweep }) => {
    await requestPoll({ ...application, actor: "schedule" }, runtime, link, { entities: [entity], full: sweep, sweep });
  });
  return {
    runtime,
    links: configuration.links.map((link) => link.name),
    ready: async () => {
      await sql`select 1`.execute(application.ledger);
      return true;
    },
    async stop() {
      await runtime.stop();
      await role.release();
    },
  };
}
