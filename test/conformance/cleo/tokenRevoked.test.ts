import { expect, test } from "vitest";
import { cleo, order } from "./bundle.ts";

test("a 401 to a fresh token as well ends as access taken away, after two requests", async () => {
  const { sandbox, client, accepted, uploadStatuses } = await cleo({});
  sandbox.admin.armFault({ target: "cleo.upload", effect: { kind: "expireToken" } });
  expect(await client.upload(order())).toMatchObject({
    kind: "notSent",
    error: { code: "CLEO_ACCESS_REVOKED", retry: "credential" },
  });
  expect(uploadStatuses()).toEqual([401, 401]);
  expect(accepted()).toEqual([]);
});
