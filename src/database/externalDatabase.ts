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
    connectionString: strictTls(databaseUrl),
    connectionTimeoutMillis: connectTimeout,
    keepAlive: true,
  };
  const client = new pg.Client({ ...poolConfig, application_name: "ml-connector check" });
  client.on("error", () => {});
  try {
    await client.connect();
    const version = judgeServer(await readFacts(client), place);
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

/**
 * The driver checks the certificate in each of these modes and warns that a later one will not. Naming the strict
 * mode keeps what it does today: an address never means less safety after an upgrade.
 */
function strictTls(databaseUrl: string): string {
  return databaseUrl.includes("uselibpqcompat")
    ? databaseUrl
    : databaseUrl.replace(/([?&]sslmode=)(prefer|require|verify-ca)(?=&|$)/, "$1verify-full");
}

interface ServerFacts {
  version: string;
  /** `server_version_num`: 10,000 times the major version, plus the minor. */
  number: number;
  mayCreate: boolean;
}

async function readFacts(client: pg.Client): Promise<ServerFacts> {
  const { rows } = await client.query<ServerFacts>(
    `select current_setting('server_version') as version,
            current_setting('server_version_num')::int as number,
            has_database_privilege(current_database(), 'create') as "mayCreate"`,
  );
  const [facts] = rows;
  if (!facts) throw new ConnectorError("DATABASE_UNREACHABLE", "The server gave an empty answer");
  return facts;
}

/**
 * Whether the ledger can live on this server.
 *
 * @returns its version, for instance `15.18`
 * @throws ConnectorError DATABASE_TOO_OLD, DATABASE_PERMISSION_MISSING
 */
export function judgeServer({ version, number, mayCreate }: ServerFacts, place: string): string {
  if (number < oldestMajor * 10_000) {
    throw new ConnectorError("DATABASE_TOO_OLD", `The database ${place} is PostgreSQL ${version}`);
  }
  if (!mayCreate) {
    throw new ConnectorError("DATABASE_PERMISSION_MISSING", `The user may not create a schema in ${place}`);
  }
  return version.split(" ")[0] ?? version;
}
