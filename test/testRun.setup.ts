/**
 * What the files of a test run have in one: an embedded PostgreSQL server, and a build of the program (builtProgram.ts). Each is
 * made when the first test asks for it, so that a run of pure tests does not pay for it. The server trades durability for
 * speed, which tests of durability must not use.
 */
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { withTestServer } from "./temporaryDatabase.ts";
import { temporaryFolder } from "./temporaryDirectory.ts";

declare module "vitest" {
  interface ProvidedContext {
    databaseServer: { dataDirectory: string };
    builtProgram: { directory: string };
  }
}

const prefix = "ml-connector-test-";

export default function setup(project: TestProject): () => Promise<void> {
  const folder = temporaryFolder();
  removeAbandoned(folder);
  const dataDirectory = mkdtempSync(join(folder, `${prefix}${process.pid}-`));
  // The server's user must come through when the tests run as root.
  chmodSync(dataDirectory, 0o711);
  project.provide("databaseServer", { dataDirectory });
  const directory = mkdtempSync(join(folder, `${prefix}${process.pid}-program-`));
  project.provide("builtProgram", { directory });
  return async () => {
    try {
      if (existsSync(join(dataDirectory, "database.json"))) await withTestServer(dataDirectory, endServer);
    } finally {
      for (const made of [dataDirectory, directory]) rmSync(made, { recursive: true, force: true });
    }
  };
}

const endServer: Parameters<typeof withTestServer<void>>[1] = async (client, server) => {
  const { rows } = await client.query<{ datname: string }>(
    "select datname from pg_database where datname like 'test_%'",
  );
  await server.stop();
  if (rows.length > 0) {
    throw new Error(`Temporary databases were not dropped: ${rows.map(({ datname }) => datname).join(", ")}`);
  }
};

/** A server notices within a minute that its directory is gone, and ends. */
function removeAbandoned(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = Number(name.startsWith(prefix) ? name.slice(prefix.length).split("-")[0] : Number.NaN);
    if (Number.isInteger(pid) && !isAlive(pid)) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
