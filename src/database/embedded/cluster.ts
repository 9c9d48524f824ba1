/**
 * Makes the database files: a cluster with checksums, one database and one login role without superuser rights.
 * All of it is made aside and moved into place in one step, so a crash on the way leaves nothing half made.
 */
import { randomBytes } from "node:crypto";
import { appendFile, chown, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ConnectorError } from "../../errors/connectorError.ts";
import type { Binaries } from "./binaries.ts";
import { explainOutput, runCommand } from "./serverCommand.ts";
import type { ServerUser } from "./serverUser.ts";

/** Name of the login role and of its database. */
export const ownName = "ml_connector";

const clusterIn = (home: string): string => join(home, "cluster");

export interface NewCluster {
  home: string;
  password: string;
  binaries: Binaries;
  as: ServerUser | undefined;
}

/** @throws ConnectorError DATABASE_DISK_FULL, DATABASE_DIRECTORY_UNUSABLE, DATABASE_START_FAILED */
export async function makeCluster({ home, password, binaries, as }: NewCluster): Promise<void> {
  const staging = join(home, `cluster.${randomBytes(6).toString("hex")}`);
  try {
    // Code point order that no upgrade of a system library can change, with Unicode's upper and lower case.
    const locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--encoding=UTF8"];
    // No one may log in until our own rules are written below.
    const access = ["--username=postgres", "--auth=reject"];
    const made = await runCommand(
      binaries.initdb,
      [`--pgdata=${staging}`, ...locale, ...access, "--data-checksums", "--no-instructions"],
      { as, cwd: home, timeout: 300_000 },
    );
    if (made.code !== 0) throw explainOutput(made.output, `make the database in ${home}`);
    await writeFile(join(staging, "pg_hba.conf"), accessRules);
    await appendFile(join(staging, "postgresql.conf"), "\ninclude_if_exists 'ml-connector.conf'\n");
    await runSingle(binaries, staging, as, home, [
      `create role ${ownName} login createdb password '${password}'`,
      `create database ${ownName} owner ${ownName}`,
    ]);
    await rename(staging, clusterIn(home));
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** Only the one role, only from this machine, and only by a password that never crosses the wire. */
const accessRules = `local all ${ownName} scram-sha-256
host all ${ownName} 127.0.0.1/32 scram-sha-256
host all ${ownName} ::1/128 scram-sha-256
`;

async function runSingle(
  { postgres }: Binaries,
  cluster: string,
  as: ServerUser | undefined,
  home: string,
  statements: readonly string[],
): Promise<void> {
  const { code, output } = await runCommand(postgres, ["--single", "-D", cluster, "postgres"], {
    as,
    cwd: home,
    input: `${statements.join(";\n")};\n`,
    timeout: 120_000,
  });
  // Single-user mode ends with 0 after a failed statement, but says so.
  if (code !== 0 || /\b(ERROR|FATAL|PANIC):/.test(output))
    throw explainOutput(output, `prepare the database in ${home}`);
}

/**
 * Removes what a killed first start left behind. Its initdb may still be running for a moment and write into it:
 * that hinders nobody, and the rest goes at the next start.
 */
export async function removeLeftovers(home: string): Promise<void> {
  for (const name of await readdir(home).catch(() => [])) {
    if (name.startsWith("cluster.")) await rm(join(home, name), { recursive: true, force: true }).catch(() => {});
  }
}

/**
 * Whether complete database files are there.
 *
 * @throws ConnectorError DATABASE_VERSION_MISMATCH when another major version wrote them
 */
export async function hasCluster(home: string, version: string): Promise<boolean> {
  const written = await readFile(join(clusterIn(home), "PG_VERSION"), "utf8").catch(() => undefined);
  if (written === undefined) return false;
  const major = version.split(".")[0];
  if (written.trim() !== major) {
    throw new ConnectorError(
      "DATABASE_VERSION_MISMATCH",
      `The database files in ${home} are of PostgreSQL ${written.trim()}; PostgreSQL ${major} is installed`,
    );
  }
  return true;
}

export interface ServerSettings {
  socketDirectory: string | undefined;
  port: number;
  /** PostgreSQL settings on top, for test servers that trade safety for speed. */
  extra?: Readonly<Record<string, string>> | undefined;
}

/** Writes the settings of the next start. They are ours alone: an operator's own go into `postgresql.auto.conf`. */
export async function writeSettings(
  home: string,
  { socketDirectory, port, extra }: ServerSettings,
  as: ServerUser | undefined,
): Promise<void> {
  const settings: Record<string, string> = {
    ...(socketDirectory === undefined
      ? { listen_addresses: "127.0.0.1" }
      : { listen_addresses: "", unix_socket_directories: socketDirectory, unix_socket_permissions: "0700" }),
    port: String(port),
    fsync: "on",
    full_page_writes: "on",
    synchronous_commit: "on",
    max_connections: "120",
    shared_buffers: "64MB",
    max_wal_size: "512MB",
    // A container's /dev/shm is small, and the queries here are: nothing is gained by parallel workers.
    max_parallel_workers_per_gather: "0",
    max_parallel_maintenance_workers: "0",
    jit: "off",
    // A week of logs, one file a day, overwritten a week later; neither statements nor their values are logged.
    logging_collector: "on",
    log_directory: "../log",
    log_filename: "postgresql-%a.log",
    log_truncate_on_rotation: "on",
    log_rotation_age: "1d",
    log_rotation_size: "0",
    log_statement: "none",
    log_min_error_statement: "panic",
    log_parameter_max_length_on_error: "0",
    log_error_verbosity: "terse",
    ...extra,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`);
  const path = join(clusterIn(home), "ml-connector.conf");
  await writeFile(
    path,
    `# Written at every start. Put settings of your own into postgresql.auto.conf.\n${lines.join("\n")}\n`,
    {
      mode: 0o600,
    },
  );
  if (as) await chown(path, as.uid, as.gid);
}
