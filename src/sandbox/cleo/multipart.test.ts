import fc from "fast-check";
import { expect, test } from "vitest";
import { readFileParts } from "./multipart.ts";

test("a file part survives whatever bytes it holds", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
      const form = new FormData();
      form.set("note", "no file");
      form.set("file", new Blob([new Uint8Array(bytes)], { type: "application/edi-x12" }), "a.x12");
      const request = new Request("http://sandbox.test/", { method: "POST", body: form });
      const parts = readFileParts(request.headers.get("content-type") ?? "", Buffer.from(await request.arrayBuffer()));
      expect(parts).toEqual([
        { field: "file", fileName: "a.x12", contentType: "application/edi-x12", content: Buffer.from(bytes) },
      ]);
    }),
    { numRuns: 50 },
  );
});

test("a body that breaks off is no form", () => {
  const body = '--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\nabc';
  expect(readFileParts("multipart/form-data; boundary=x", Buffer.from(body))).toBeUndefined();
  expect(readFileParts("multipart/form-data", Buffer.from(body))).toBeUndefined();
});
