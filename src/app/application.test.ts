import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryDirectory } from "../../test/temporaryDirectory.ts";
import { openApplication } from "./application.ts";

test("A kind of database that is not known is refused by every command, before a database is made.", async () => {
  const dataDirectory = join(await temporaryDirectory(), "data");
  const environment = { ML_CONNECTOR_DATABASE_BACKEND: "cockroachdb" };
  await expect(openApplication({ dataDirectory, environment, actor: "test", notice: () => {} })).rejects.toMatchObject({
    code: "USAGE",
    at: { field: "ML_CONNECTOR_DATABASE_BACKEND" },
  });
  expect(existsSync(dataDirectory)).toBe(false);
});
