/**
 * One owner per role and database, by an advisory lock of PostgreSQL. The lock lives exactly as long as the
 * connection that took it, so a killed process frees it without anyone's doing; that is why the lock has a
 * connection of its own, outside every pool.
 */
import { createHash } from "node:crypto";
import { hostname } from "node:os";
import pg from "pg";
import { ConnectorError } from "../errors/connectorError.ts";
import { explainDatabaseError } from "./databaseError.ts";

export interface RoleLock {
  role: string;
  /** Aborts when the lock was lost (the server restarted or the network broke): stop doing the role's work. */
  lost: AbortSignal;
  release(): Promise<void>;
}

/** For a session that stands for its process: the end of a machine that vanishes is not told for the two hours of TCP's own patience. */
export const endSoonAfterVanishing =
  "set tcp_keepalives_idle = 30; set tcp_keepalives_interval = 10; set tcp_keepalives_count = 3";

/** First key of all our advisory locks: "mlco" in ASCII, so that they are told apart from those of other programs. */
export const lockClass = 0x6d6c636f;

export const lockKey = (name: string): number => createHash("sha256").update(name).digest().readInt32BE(0);

/**
 * Takes the role or throws; never waits for another owner.
 *
 * @param place where the server is, for messages
 * @throws ConnectorError DATABASE_ROLE_TAKEN
 */
export async function lockRole(poolConfig: pg.PoolConfig, role: string, place: string): Promise<RoleLock> {
  const client = new pg.Client({
    ...poolConfig,
    application_name: `ml-connector ${role}, process ${process.pid} on ${hostname()}`.slice(0, 63),
    keepAlive: true,
  });
  const lost = new AbortController();
  let released = false;
  const lose = (error?: Error) => {
    if (!released) lost.abort(explainDatabaseError(error ?? new Error("Connection terminated"), place));
  };
  client.on("error", lose);
  client.on("end", () => lose());
  try {
    await client.connect();
    await client.query(endSoonAfterVanishing);
    const { rows } = await client.query<{ taken: boolean }>("select pg_try_advisory_lock($1, $2) as taken", [
      lockClass,
      lockKey(`role:${role}`),
    ]);
    if (!rows[0]?.taken) throw await roleTaken(client, role);
  } catch (error) {
    released = true;
    await client.end().catch(() => {});
    throw explainDatabaseError(error, place);
  }
  return {
    role,
    lost: lost.signal,
    async release() {
      if (released) return;
      released = true;
      await client.end().catch(() => {});
    },
  };
}

async function roleTaken(client: pg.Client, role: string): Promise<ConnectorError> {
  const { rows } = await client.query<{ application_name: string }>(
    `select a.application_name
       from pg_locks l join pg_stat_activity a on a.pid = l.pid
      where l.locktype = 'advisory' and l.granted and l.objsubid = 2
        and l.classid::bigint = $1 and l.objid::bigint = $2
        and l.database = (select oid from pg_database where datname = current_database())`,
    [lockClass, lockKey(`role:${role}`) >>> 0],
  );
  const owner = /process \d+.*/.exec(rows[0]?.application_name ?? "")?.[0] ?? "another process";
  return new ConnectorError("DATABASE_ROLE_TAKEN", `The role "${role}" on this database is held by ${owner}`);
}
