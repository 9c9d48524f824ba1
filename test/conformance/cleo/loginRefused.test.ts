import { expect, test } from "vitest";
import { cleo, order } from "./bundle.ts";

const wrong = { credentials: { username: "gpsvc", password: { reveal: () => "not the password" } } };

test("a wrong password is tried once, however many writes follow, so that the account is not locked", async () => {
  const { sandbox, client, grants } = await cleo({ lockAfterFailures: 3 }, "cic-folders-raw", wrong);
  expect(await client.upload(order())).toMatchObject({
    kind: "notSent",
    error: { code: "CLEO_LOGIN_REFUSED", retry: "credential" },
  });
  for (let write = 0; write < 20; write += 1) {
    expect(await client.upload(order())).toMatchObject({ kind: "notSent", error: { code: "CLEO_LOGIN_PAUSED" } });
  }
  expect(grants().refused).toBe(1);
  expect(sandbox.admin.state().cleo.users).toEqual([{ username: "gpsvc", state: "active" }]);
});

test.each(["locked", "passwordExpired"] as const)("an account that is %s is not tried again", async (state) => {
  const { client, grants } = await cleo({ users: [{ username: "gpsvc", password: "S@mple&Pw+1%", state }] });
  expect(await client.upload(order())).toMatchObject({ kind: "notSent", error: { code: "CLEO_LOGIN_REFUSED" } });
  expect(await client.upload(order())).toMatchObject({ kind: "notSent", error: { code: "CLEO_LOGIN_PAUSED" } });
  expect(grants().refused).toBe(1);
});
