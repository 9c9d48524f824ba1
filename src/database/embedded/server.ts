/**
 * Starts and stops the server of a cluster, and tells a live server from what a dead one left behind.
 *
 * A server outlives a killed parent on purpose: PostgreSQL is a better judge of its own files than a hurried restart.
 * `postmaster.pid` names the process; it counts as the server only if that process has the cluster as its working
 * directory, because process numbers are given again after a restart of the machine.
 */
import { chown, mkdir, readdir, readFile, readlink, realpath, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Binaries } from "./binaries.ts";
import { explainOutput, runCommand } from "./serverCommand.ts";
import type { ServerUser } from "./serverUser.ts";

/** Seconds that pg_ctl waits for a start; a longer recovery goes on without it. */
const startSeconds = 60;

/** Bytes from which a day's log is thrown away at the next start. */
const logLimit = 50 * 1024 * 1024;

export interface ServerPlace {
  /** Folder with `cluster`, `socket` and `log`. */
  home: string;
  as: ServerUser | undefined;
}

/** The server's process if one runs on the cluster: its number. */
export async function serverProcess(home: string): Promise<number | undefined> {
  const text = await readFile(join(home, "cluster", "postmaster.pid"), "utf8").catch(() => "");
  const pid = Number(text.split("\n")[0]);
  if (!Number.isInteger(pid) || pid <= 1) return undefined;
  return (await isServerOf(home, pid)) ? pid : undefined;
}

async function isServerOf(home: string, pid: number): Promise<boolean> {
  if (process.platform === "linux") {
    const [folder, cluster] = await Promise.all([
      readlink(`/proc/${pid}/cwd`).catch(() => ""),
      realpath(join(home, "cluster")).catch(() => join(home, "cluster")),
    ]);
    return folder === cluster;
  }
  return isAlive(pid);
}

/**
 * Starts the server and waits until it takes connections, or until pg_ctl loses patience with a long recovery.
 * Call it under the start lock, and only when no server answers.
 *
 * @throws ConnectorError DATABASE_START_FAILED and the other causes that the server's log tells
 */
export async function startServer(
  { home, as }: ServerPlace,
  binaries: Binaries,
  socketDirectory: string | undefined,
): Promise<void> {
  const log = join(home, "log");
  await mkdir(log, { recursive: true, mode: 0o700 });
  if (as) await chown(log, as.uid, as.gid);
  await removeStale(home, socketDirectory);
  const startLog = join(log, "start.txt");
  const controlLog = join(log, "control.txt");
  await rm(startLog, { force: true });
  await rm(controlLog, { force: true });
  await dropLargeLogs(log);
  const begun = Date.now();
  const { code, output } = await runCommand(
    binaries.pgCtl,
    ["start", "-w", "-t", String(startSeconds), "-s", "-D", join(home, "cluster"), "-l", startLog],
    { as, cwd: home, outputFile: controlLog, timeout: (startSeconds + 30) * 1000 },
  );
  if (code === 0 || (await serverProcess(home)) !== undefined) return;
  const told = [output, await tail(controlLog), await tail(await writtenSince(log, begun)), await tail(startLog)];
  throw explainOutput(told.join("\n"), `start (log: ${log})`);
}

/** Ends the server in order: open transactions are rolled back, everything committed is on disk. */
export async function stopServer({ home, as }: ServerPlace, { pgCtl }: Binaries): Promise<void> {
  await runCommand(pgCtl, ["stop", "-w", "-t", "60", "-s", "-m", "fast", "-D", join(home, "cluster")], {
    as,
    cwd: home,
    outputFile: join(home, "log", "control.txt"),
    timeout: 90_000,
  });
}

/**
 * PostgreSQL itself removes the lock files of a dead server, but takes any live process of its own user for the
 * owner when the number was given again. Only for that case are the files removed here.
 */
async function removeStale(home: string, socketDirectory: string | undefined): Promise<void> {
  const locks = [join(home, "cluster", "postmaster.pid")];
  if (socketDirectory !== undefined) {
    for (const name of await readdir(socketDirectory)) {
      if (name.endsWith(".lock")) locks.push(join(socketDirectory, name));
    }
  }
  for (const lock of locks) {
    const pid = Number((await readFile(lock, "utf8").catch(() => "")).split("\n")[0]);
    if (pid > 1 && isAlive(pid) && !(await isServerOf(home, pid))) await rm(lock, { force: true });
  }
}

/** Whether a process of this number exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function dropLargeLogs(log: string): Promise<void> {
  for (const name of await readdir(log)) {
    const path = join(log, name);
    if ((await stat(path)).size > logLimit) await rm(path, { force: true });
  }
}

/** The server's own log, if it came so far as to write one. Its clock may tick in whole seconds. */
async function writtenSince(log: string, begun: number): Promise<string> {
  for (const name of await readdir(log)) {
    const path = join(log, name);
    if (name.endsWith(".log") && (await stat(path)).mtimeMs >= begun - 1000) return path;
  }
  return "";
}

async function tail(path: string): Promise<string> {
  const text = await readFile(path, "utf8").catch(() => "");
  return text.split("\n").slice(-8).join("\n");
}
