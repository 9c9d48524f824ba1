import { expect, test } from "vitest";
import { type CleoUnderCheck, checkFolders, type FolderUse } from "../../../src/check/checkCleo.ts";
import { cleo } from "./bundle.ts";

const use = (folder: string): FolderUse => ({ folder, use: "orders", written: true, emptied: false });
const checked = (client: CleoUnderCheck["client"], folders: string[], probe?: string) =>
  checkFolders(
    { client } as CleoUnderCheck,
    folders.map(use),
    probe === undefined ? undefined : { folder: probe, id: "1" },
  );

test.each(["cic-folders-raw", "cic-folders-multipart", "versalex-http"] as const)(
  "%s: folders are listed, and a probe leaves nothing behind",
  async (preset) => {
    const { client, accepted } = await cleo({}, preset);
    const { lines, probe } = await checked(client, ["upload/850", "download"], "test");
    expect(lines.map(({ status, code }) => `${status} ${code}`)).toEqual([
      "pass CHECK_CLEO_FOLDER",
      "pass CHECK_CLEO_FOLDER",
      "pass CHECK_CLEO_WRITE",
      "unverified CHECK_CLEO_WRITE_NOT_TRIED",
    ]);
    expect(accepted()).toEqual([probe?.fileName]);
    expect(await client.list("test")).toEqual([]);
  },
);

test("each folder that fails carries its error, and the others are still looked at", async () => {
  const { client } = await cleo({ forbiddenFolders: ["upload/850"] });
  const { lines } = await checked(client, ["upload/850", "download"], "nowhere");
  expect(lines.map(({ code }) => code)).toEqual([
    "CLEO_FOLDER_FORBIDDEN",
    "CHECK_CLEO_FOLDER",
    "CLEO_FOLDER_NOT_FOUND",
    "CHECK_CLEO_WRITE_NOT_TRIED",
  ]);
});

test("after access was taken away nothing else is asked for", async () => {
  const { client, sandbox, records } = await cleo({});
  sandbox.admin.armFault({ target: "cleo.list", effect: { kind: "status", status: 401 } });
  const { lines } = await checked(client, ["upload/850", "download", "upload/vendors"], "test");
  expect(lines.map(({ code }) => code)).toEqual(["CLEO_ACCESS_REVOKED"]);
  expect(records.filter(({ purpose }) => purpose === "list").length).toBeLessThanOrEqual(2);
});
