import { configurationVersion } from "../ledger/configurations.ts";
import { listWorkers } from "../ledger/workers.ts";
import type { Application } from "./application.ts";
import type { Service } from "./service.ts";
import { version } from "./version.ts";

export interface SystemState {
  version: string;
  node: string;
  platform: string;
  database: { kind: string; version: string };
  /** Version of the configuration in force; 0 for none. */
  configuration: number;
  schedules: ReturnType<Service["schedules"]>;
  /** Processes that carry out work. */
  workers: { id: string; host: string; pid: number; startedAt: Date; heartbeatAt: Date }[];
}

export async function readSystem(
  application: Pick<Application, "ledger" | "database">,
  service: Pick<Service, "schedules">,
): Promise<SystemState> {
  const { ledger, database } = application;
  const server = await ledger
    .selectNoFrom(({ fn, val }) => fn<string>("current_setting", [val("server_version")]).as("version"))
    .executeTakeFirstOrThrow();
  return {
    version,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    database: { kind: database.kind, version: server.version },
    configuration: await configurationVersion(ledger),
    schedules: service.schedules(),
    workers: await listWorkers(ledger),
  };
}
