import { expect, test } from "vitest";
import { testConnection } from "../../../src/cleo/connectionTest.ts";
import { cleo } from "./bundle.ts";

const options = { folders: ["upload/850", "download"], probeFolder: "test", probeId: "2026-01-15T10:00:00Z" };

test("a sound connection passes every step and leaves nothing behind", async () => {
  const { client, accepted } = await cleo({});
  expect(await testConnection(client, options)).toEqual([
    { step: "login" },
    { step: "list", folder: "upload/850", files: 0 },
    { step: "list", folder: "download", files: 0 },
    { step: "upload", folder: "test" },
    { step: "remove", folder: "test" },
  ]);
  expect(accepted()).toEqual(["ML-CONNECTOR-PROBE-2026-01-15T10-00-00Z.txt"]);
  expect(await client.list("test")).toEqual([]);
});

test("each failing step carries its error, and the others still run", async () => {
  const { client } = await cleo({ forbiddenFolders: ["upload/850"] });
  const steps = await testConnection(client, { ...options, probeFolder: "nowhere" });
  expect(steps.map(({ step, error }) => [step, error?.code])).toEqual([
    ["login", undefined],
    ["list", "CLEO_FOLDER_FORBIDDEN"],
    ["list", undefined],
    ["upload", "CLEO_FOLDER_NOT_FOUND"],
  ]);
});

test("after a refused login nothing else is tried", async () => {
  const { client } = await cleo({ users: [{ username: "gpsvc", password: "another" }] });
  const steps = await testConnection(client, options);
  expect(steps.map(({ step, error }) => [step, error?.code])).toEqual([["login", "CLEO_LOGIN_REFUSED"]]);
});

test("no probe goes into a folder that a link uses", async () => {
  const { client, accepted } = await cleo({});
  const steps = await testConnection(client, { ...options, probeFolder: "upload/850" });
  expect(steps.at(-1)).toMatchObject({ step: "upload", error: { code: "CLEO_FOLDER_FORBIDDEN" } });
  expect(accepted()).toEqual([]);
});
