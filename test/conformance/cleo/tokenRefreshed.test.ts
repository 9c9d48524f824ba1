import { expect, test } from "vitest";
import { cleo, order } from "./bundle.ts";

test("each write renews the token by the rotated refresh token; the password is sent once", async () => {
  const { client, grants } = await cleo({ onlyNewestToken: true });
  for (const number of ["PO1", "PO2", "PO3"])
    expect(await client.upload(order(number))).toMatchObject({ kind: "sent" });
  expect(grants()).toEqual({ password: 1, refresh: 2, refused: 0 });
});

test("parallel writes share their renewals, and all arrive", async () => {
  const { client, accepted, grants } = await cleo({});
  const outcomes = await Promise.all(Array.from({ length: 8 }, (_, index) => client.upload(order(`PO${index}`))));
  expect(outcomes.map(({ kind }) => kind)).toEqual(Array(8).fill("sent"));
  expect(accepted()).toHaveLength(8);
  expect(grants().password).toBe(1);
});
