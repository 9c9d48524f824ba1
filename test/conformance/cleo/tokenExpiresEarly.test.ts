import { expect, test } from "vitest";
import { cleo, order } from "./bundle.ts";

test("a token that dies between the renewal and the write is replaced inside the write", async () => {
  const { sandbox, client, accepted, uploadStatuses } = await cleo({});
  sandbox.admin.armFault({ target: "cleo.upload", times: 1, effect: { kind: "expireToken" } });
  expect(await client.upload(order())).toMatchObject({ kind: "sent" });
  expect(uploadStatuses()).toEqual([401, 201]);
  expect(accepted()).toHaveLength(1);
});

test("a token that ends earlier than announced is replaced inside the write", async () => {
  const { client, accepted, uploadStatuses } = await cleo({ tokenRequests: 1 }, "cic-folders-raw", {
    token: { policy: "reuseUntilExpiry", skewSeconds: 60, assumedSeconds: 300, cooldownMinutes: 15 },
  });
  for (const number of ["PO1", "PO2", "PO3"])
    expect(await client.upload(order(number))).toMatchObject({ kind: "sent" });
  expect(uploadStatuses()).toEqual([201, 401, 201, 401, 201]);
  expect(accepted()).toHaveLength(3);
});

test("tokens ended by the server in the middle of a run cost no file", async () => {
  const { sandbox, client, accepted } = await cleo({});
  await client.upload(order("PO1"));
  sandbox.admin.expireTokens(true);
  expect(await client.upload(order("PO2"))).toMatchObject({ kind: "sent" });
  expect(accepted()).toHaveLength(2);
});
