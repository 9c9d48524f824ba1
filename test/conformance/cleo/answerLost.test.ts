import { expect, test } from "vitest";
import { cleo, order } from "./bundle.ts";

test("an upload whose answer is lost is in doubt, and was made once", async () => {
  const { sandbox, client, accepted } = await cleo({});
  sandbox.admin.armFault({ target: "cleo.upload", times: 1, effect: { kind: "lostAnswer" } });
  expect(await client.upload(order())).toMatchObject({
    kind: "inDoubt",
    error: { code: "CLEO_OUTCOME_UNKNOWN", retry: "inDoubt" },
  });
  expect(accepted()).toHaveLength(1);
});

test("an upload that is stored and then answered 502 is in doubt", async () => {
  const { sandbox, client, accepted } = await cleo({});
  sandbox.admin.armFault({ target: "cleo.upload", times: 1, effect: { kind: "doneButStatus", status: 502 } });
  expect(await client.upload(order())).toMatchObject({ kind: "inDoubt" });
  expect(accepted()).toHaveLength(1);
});

test("an upload that is never answered is in doubt", async () => {
  const { sandbox, client } = await cleo({}, "cic-folders-raw", { timeoutSeconds: 0.4 });
  sandbox.admin.armFault({ target: "cleo.upload", times: 1, effect: { kind: "hang" } });
  expect(await client.upload(order())).toMatchObject({ kind: "inDoubt" });
});

test.each(["resetBeforeBody", "resetMidBody"] as const)(
  "a connection lost by %s is in doubt, though nothing was stored",
  async (kind) => {
    const { sandbox, client, accepted } = await cleo({});
    sandbox.admin.armFault({ target: "cleo.upload", times: 1, effect: { kind } });
    const outcome = await client.upload({ ...order(), bytes: Buffer.alloc(2_000_000, "x") });
    expect(outcome).toMatchObject({ kind: "inDoubt" });
    expect(accepted()).toEqual([]);
  },
);

test("an answer that breaks off after its status has still been given", async () => {
  const { sandbox, client, accepted } = await cleo({});
  sandbox.admin.armFault({ target: "cleo.upload", times: 1, effect: { kind: "truncate" } });
  expect(await client.upload(order())).toMatchObject({ kind: "sent", status: 201 });
  expect(accepted()).toHaveLength(1);
});
