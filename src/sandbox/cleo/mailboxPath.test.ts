import { expect, test } from "vitest";
import { fileAt, segmentsOf } from "./mailboxPath.ts";

test.each([
  ["/upload/850/a%20b.x12", ["upload", "850", "a b.x12"]],
  ["upload//850/", ["upload", "850"]],
  ["/upload/../etc", undefined],
  ["/upload/%2e%2e/etc", undefined],
  ["/upload/a%2Fb", undefined],
  ["/upload/a%5Cb", undefined],
  ["/upload/a%00", undefined],
  ["/upload/%", undefined],
  ["/AutoRun/a", undefined],
])("the segments of %j", (path, expected) => {
  expect(segmentsOf(path)).toEqual(expected);
});

test("a file stands in a folder", () => {
  expect(fileAt(["upload", "850", "a.x12"])).toEqual({ folder: "upload/850", name: "a.x12" });
  expect(fileAt(["a.x12"])).toBeUndefined();
});
