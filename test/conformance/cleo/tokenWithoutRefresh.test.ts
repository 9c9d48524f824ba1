import { expect, test } from "vitest";
import { cleo, order } from "./bundle.ts";

test("without refresh tokens each write logs in", async () => {
  const { client, grants } = await cleo({ issueRefreshToken: false });
  await client.upload(order("PO1"));
  await client.upload(order("PO2"));
  expect(grants()).toEqual({ password: 2, refresh: 0, refused: 0 });
});
