import { expect, test } from "vitest";
import { cleo, order } from "./bundle.ts";

test("a 502 page in place of an upload's answer is in doubt, and its words are kept", async () => {
  const { sandbox, client, records } = await cleo({});
  sandbox.admin.armFault({ target: "cleo.upload", times: 1, effect: { kind: "status", status: 502 } });
  expect(await client.upload(order())).toMatchObject({ kind: "inDoubt" });
  expect(records.at(-1)?.excerpt).toContain("502");
});

test("a 502 page in place of a token is transient, and nothing is sent", async () => {
  const { sandbox, client, accepted } = await cleo({});
  sandbox.admin.armFault({ target: "cleo.token", times: 1, effect: { kind: "status", status: 502 } });
  expect(await client.upload(order())).toMatchObject({
    kind: "notSent",
    error: { code: "CLEO_SERVER_ERROR", retry: "transient" },
  });
  expect(accepted()).toEqual([]);
});

test("a login page in place of a listing is unreadable", async () => {
  const { sandbox, client } = await cleo({});
  const page = { kind: "status", status: 200, body: "<html>Sign in</html>", contentType: "text/html" } as const;
  sandbox.admin.armFault({ target: "cleo.list", times: 1, effect: page });
  await expect(client.list("download")).rejects.toMatchObject({ code: "CLEO_ANSWER_UNREADABLE" });
});
