import { expect, test } from "vitest";
import { cleo, order } from "./bundle.ts";

test("a token without an announced end is used for the assumed time", async () => {
  const { client, grants } = await cleo({ announceExpiry: false }, "cic-folders-raw", {
    token: { policy: "reuseUntilExpiry", skewSeconds: 60, assumedSeconds: 300, cooldownMinutes: 15 },
  });
  await client.upload(order("PO1"));
  await client.upload(order("PO2"));
  const { obtainedAt, expiresAt } = client.tokenState();
  expect(grants()).toEqual({ password: 1, refresh: 0, refused: 0 });
  expect((expiresAt?.getTime() ?? 0) - (obtainedAt?.getTime() ?? 0)).toBe(300_000);
});
