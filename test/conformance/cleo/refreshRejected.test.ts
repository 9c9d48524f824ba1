import { expect, test } from "vitest";
import { cleo, order } from "./bundle.ts";

test("a refused refresh token costs one login, and the write goes through", async () => {
  const { client, accepted, grants } = await cleo({ refreshAccepted: false });
  await client.upload(order("PO1"));
  expect(await client.upload(order("PO2"))).toMatchObject({ kind: "sent" });
  expect(grants()).toEqual({ password: 2, refresh: 0, refused: 1 });
  expect(accepted()).toHaveLength(2);
});
