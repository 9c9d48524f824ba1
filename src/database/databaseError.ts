import { ConnectorError, type ErrorDetails } from "../errors/connectorError.ts";
import type { ErrorCode } from "../errors/registry.ts";

/** PostgreSQL's SQLSTATE (appendix A of its manual) or Node's error code, as far as an operator can act on it. */
const codes: Readonly<Record<string, ErrorCode>> = {
  "28000": "DATABASE_LOGIN_REFUSED",
  "28P01": "DATABASE_LOGIN_REFUSED",
  "3D000": "DATABASE_LOGIN_REFUSED",
  "42501": "DATABASE_PERMISSION_MISSING",
  "53100": "DATABASE_DISK_FULL",
  "53300": "DATABASE_TOO_MANY_CONNECTIONS",
  "57P01": "DATABASE_UNREACHABLE",
  "57P02": "DATABASE_UNREACHABLE",
  "57P03": "DATABASE_UNREACHABLE",
  "57P05": "DATABASE_UNREACHABLE",
  "08000": "DATABASE_UNREACHABLE",
  "08001": "DATABASE_UNREACHABLE",
  "08003": "DATABASE_UNREACHABLE",
  "08004": "DATABASE_UNREACHABLE",
  "08006": "DATABASE_UNREACHABLE",
  ECONNREFUSED: "DATABASE_UNREACHABLE",
  ECONNRESET: "DATABASE_UNREACHABLE",
  ECONNABORTED: "DATABASE_UNREACHABLE",
  EHOSTUNREACH: "DATABASE_UNREACHABLE",
  ENETUNREACH: "DATABASE_UNREACHABLE",
  ENOTFOUND: "DATABASE_UNREACHABLE",
  EAI_AGAIN: "DATABASE_UNREACHABLE",
  ETIMEDOUT: "DATABASE_UNREACHABLE",
  EPIPE: "DATABASE_UNREACHABLE",
  ENOENT: "DATABASE_UNREACHABLE",
};

const byMessage: readonly (readonly [RegExp, ErrorCode])[] = [
  [/no space left on device|disk quota exceeded/i, "DATABASE_DISK_FULL"],
  [/does not support ssl|self-signed|certificate|altnames|ssl alert|sslmode/i, "DATABASE_TLS"],
  [/no encryption|ssl off/i, "DATABASE_TLS"],
  [
    /connection terminated|connection timeout|timeout expired|timeout exceeded when trying to connect|client was closed|connection error and is not queryable/i,
    "DATABASE_UNREACHABLE",
  ],
  [/sasl|scram|password/i, "DATABASE_LOGIN_REFUSED"],
];

/** Which coded error a failure of the driver or the server is; undefined where it is none of the operator's. */
export function databaseErrorCode(error: unknown): ErrorCode | undefined {
  if (!(error instanceof Error)) return undefined;
  // A refused pg_hba line and a demanded encryption share one SQLSTATE; the text tells them apart.
  if (/no encryption|ssl off/i.test(error.message)) return "DATABASE_TLS";
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (codes[code]) return codes[code];
  if (/^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/.test(code)) return "DATABASE_TLS";
  // Any other SQLSTATE is a statement's own error.
  if (/^[0-9A-Z]{5}$/.test(code)) return undefined;
  // Several addresses were tried for one host name.
  if (error instanceof AggregateError) return databaseErrorCode(error.errors[0]);
  return byMessage.find(([pattern]) => pattern.test(error.message))?.[1];
}

const passing: ReadonlySet<ErrorCode | undefined> = new Set([
  "DATABASE_UNREACHABLE",
  "DATABASE_DISK_FULL",
  "DATABASE_TOO_MANY_CONNECTIONS",
]);

/** Whether the same statement can succeed later without anything being changed here. */
export function isPassing(error: unknown): boolean {
  return passing.has(databaseErrorCode(error));
}

/**
 * A failure of the driver or the server as a coded error; anything an operator cannot act on comes back unchanged.
 *
 * @param place where the server is, for the message, for instance `db.example.com:5432/connector`; never a password
 */
export function explainDatabaseError(error: unknown, place: string, details: ErrorDetails = {}): unknown {
  const code = databaseErrorCode(error);
  if (!code || error instanceof ConnectorError) return error;
  const said = error instanceof AggregateError ? error.errors[0] : error;
  const message = said instanceof Error ? said.message : String(said);
  return new ConnectorError(code, `The database ${place} answered: ${message}`, { ...details, cause: error });
}
