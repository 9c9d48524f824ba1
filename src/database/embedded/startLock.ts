/**
 * Lets one process at a time start, adopt or stop the server of a data directory.
 *
 * The lock is a listening socket in the kernel's own name space (Linux) or a named pipe (Windows): it vanishes with
 * its process however that ends, so there is no stale lock file to judge. Those who wait hold a connection to the
 * owner and are woken by its closing; nobody polls.
 */
import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import net from "node:net";
import { ConnectorError } from "../../errors/connectorError.ts";

/** Longer than a recovery of the server after a power cut should take. */
const patience = 10 * 60_000;

/** @throws ConnectorError DATABASE_BUSY */
export async function withStartLock<Result>(dataDirectory: string, work: () => Promise<Result>): Promise<Result> {
  const address = await lockAddress(dataDirectory);
  const deadline = AbortSignal.timeout(patience);
  let release: (() => Promise<void>) | undefined;
  while (!release) {
    release = await tryListen(address);
    if (release) break;
    await ownerGone(address, deadline);
    if (deadline.aborted) {
      throw new ConnectorError("DATABASE_BUSY", `Another process holds the start of the database in ${dataDirectory}`);
    }
  }
  try {
    return await work();
  } finally {
    await release();
  }
}

/** Named after the folder itself, not its path, so that links and mounts to it meet in one lock. */
async function lockAddress(dataDirectory: string): Promise<string> {
  const { dev, ino } = await stat(dataDirectory, { bigint: true });
  const name = `ml-connector-${createHash("sha256").update(`${dev}:${ino}`).digest("hex").slice(0, 24)}`;
  return process.platform === "win32" ? `\\\\.\\pipe\\${name}` : `\0${name}`;
}

async function tryListen(address: string): Promise<(() => Promise<void>) | undefined> {
  const waiting = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    waiting.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => waiting.delete(socket));
  });
  const listening = await new Promise<boolean>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE" || error.code === "EACCES") resolve(false);
      else reject(error);
    });
    server.listen(address, () => resolve(true));
  });
  if (!listening) return undefined;
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of waiting) socket.destroy();
    });
}

function ownerGone(address: string, deadline: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const socket = net.connect(address);
    const end = () => {
      socket.destroy();
      deadline.removeEventListener("abort", end);
      // The owner may close its socket before it stops listening: give way for one turn.
      setImmediate(resolve);
    };
    deadline.addEventListener("abort", end);
    socket.on("error", end);
    socket.on("close", end);
  });
}
