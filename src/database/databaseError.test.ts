import { expect, test } from "vitest";
import { ConnectorError } from "../errors/connectorError.ts";
import { databaseErrorCode, explainDatabaseError } from "./databaseError.ts";

const coded = (code: string, message = "said") => Object.assign(new Error(message), { code });

test.each([
  [coded("53100"), "DATABASE_DISK_FULL"],
  [coded("57P01"), "DATABASE_UNREACHABLE"],
  [coded("53300"), "DATABASE_TOO_MANY_CONNECTIONS"],
  [coded("28000", "no pg_hba.conf entry for host, no encryption"), "DATABASE_TLS"],
  [coded("28000", "role does not exist"), "DATABASE_LOGIN_REFUSED"],
  [coded("ERR_TLS_CERT_ALTNAME_INVALID"), "DATABASE_TLS"],
  [new Error("Connection terminated unexpectedly"), "DATABASE_UNREACHABLE"],
  [new Error("Client has encountered a connection error and is not queryable"), "DATABASE_UNREACHABLE"],
  [new Error("timeout exceeded when trying to connect"), "DATABASE_UNREACHABLE"],
  [new AggregateError([coded("ECONNREFUSED")]), "DATABASE_UNREACHABLE"],
])("%s becomes %s", (error, code) => {
  expect(databaseErrorCode(error)).toBe(code);
});

test.each([
  [coded("23505", "duplicate key, password=1")],
  [coded("42P01", 'relation "scram" does not exist')],
  [new TypeError("x is not a function")],
  ["text"],
])("what no operator can act on stays as it is: %s", (error) => {
  expect(explainDatabaseError(error, "here")).toBe(error);
});

test("an error that has a code keeps it", () => {
  const error = new ConnectorError("DATABASE_ROLE_TAKEN", "password");
  expect(explainDatabaseError(error, "here")).toBe(error);
});
