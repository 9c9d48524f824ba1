import { expect, test } from "vitest";
import { cleo, order } from "./bundle.ts";

test("a file in doubt that lies in its folder is recognised by its bytes", async () => {
  const { sandbox, client } = await cleo({ pickUp: "never" });
  sandbox.admin.armFault({ target: "cleo.upload", times: 1, effect: { kind: "lostAnswer" } });
  expect(await client.upload(order())).toMatchObject({ kind: "inDoubt" });
  expect(await client.compare(order())).toBe("same");
  expect(await client.compare({ ...order(), bytes: Buffer.from("other") })).toBe("different");
});

test("a file that a flow has taken up at once is absent, which proves nothing", async () => {
  const { client, accepted } = await cleo({ pickUp: "immediate" });
  expect(await client.upload(order())).toMatchObject({ kind: "sent" });
  expect(await client.compare(order())).toBe("absent");
  expect(accepted()).toHaveLength(1);
});
