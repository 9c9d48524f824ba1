import { expect, test } from "vitest";
import { transportPresetNames } from "../../../src/cleo/transport.ts";
import { cleo, order } from "./bundle.ts";

test.each(transportPresetNames)("%s: a forbidden folder is named", async (preset) => {
  const { client } = await cleo({ forbiddenFolders: ["upload/850"] }, preset);
  expect(await client.upload(order())).toMatchObject({
    kind: "notSent",
    error: { code: "CLEO_FOLDER_FORBIDDEN", message: expect.stringContaining("upload/850") },
  });
});

test.each(transportPresetNames)("%s: a missing folder is told from a missing right", async (preset) => {
  const { client } = await cleo({ missingFolders: ["upload/850"] }, preset);
  expect(await client.upload(order())).toMatchObject({ kind: "notSent", error: { code: "CLEO_FOLDER_NOT_FOUND" } });
});

test.each([
  ["cic-folders-raw", "cic-folders-multipart", "CLEO_REQUEST_REFUSED"],
  ["cic-folders-multipart", "cic-folders-raw", "CLEO_REQUEST_REFUSED"],
  ["versalex-http", "cic-folders-raw", "CLEO_FOLDER_NOT_FOUND"],
] as const)("%s against a server that speaks %s is %s, certainly not stored", async (preset, spoken, code) => {
  const { client, accepted } = await cleo({ presets: [spoken] }, preset);
  expect(await client.upload(order())).toMatchObject({ kind: "notSent", error: { code, retry: "permanent" } });
  expect(accepted()).toEqual([]);
});

test.each(transportPresetNames)("%s: a file larger than the server takes is refused as such", async (preset) => {
  const { client } = await cleo({ maxUploadBytes: 1000 }, preset);
  expect(await client.upload({ ...order(), bytes: Buffer.alloc(5000, "x") })).toMatchObject({
    kind: "notSent",
    error: { code: "CLEO_FILE_REFUSED" },
  });
});

test("a type that the mailbox does not allow is refused as such", async () => {
  const { client } = await cleo({ allowedExtensions: ["json"] });
  expect(await client.upload(order())).toMatchObject({
    kind: "notSent",
    error: { code: "CLEO_FILE_REFUSED", message: expect.stringContaining("not allowed") },
  });
});
