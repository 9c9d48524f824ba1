import fc from "fast-check";
import { expect, test } from "vitest";
import type { Answer } from "./exchange.ts";
import { readPage } from "./listing.ts";
import { fileNameFault } from "./path.ts";
import { resolveTransport } from "./transport.ts";

const { list } = resolveTransport("cic-folders-raw");
const at = { url: "https://cleo.test/api/folders/download?startIndex=0&count=100" };
const answerOf = (body: string): Answer => ({
  kind: "answer",
  status: 200,
  headers: {},
  body: Buffer.from(body),
  complete: true,
});

test("whatever JSON a listing is, it gives usable names on the same server or a coded error", () => {
  const entry = fc.record({ name: fc.anything(), size: fc.anything(), _links: fc.anything() }, { requiredKeys: [] });
  fc.assert(
    fc.property(
      fc.oneof(
        fc.jsonValue(),
        fc.record({ resources: fc.array(fc.oneof(entry, fc.jsonValue())), totalResults: fc.jsonValue() }),
      ),
      (json) => {
        let page: ReturnType<typeof readPage>;
        try {
          page = readPage(
            answerOf(JSON.stringify(json, (_key, value) => (typeof value === "bigint" ? String(value) : value)) ?? ""),
            list,
            at,
          );
        } catch (error) {
          expect(error).toMatchObject({ code: "CLEO_ANSWER_UNREADABLE" });
          return;
        }
        for (const file of page.files) {
          expect(fileNameFault(file.name)).toBeUndefined();
          if (file.href !== undefined) expect(new URL(file.href).origin).toBe("https://cleo.test");
        }
      },
    ),
    { numRuns: 500 },
  );
});

test.each([
  [7, 7],
  ["7", 7],
  ["", undefined],
  [-1, undefined],
  [[7], undefined],
  [{ toString: {} }, undefined],
  [Object.create(null), undefined],
])("a total of %j is read as %s", (totalResults, total) => {
  expect(readPage(answerOf(JSON.stringify({ resources: [], totalResults })), list, at).total).toBe(total);
});

test.each([
  ["/files/1", "https://cleo.test/files/1"],
  ["https://cleo.test/files/1", "https://cleo.test/files/1"],
  ["//evil.test/x", undefined],
  ["https://cleo.test@evil.test/x", undefined],
  ["https://user:pw@cleo.test/x", undefined],
  ["http://cleo.test/x", undefined],
  ["javascript:alert(1)", undefined],
])("the link %s leads to %s", (href, target) => {
  const body = JSON.stringify({ resources: [{ name: "a", _links: { self: { href } } }] });
  expect(readPage(answerOf(body), list, at).files[0]?.href).toBe(target);
});
