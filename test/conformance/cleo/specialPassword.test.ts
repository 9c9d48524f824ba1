import { expect, test } from "vitest";
import { cleo, order } from "./bundle.ts";

test.each(["a+b c&d=e%20f@g#h;i", "Pässwörd✓1", "%2B%26", "+", " leading and trailing "])(
  "the password %j arrives as it is",
  async (password) => {
    const { client } = await cleo({ users: [{ username: "gp svc+1", password }] }, "cic-folders-raw", {
      credentials: { username: "gp svc+1", password: { reveal: () => password } },
    });
    expect(await client.upload(order())).toMatchObject({ kind: "sent" });
  },
);

test("so it does with Basic authentication", async () => {
  const { client } = await cleo({}, { extends: "versalex-http", authentication: "basic" });
  expect(await client.upload(order())).toMatchObject({ kind: "sent" });
});
