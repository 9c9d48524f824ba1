import { expect, it } from "vitest";
import { ConnectorError } from "../../errors/connectorError.ts";
import type { ErrorCode } from "../../errors/registry.ts";
import type { Program } from "../command.ts";
import { defectsBesideAnswer } from "./defect.ts";

function setUp() {
  let errors = "";
  const stderr = { write: (text: string) => (errors += text) };
  const program = { streams: { stdout: stderr, stderr, environment: {} } } as unknown as Program;
  return { defects: defectsBesideAnswer(program), said: () => errors };
}
const errorOf = (code: ErrorCode) => new ConnectorError(code, "it failed");

it("tells in the background nothing that the answer says, and the rest once", () => {
  const { defects, said } = setUp();
  for (const code of ["SECRETS_KEY_UNKNOWN", "SECRETS_KEY_UNKNOWN", "CLEO_UNREACHABLE", "CLEO_UNREACHABLE"] as const)
    defects.onError(errorOf(code));
  expect(said()).toBe("");
  defects.tellBeside([errorOf("SECRETS_KEY_UNKNOWN")]);
  expect(said().match(/^[A-Z_]+/gm)).toEqual(["CLEO_UNREACHABLE"]);
});

it("tells a trouble of the database, and a defect of the program, at once", () => {
  const { defects, said } = setUp();
  defects.onError(errorOf("DATABASE_DISK_FULL"));
  defects.onError(new TypeError("x is undefined"));
  expect(said().match(/^[A-Z_]+/gm)).toEqual(["DATABASE_DISK_FULL", "INTERNAL"]);
});
