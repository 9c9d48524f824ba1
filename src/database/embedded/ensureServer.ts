import net from "node:net";
import { resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { ConnectorError } from "../../errors/connectorError.ts";
import { explainDatabaseError } from "../databaseError.ts";
import { type Binaries, copyFolders, installedBinaries, runnableBinaries } from "./binaries.ts";
import { hasCluster, makeCluster, ownName, removeLeftovers, writeSettings } from "./cluster.ts";
import { type Description, homeOf, readDescription, refuseForeign, writeDescription } from "./dataDirectory.ts";
import { placeHome, placeSocket } from "./placement.ts";
import { serverProcess, startServer, stopServer } from "./server.ts";
import { type ServerUser, serverUser } from "./serverUser.ts";

export interface RunningServer {
  /** Folder with `cluster`, `socket` and `log`. */
  home: string;
  /** What `new pg.Client(...)` needs. */
  clientConfig: pg.ClientConfig & { host: string; port: number; user: string; database: string; password: string };
  /** Ends the server in order. Call it under the start lock. */
  stop(): Promise<void>;
}

export interface EnsureOptions {
  notice: (line: string) => void;
  /** Name of our connection among the server's activities. */
  applicationName: string;
  /** PostgreSQL settings on top of ours, used when the server is started here. */
  settings?: Readonly<Record<string, string>>;
  /** Listen on 127.0.0.1 instead of a unix socket, as on Windows, where the server has none that we could close. */
  loopback?: boolean;
}

/** Milliseconds that a server may take to recover after a crash, or to stop. */
const transitionTime = 10 * 60_000;
/** Milliseconds after which a server process without a socket counts as cut off. */
const silenceTime = 15_000;
const lookAgain = 50;

/**
 * Adopts the server that runs on the data directory, or makes what is missing and starts one.
 * Call it under the start lock.
 *
 * @returns the server and a connection to it, which proves that it is the directory's own: only that server can
 *   complete the password exchange
 * @throws ConnectorError DATABASE_*
 */
export async function ensureServer(
  dataDirectory: string,
  options: EnsureOptions,
): Promise<{ server: RunningServer; client: pg.Client }> {
  let description = await readDescription(dataDirectory);
  const known = description.home === undefined ? undefined : homeOf(dataDirectory, description.home);
  const as = await serverUser([...(known ? [known] : []), dataDirectory]);
  if (known) await refuseForeign(known);

  const patience = AbortSignal.timeout(transitionTime);
  let silentSince: number | undefined;
  while (!patience.aborted) {
    if (description.initialised && description.home !== undefined) {
      const home = homeOf(dataDirectory, description.home);
      const server = runningServer(dataDirectory, description, home, as, options);
      const answer = await callServer(server, options.applicationName);
      if (answer instanceof pg.Client) return { server, client: answer };
      const alive = (await serverProcess(home)) !== undefined;
      if (answer === "changing") silentSince = undefined;
      else silentSince ??= performance.now();
      const cutOff = silentSince !== undefined && performance.now() - silentSince > silenceTime;
      if (answer === "changing" || (alive && !cutOff)) {
        await pause(lookAgain);
        continue;
      }
      // Its socket was removed, by a cleaner of temporary files for instance: nobody can reach it any more.
      if (alive) await server.stop();
    }
    description = await start(dataDirectory, description, as, options);
  }
  throw new ConnectorError("DATABASE_BUSY", `The database in ${dataDirectory} is neither running nor stopped`);
}

function runningServer(
  dataDirectory: string,
  { port, password, socketDirectory }: Description,
  home: string,
  as: ServerUser | undefined,
  { notice }: EnsureOptions,
): RunningServer {
  const host = socketDirectory === undefined ? "127.0.0.1" : resolve(home, socketDirectory);
  return {
    home,
    clientConfig: { host, port, user: ownName, database: ownName, password },
    async stop() {
      if ((await serverProcess(home)) === undefined) return;
      await stopServer({ home, as }, await programs(dataDirectory, as, notice));
    },
  };
}

const programs = (
  dataDirectory: string,
  as: ServerUser | undefined,
  notice: (line: string) => void,
): Promise<Binaries> => runnableBinaries(installedBinaries(), { as, copyTo: copyFolders(dataDirectory), notice });

/** A connection; or whether the server is on its way up or down, or silent. */
async function callServer(server: RunningServer, applicationName: string): Promise<pg.Client | "changing" | "silent"> {
  const client = new pg.Client({
    ...server.clientConfig,
    application_name: applicationName,
    connectionTimeoutMillis: 10_000,
  });
  client.on("error", () => {});
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => {});
    const code = (error as { code?: string }).code ?? "";
    if (/^57P0\d$/.test(code)) return "changing";
    if (/^E[A-Z]+$/.test(code) || (error instanceof Error && /terminated|timeout/i.test(error.message)))
      return "silent";
    if (code === "28P01" || code === "28000") {
      // On loopback another server may have taken the port meanwhile: ours starts on another one.
      if (server.clientConfig.host === "127.0.0.1") return "silent";
      throw new ConnectorError(
        "DATABASE_DIRECTORY_DAMAGED",
        `The database server of ${server.home} refuses its own password`,
        {
          cause: error,
        },
      );
    }
    throw explainDatabaseError(error, `in ${server.home}`);
  }
}

/** One start, from whatever state the directory is in; each step is on disk before the next one builds on it. */
async function start(
  dataDirectory: string,
  before: Description,
  as: ServerUser | undefined,
  { notice, settings, loopback = process.platform === "win32" }: EnsureOptions,
): Promise<Description> {
  const description = { ...before };
  const binaries = await programs(dataDirectory, as, notice);
  if (description.home === undefined) {
    description.home = await placeHome(dataDirectory, description.instance, as, notice);
    if (await hasCluster(homeOf(dataDirectory, description.home), binaries.version)) {
      throw new ConnectorError(
        "DATABASE_DIRECTORY_DAMAGED",
        `There are database files in ${homeOf(dataDirectory, description.home)}, but database.json with their password is missing`,
        { at: { file: dataDirectory } },
      );
    }
    await writeDescription(dataDirectory, description);
  }
  const home = homeOf(dataDirectory, description.home);
  await removeLeftovers(home);
  if (!(await hasCluster(home, binaries.version))) {
    if (description.initialised) {
      throw new ConnectorError("DATABASE_DIRECTORY_DAMAGED", `The database files in ${home} are missing`, {
        at: { file: dataDirectory },
      });
    }
    await makeCluster({ home, password: description.password, binaries, as });
  }
  description.initialised = true;
  if (loopback) {
    delete description.socketDirectory;
    description.port = await freePort(description.port);
  } else {
    description.socketDirectory = await placeSocket(home, description, as);
  }
  await writeDescription(dataDirectory, description);
  const socketDirectory =
    description.socketDirectory === undefined ? undefined : resolve(home, description.socketDirectory);
  await writeSettings(home, { socketDirectory, port: description.port, extra: settings }, as);
  await startServer({ home, as }, binaries, socketDirectory);
  return description;
}

/** The wanted port of loopback if nobody listens there, else one that the system picks. */
async function freePort(wanted: number): Promise<number> {
  for (const port of [wanted, 0]) {
    const got = await new Promise<number | undefined>((answer) => {
      const probe = net.createServer();
      probe.once("error", () => answer(undefined));
      probe.listen(port, "127.0.0.1", () => {
        const address = probe.address();
        probe.close(() => answer(typeof address === "object" ? address?.port : undefined));
      });
    });
    if (got !== undefined) return got;
  }
  throw new ConnectorError("DATABASE_ADDRESS_TAKEN", "No port of the loopback address is free for the database server");
}
