import fc from "fast-check";
import { expect, test } from "vitest";
import { multipartOf } from "./multipart.ts";

test("a form gives the same bytes for the same file, and a standard parser reads them back", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
      const make = () => multipartOf("file", "PO 1.x12", "application/edi-x12", bytes, { folder: "upload/850" });
      const { contentType, body } = make();
      expect(Buffer.from(make().body).equals(Buffer.from(body))).toBe(true);
      const form = await new Response(Buffer.from(body), { headers: { "content-type": contentType } }).formData();
      const file = form.get("file") as File;
      expect([form.get("folder"), file.name, file.type]).toEqual(["upload/850", "PO 1.x12", "application/edi-x12"]);
      expect(Buffer.from(await file.arrayBuffer()).equals(Buffer.from(bytes))).toBe(true);
    }),
    { numRuns: 50 },
  );
});

test("the boundary is none that the content holds", () => {
  const first = multipartOf("file", "a", "text/plain", Buffer.from("x"), {});
  const boundary = first.contentType.split("boundary=")[1] ?? "";
  const second = multipartOf("file", "a", "text/plain", Buffer.from(`x--${boundary}--`), {});
  expect(second.contentType).not.toContain(boundary);
});

test("a name with quotes and line breaks stays one value", () => {
  const { body } = multipartOf("file", 'a"\r\nX-Evil: 1', "text/plain", Buffer.from("x"), {});
  expect(Buffer.from(body).toString()).toContain('filename="a%22  X-Evil: 1"\r\n');
});
