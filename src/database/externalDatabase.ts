import pg from "pg";
import { ConnectorError } from "../errors/connectorError.ts";
import type { Database } from "./database.ts";
import { explainDatabaseError } from "./databaseError.ts";
import { lockRole, type RoleLock } from "./roleLock.ts";

/** The oldest server that the tests run against (Debian 12's own). */
const oldestMajor = 15;

/** Milliseconds to wait for the first connection before the server counts as unreachable. */
const connectTimeout = 10_000;

/**
 * Checks that the server at the address can carry the ledger: reachable, new enough, and with the right to create.
 *
 * @throws ConnectorError DATABASE_URL_INVALID, DATABASE_UNREACHABLE, DATABASE_TLS, DATABASE_LOGIN_REFUSED,
 *   DATABASE_TOO_OLD, DATABASE_PERMISSION_MISSING
 */
export async function openExternal(databaseUrl: string): Promise<Database> {
  const place = placeOf(databaseUrl);
  const poolConfig: pg.PoolConfig = {
    connectionString: databaseUrl,
    connectionTimeoutMillis: connectTimeout,
    keepAlive: true,
  };
  const client = new pg.Client({ ...poolConfig, application_name: "ml-connector check" });
  client.on("error", () => {});
  try {
    await client.connect();
    const version = await judgeServer(client, place);
    const locks = new Set<RoleLock>();
    return {
      kind: "external",
      poolConfig: { ...poolConfig, application_name: "ml-connector" },
      version,
      async lockRole(role) {
        const lock = await lockRole(poolConfig, role, place);
        locks.add(lock);
        return lock;
      },
      async close() {
        await Promise.all([...locks].map((lock) => lock.release()));
        locks.clear();
      },
    };
  } catch (error) {
    throw explainDatabaseError(error, place);
  } finally {
    await client.end().catch(() => {});
  }
}

/** Host, port and database of the address, without user and password. */
function placeOf(databaseUrl: string): string {
  let url: URL;
  try {
    url = new URL(databaseUrl);
  } catch {
    // The value is not repeated: it may hold a password.
    throw new ConnectorError("DATABASE_URL_INVALID", "DATABASE_URL is not a URL");
  }
  if (url.protocol !== "postgres:" && url.protocol !== "postgresql:") {
    throw new ConnectorError("DATABASE_URL_INVALID", `DATABASE_URL begins with "${url.protocol}"`);
  }
  if (url.pathname.length < 2) throw new ConnectorError("DATABASE_URL_INVALID", "DATABASE_URL names no database");
  const host = url.searchParams.get("host") ?? url.hostname;
  return `${host}:${url.port || "5432"}${url.pathname}`;
}

async function judgeServer(client: pg.Client, place: string): Promise<string> {
  const { rows } = await client.query<{ version: string; number: number; may_create: boolean; database: string }>(
    `select current_setting('server_version') as version,
            current_setting('server_version_num')::int as number,
            has_database_privilege(current_database(), 'create') as may_create`,
  );
  const server = rows[0];
  if (!server || server.number < oldestMajor * 10_000) {
    throw new ConnectorError("DATABASE_TOO_OLD", `The database ${place} is PostgreSQL ${server?.version}`);
  }
  if (!server.may_create) {
    throw new ConnectorError("DATABASE_PERMISSION_MISSING", `The user may not create a schema in ${place}`);
  }
  return server.version.split(" ")[0] ?? server.version;
}
