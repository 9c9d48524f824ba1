import { ConnectorError } from "../errors/connectorError.ts";

const backends = ["postgres", "citus"] as const;
export type DatabaseBackend = (typeof backends)[number];

/**
 * The kind of database behind the queue, from ML_CONNECTOR_DATABASE_BACKEND. pg-boss knows others; the ledger needs sessions that
 * can be looked up and advisory locks that hold, which those lack (docs/scale.md).
 *
 * @throws {ConnectorError} USAGE
 */
export function backendOf(text: string | undefined): DatabaseBackend {
  const backend = backends.find((name) => name === (text || "postgres"));
  if (backend !== undefined) return backend;
  throw new ConnectorError("USAGE", `the database backend ${JSON.stringify(text?.slice(0, 40))} is not supported`, {
    at: { field: "ML_CONNECTOR_DATABASE_BACKEND" },
    fix: `Set it to one of ${backends.join(", ")}, or leave it out.`,
  });
}
