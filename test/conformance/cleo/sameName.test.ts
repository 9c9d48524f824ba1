import { expect, test } from "vitest";
import { cleo, order } from "./bundle.ts";

test.each(["accept", "overwrite"] as const)(
  "a server that says %s to a name given twice has both uploads sent",
  async (sameName) => {
    const { client } = await cleo({ sameName, pickUp: "never" });
    expect(await client.upload(order())).toMatchObject({ kind: "sent" });
    expect(await client.upload(order())).toMatchObject({ kind: "sent", alreadyThere: false });
  },
);

test("a server that refuses a name given twice proves by its content that the file had arrived", async () => {
  const { client, accepted } = await cleo({ sameName: "conflict", pickUp: "never" });
  await client.upload(order());
  expect(await client.upload(order())).toEqual({ kind: "sent", status: 409, alreadyThere: true });
  expect(accepted()).toHaveLength(1);
});

test("other content under the same name is refused", async () => {
  const { client } = await cleo({ sameName: "conflict", pickUp: "never" });
  await client.upload(order());
  expect(await client.upload({ ...order(), bytes: Buffer.from("other") })).toMatchObject({
    kind: "notSent",
    error: { code: "CLEO_NAME_TAKEN", retry: "permanent" },
  });
});
