/**
 * The embedded database: one PostgreSQL server per data directory, shared by every process that opens it.
 *
 * Each process holds a shared advisory lock on a connection of its own for as long as it has the database open. The
 * one that leaves last gets the same lock exclusively and stops the server. A killed process loses its lock with its
 * connection; the server stays and the next process adopts it. Starting, adopting and stopping happen under the start
 * lock, so there never is a second server and never a stop between another's look and its connection.
 */
import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import { reportOf } from "../../errors/connectorError.ts";
import type { Database } from "../database.ts";
import { databaseErrorCode, explainDatabaseError } from "../databaseError.ts";
import { lockClass, lockKey, lockRole, type RoleLock } from "../roleLock.ts";
import { makeDataDirectory } from "./dataDirectory.ts";
import { ensureServer, type RunningServer } from "./ensureServer.ts";
import { isAlive } from "./server.ts";
import { withStartLock } from "./startLock.ts";

interface Membership {
  server: RunningServer;
  /** Holds the shared lock. */
  client: pg.Client;
}

const memberKey = lockKey("member");
const memberName = "ml-connector member, process ";

/** Milliseconds in which the server notices that a client was killed. */
const farewell = { step: 20, longest: 2_000 };

/** Milliseconds between attempts to get a lost server back: first, and at most. */
const recoveryPause = { first: 500, longest: 30_000 };

export async function openEmbedded(dataDirectory: string, notice: (line: string) => void): Promise<Database> {
  await makeDataDirectory(dataDirectory);
  const roles = new Set<RoleLock>();
  const closing = new AbortController();
  let recovery: Promise<void> = Promise.resolve();
  let membership = await join(dataDirectory, notice);
  watch();
  const { clientConfig } = membership.server;
  const { rows } = await membership.client.query<{ server_version: string }>("show server_version");

  function watch(): void {
    membership.client.once("end", () => {
      if (!closing.signal.aborted) recovery = recover();
    });
  }

  /** The server ended under us: bring it back, with growing pauses, until it works or we close. */
  async function recover(): Promise<void> {
    notice("The database server ended unexpectedly; it is started again.");
    let told: string | undefined;
    for (let wait = recoveryPause.first; !closing.signal.aborted; wait = Math.min(wait * 2, recoveryPause.longest)) {
      try {
        membership = await join(dataDirectory, notice);
        watch();
        notice("The database server works again.");
        return;
      } catch (error) {
        const { code, message } = reportOf(explainDatabaseError(error, `in ${dataDirectory}`));
        if (code !== told) notice(`${code} ${message}`);
        told = code;
        await pause(wait, undefined, { signal: closing.signal }).catch(() => {});
      }
    }
  }

  return {
    kind: "embedded",
    poolConfig: { ...clientConfig, application_name: "ml-connector" },
    version: rows[0]?.server_version ?? "",
    async lockRole(role) {
      const lock = await lockRole(membership.server.clientConfig, role, `in ${dataDirectory}`);
      roles.add(lock);
      return lock;
    },
    async close() {
      if (closing.signal.aborted) return;
      closing.abort();
      await recovery;
      await Promise.all([...roles].map((lock) => lock.release()));
      await withStartLock(dataDirectory, () => leave(membership));
    },
  };
}

function join(dataDirectory: string, notice: (line: string) => void): Promise<Membership> {
  return withStartLock(dataDirectory, async () => {
    const applicationName = `${memberName}${process.pid}`;
    const membership = await ensureServer(dataDirectory, { notice, applicationName });
    await membership.client.query("select pg_advisory_lock_shared($1, $2)", [lockClass, memberKey]);
    return membership;
  });
}

/** Takes our name off the list, and stops the server when no other name is left. */
async function leave({ server, client }: Membership): Promise<void> {
  try {
    await client.query("select pg_advisory_unlock_shared($1, $2)", [lockClass, memberKey]);
    if (await isLast(client)) await server.stop();
  } catch (error) {
    // A server that is gone already has nothing left to stop.
    if (databaseErrorCode(error) !== "DATABASE_UNREACHABLE") throw error;
  } finally {
    await client.end().catch(() => {});
  }
}

/** A member that was killed a moment ago may still be listed: its process tells, and the server soon notices. */
async function isLast(client: pg.Client): Promise<boolean> {
  for (let waited = 0; waited <= farewell.longest; waited += farewell.step) {
    const { rows } = await client.query<{ last: boolean; members: number[] }>(
      `select pg_try_advisory_lock($1, $2) as last,
              array(select substring(application_name from '\\d+$')::int from pg_stat_activity
                     where application_name like $3 and pid <> pg_backend_pid()) as members`,
      [lockClass, memberKey, `${memberName}%`],
    );
    if (rows[0]?.last) return true;
    if (rows[0]?.members.some(isAlive)) return false;
    await pause(farewell.step);
  }
  return false;
}
