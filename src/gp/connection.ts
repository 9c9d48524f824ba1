import { ConnectorError } from "../errors/connectorError.ts";

/** One company of one GP server. */
export interface GpConnection {
  /** As in the configuration; goes into every error. */
  name?: string;
  /** Up to and including `/GPService`. */
  url: string;
  tenant: string;
  /** `2015`, `2016`, `2018`, or a release of the 18 line such as `18.5`. */
  version: string;
  company: {
    /** SQL Server database name (INTERID), such as `TWO`: the company's only unambiguous name. */
    database: string;
    /** IANA zone of the site: GP's dates are local dates there. */
    timeZone: string;
    /** The company in the address, where the service wants another name than the database's. */
    urlValue?: string;
    displayName?: string;
  };
  /** Instead of the service profile's `timeouts.call`. A first call still has the time of `timeouts.firstCall`. */
  timeoutSeconds?: number;
  /** Calls at the same time, if fewer than the service profile's `load.maxConcurrency`. */
  concurrency?: number;
}

/** @throws {ConnectorError} `GP_CONNECTION_INVALID` naming the setting */
export function checkConnection(connection: GpConnection): void {
  const fail = (field: string, message: string, fix?: string): never => {
    throw new ConnectorError("GP_CONNECTION_INVALID", message, {
      at: { ...(connection.name ? { connection: connection.name } : {}), field },
      ...(fix ? { fix } : {}),
    });
  };
  if (!URL.canParse(connection.url)) fail("gp.url", `${quoted(connection.url)} is not an address`);
  const url = new URL(connection.url);
  if (url.protocol !== "https:" && url.protocol !== "http:")
    fail("gp.url", `${quoted(connection.url)} is not an https address`);
  if (url.username || url.password) {
    fail(
      "gp.url",
      "the address holds a user name or password",
      "Take them out of `gp.url` and give them in `gp.auth`.",
    );
  }
  if (url.search || url.hash) fail("gp.url", `${quoted(connection.url)} has a query or fragment`);
  if (!connection.tenant.trim())
    fail("gp.tenant", "the tenant is empty", "A single-tenant server has the tenant `DefaultTenant`.");
  const { database, timeZone } = connection.company;
  if (!/^[^\s,;()/\\%?#]{1,128}$/.test(database)) {
    fail(
      "gp.company.database",
      `${quoted(database)} is not a database name`,
      "Give the SQL Server database name (INTERID) of the company, such as `TWO`, not its display name; the display name goes into `displayName` or `urlValue`.",
    );
  }
  try {
    new Intl.DateTimeFormat("en", { timeZone });
  } catch {
    fail(
      "gp.company.timeZone",
      `${quoted(timeZone)} is not a time zone`,
      "Give an IANA name such as `America/Chicago`.",
    );
  }
}

const quoted = (text: string): string => JSON.stringify(text.slice(0, 100));
