import { expect, test } from "vitest";
import { judgeServer } from "./externalDatabase.ts";

test("a server older than any tested is refused by its version", () => {
  expect(() => judgeServer({ version: "14.19", number: 140_019, mayCreate: true }, "db:5432/x")).toThrow(
    expect.objectContaining({ code: "DATABASE_TOO_OLD", message: expect.stringContaining("14.19") }),
  );
  expect(judgeServer({ version: "15.18 (Debian 15.18-0+deb12u1)", number: 150_018, mayCreate: true }, "x")).toBe(
    "15.18",
  );
});
