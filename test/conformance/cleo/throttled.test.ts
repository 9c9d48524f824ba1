import { expect, test } from "vitest";
import { cleo, order } from "./bundle.ts";

test("a 429 is certainly not stored, and hands on how long to wait", async () => {
  const { client, accepted } = await cleo({ uploadsPerMinute: 1, retryAfterSeconds: 7 });
  await client.upload(order("PO1"));
  expect(await client.upload(order("PO2"))).toMatchObject({
    kind: "notSent",
    error: { code: "CLEO_THROTTLED", retry: "throttled", retryAfter: 7000 },
  });
  expect(accepted()).toHaveLength(1);
});
