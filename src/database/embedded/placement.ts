/**
 * Chooses where the database files live. The data directory is the natural place; but as root the server runs as
 * another user, who may not come through a closed folder on the way (`/root`, a private temporary folder).
 */
import { existsSync } from "node:fs";
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, isAbsolute, join, sep } from "node:path";
import { ConnectorError } from "../../errors/connectorError.ts";
import { type Description, explainFileError, homeOf } from "./dataDirectory.ts";
import { serverProcess } from "./server.ts";
import { runCommand } from "./serverCommand.ts";
import type { ServerUser } from "./serverUser.ts";

/** Bytes of a socket's path that every system takes (sun_path of unix(7), less its closing zero). */
const socketPathLimit = 107;

/** PostgreSQL names its socket `.s.PGSQL.<port>`. */
const socketNameLength = "/.s.PGSQL.65535".length;

/**
 * A folder that the server's user owns and can reach, empty or with a cluster in it.
 *
 * @returns its path as the description keeps it
 * @throws ConnectorError DATABASE_DIRECTORY_UNUSABLE
 */
export async function placeHome(
  dataDirectory: string,
  instance: string,
  as: ServerUser | undefined,
  notice: (line: string) => void,
): Promise<string> {
  const reasons: string[] = [];
  for (const home of ["postgresql", ...placesElsewhere().map((place) => join(place, instance))]) {
    const path = homeOf(dataDirectory, home);
    const reason = await claim(path, as);
    if (reason === undefined) {
      if (path === home) {
        await removeForgotten(dirname(home));
        await writeFile(join(home, ownerFile), dataDirectory);
        notice(`The database files are in ${path}: the database server cannot reach ${dataDirectory} (${reasons[0]}).`);
      }
      return home;
    }
    reasons.push(reason);
  }
  throw new ConnectorError(
    "DATABASE_DIRECTORY_UNUSABLE",
    `No place for the database files can be reached by the user ${as?.name ?? "of this process"}: ${reasons.join("; ")}`,
    { at: { file: dataDirectory } },
  );
}

/** Beside a cluster that lives outside its data directory: the path of that directory. */
const ownerFile = "data-directory";

/** Removes the files of temporary data directories that are gone; any other directory may only be unmounted. */
async function removeForgotten(place: string): Promise<void> {
  for (const instance of await readdir(place)) {
    const home = join(place, instance);
    const owner = await readFile(join(home, ownerFile), "utf8").catch(() => "");
    if (!owner.startsWith(tmpdir() + sep) || existsSync(owner)) continue;
    const server = await serverProcess(home);
    // Nobody can know its password any more; its files go at the next look.
    if (server !== undefined) process.kill(server, "SIGINT");
    else await rm(home, { recursive: true, force: true });
  }
}

function placesElsewhere(): string[] {
  if (process.platform === "win32")
    return process.env.LOCALAPPDATA ? [join(process.env.LOCALAPPDATA, "ml-connector", "clusters")] : [];
  if (process.getuid?.() === 0) return ["/var/lib/ml-connector/clusters"];
  const home = process.env.XDG_DATA_HOME || (process.env.HOME && join(process.env.HOME, ".local/share"));
  return home ? [join(home, "ml-connector", "clusters")] : [];
}

/** Makes the folder and proves that the server's user can work in it; a reason if not. */
async function claim(home: string, as: ServerUser | undefined): Promise<string | undefined> {
  // pg_ctl puts these paths into a shell's command line without escaping them.
  if (/["$`\\\n]/.test(home) && process.platform !== "win32") return `${home} has characters that a shell would read`;
  try {
    // Root makes the folders on the way passable; everyone else keeps them to themselves.
    await mkdir(join(home, ".."), { recursive: true, mode: as ? 0o755 : 0o700 });
    await mkdir(home, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
    if (as) await chown(home, as.uid, as.gid);
    await chmod(home, 0o700);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOSPC") throw explainFileError(error, home, "make the folder");
    return error instanceof Error ? error.message : String(error);
  }
  if (!as) return undefined;
  const { code } = await runCommand("/bin/sh", ["-c", 'cd -- "$0" && : > .reach && rm .reach', home], {
    as,
    cwd: "/",
    timeout: 30_000,
  });
  return code === 0 ? undefined : `the user ${as.name} cannot reach ${home}`;
}

/**
 * The folder of the server's socket: beside the cluster when the path is short enough, else a private temporary one.
 * The description keeps it, so that connections made before a restart of the server find it again.
 *
 * @returns the folder as the description keeps it: relative to `home` when beside the cluster, so that a copy of the
 *   data directory does not find the original's server
 */
export async function placeSocket(home: string, description: Description, as: ServerUser | undefined): Promise<string> {
  const beside = join(home, "socket");
  if (Buffer.byteLength(beside) + socketNameLength <= socketPathLimit && !/[,'"\s]/.test(beside)) {
    await own(beside, as);
    return "socket";
  }
  const kept = description.socketDirectory;
  if (kept && isAbsolute(kept) && (await isPrivate(kept, as))) return kept;
  return own(await mkdtemp(join(shortTemporary(), "mlc-")), as);
}

function shortTemporary(): string {
  const folder = tmpdir();
  return Buffer.byteLength(folder) <= 60 && !/[,'"\s]/.test(folder) ? folder : "/tmp";
}

async function own(folder: string, as: ServerUser | undefined): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (as) await chown(folder, as.uid, as.gid);
  return folder;
}

async function isPrivate(folder: string, as: ServerUser | undefined): Promise<boolean> {
  const found = await stat(folder).catch(() => undefined);
  return found?.isDirectory() === true && found.uid === (as?.uid ?? process.getuid?.()) && (found.mode & 0o077) === 0;
}
