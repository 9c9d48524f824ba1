import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { adminClient, cleoClient, cleoUser, type Json } from "../testing/clients.ts";
import { sandboxes } from "../testing/running.ts";

const start = sandboxes();
const file = "upload/850/PO_TWO_PO2075_r1_9f2c1ab4.x12";

describe("tokens", () => {
  test("come for a password with every kind of character in it", async () => {
    const { json, status } = await cleoClient(await start()).login();
    expect(status).toBe(200);
    expect(json).toMatchObject({ token_type: "bearer", expires_in: 3600 });
    expect(json.refresh_token).not.toBe(json.access_token);
  });

  test("may lack what OAuth says they have", async () => {
    const cleo = cleoClient(await start({ cleo: { announceExpiry: false, issueRefreshToken: false } }));
    expect(Object.keys((await cleo.login()).json)).toEqual(["access_token", "token_type"]);
  });

  test("rotate: a refresh token works once", async () => {
    const cleo = cleoClient(await start());
    const first = (await cleo.login()).json.refresh_token;
    const second = (await cleo.refresh(first)).json.refresh_token;
    expect(second).not.toBe(first);
    expect((await cleo.refresh(first)).status).toBe(400);
    expect((await cleo.refresh(second)).status).toBe(200);
  });

  test("may refuse to be refreshed", async () => {
    const cleo = cleoClient(await start({ cleo: { refreshAccepted: false } }));
    expect((await cleo.refresh((await cleo.login()).json.refresh_token)).status).toBe(400);
  });

  test("expire, also earlier than they said", async () => {
    const sandbox = await start({ cleo: { tokenSeconds: 3600, realTokenSeconds: 30 } });
    const cleo = cleoClient(sandbox);
    const token = await cleo.token();
    expect((await cleo.put(token, file, "x")).status).toBe(201);
    sandbox.admin.setClock({ advanceMs: 31_000 });
    expect((await cleo.put(token, file, "x")).status).toBe(401);
    expect(sandbox.admin.uploads()).toHaveLength(1);
  });

  test("may be worth a few requests only, or end when a newer one is made", async () => {
    const few = cleoClient(await start({ cleo: { tokenRequests: 1 } }));
    const token = await few.token();
    expect([(await few.get(token, "upload/")).status, (await few.get(token, "upload/")).status]).toEqual([200, 401]);

    const newest = cleoClient(await start({ cleo: { onlyNewestToken: true } }));
    const old = await newest.token();
    await newest.token();
    expect((await newest.get(old, "upload/")).status).toBe(401);
  });

  test("stop for an account that was locked by wrong passwords", async () => {
    const sandbox = await start({ cleo: { lockAfterFailures: 2 } });
    const cleo = cleoClient(sandbox);
    const wrong = { grant_type: "password", username: cleoUser.name, password: "wrong" };
    expect([(await cleo.form(wrong)).status, (await cleo.form(wrong)).status, (await cleo.login()).status]).toEqual([
      401, 401, 401,
    ]);
    expect(sandbox.admin.state().cleo.users).toEqual([{ username: "gpsvc", state: "locked" }]);
  });

  test("are counted by how they were asked for", async () => {
    const sandbox = await start();
    const cleo = cleoClient(sandbox);
    await cleo.refresh((await cleo.login()).json.refresh_token);
    expect(sandbox.admin.state().cleo.tokens).toEqual({ passwordGrants: 1, refreshGrants: 1, refused: 0, live: 2 });
  });
});

describe("an upload", () => {
  test("is kept with its bytes, digest, user and request id, and vanishes from the folder", async () => {
    const sandbox = await start();
    const cleo = cleoClient(sandbox);
    const token = await cleo.token();
    const answer = await cleo.put(token, file, "ISA*00*", {
      "content-type": "application/edi-x12",
      "x-request-id": "dlv_1",
    });
    expect(answer.status).toBe(201);
    expect(sandbox.admin.uploads()).toMatchObject([
      {
        seq: 1,
        path: file,
        size: 7,
        user: "gpsvc",
        requestId: "dlv_1",
        contentType: "application/edi-x12",
        preset: "cic-folders-raw",
        duplicateOfName: false,
      },
    ]);
    expect((await sandbox.admin.uploadContent(1))?.toString()).toBe("ISA*00*");
    expect((await cleo.get(token, "upload/850")).json).toMatchObject({ totalResults: 0, resources: [] });
    expect((await cleo.get(token, file)).status).toBe(404);
  });

  test("by form, and by VersaLex's commands, is the same upload", async () => {
    const sandbox = await start({ cleo: { pickUp: "never" } });
    const cleo = cleoClient(sandbox);
    const token = await cleo.token();
    const form = new FormData();
    form.set("file", new Blob(["form"]), "a.json");
    expect((await cleo.send(token, "/api/folders/upload/vendors", { method: "POST", body: form })).status).toBe(201);
    const command = (name: string) => `/?request=${name}&directory=upload/vendors&filename=b.json`;
    expect((await cleo.send(token, command("send"), { method: "POST", body: "command" })).status).toBe(201);
    expect(
      (await cleo.send(token, command("list"), { method: "POST" })).json.resources.map((each: Json) => each.name),
    ).toEqual(["a.json", "b.json"]);
    expect((await cleo.send(token, command("receive"), { method: "POST" })).text).toBe("command");
    expect((await cleo.send(token, command("delete"), { method: "POST" })).status).toBe(204);
    expect(sandbox.admin.uploads().map(({ path, preset }) => [path, preset])).toEqual([
      ["upload/vendors/a.json", "cic-folders-multipart"],
      ["upload/vendors/b.json", "versalex-http"],
    ]);
  });

  test("stays for as long as the flow takes, and lists in pages", async () => {
    const sandbox = await start({ cleo: { pickUp: 5000, pageCap: 2 } });
    const cleo = cleoClient(sandbox);
    const token = await cleo.token();
    for (const name of ["c", "a", "b"]) await cleo.put(token, `upload/850/${name}.x12`, name);
    const page = async (from: number) =>
      (await cleo.get(token, `upload/850?startIndex=${from}&count=10`)).json.resources.map((each: Json) => each.name);
    expect([await page(0), await page(2)]).toEqual([["a.x12", "b.x12"], ["c.x12"]]);
    sandbox.admin.setClock({ advanceMs: 5001 });
    expect(await page(0)).toEqual([]);
  });

  test.each([
    ["accept", 201, 2],
    ["overwrite", 201, 2],
    ["conflict", 409, 1],
  ] as const)("under a name that is there: %s", async (sameName, status, count) => {
    const sandbox = await start({ cleo: { sameName, pickUp: "never" } });
    const cleo = cleoClient(sandbox);
    const token = await cleo.token();
    await cleo.put(token, file, "one");
    expect((await cleo.put(token, file, "two")).status).toBe(status);
    expect(sandbox.admin.uploads().map(({ duplicateOfName }) => duplicateOfName)).toEqual(
      [false, true].slice(0, count),
    );
  });

  test.each([
    ["upload/private/a.x12", "x", 403],
    ["upload/gone/a.x12", "x", 404],
    ["elsewhere/a.x12", "x", 404],
    ["upload/a.exe", "x", 415],
    ["upload/a.x12", "123456789", 413],
    ["upload/%2e%2e/a.x12", "x", 400],
  ])("to %s (%s) is refused with %s", async (path, body, status) => {
    const sandbox = await start({
      cleo: {
        forbiddenFolders: ["upload/private"],
        missingFolders: ["upload/gone"],
        allowedExtensions: ["x12"],
        maxUploadBytes: 8,
      },
    });
    const cleo = cleoClient(sandbox);
    expect((await cleo.put(await cleo.token(), path, body)).status).toBe(status);
    expect(sandbox.admin.uploads()).toEqual([]);
  });

  test("past the rate is asked to wait", async () => {
    const sandbox = await start({ cleo: { uploadsPerMinute: 1, retryAfterSeconds: 7 } });
    const cleo = cleoClient(sandbox);
    const token = await cleo.token();
    await cleo.put(token, file, "1");
    const answer = await cleo.put(token, file, "2");
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "7"]);
    sandbox.admin.setClock({ advanceMs: 60_001 });
    expect((await cleo.put(token, file, "2")).status).toBe(201);
  });

  test("without a token, or with one nobody gave, is refused", async () => {
    const sandbox = await start();
    expect((await cleoClient(sandbox).put("made-up", file, "x")).status).toBe(401);
    expect((await fetch(`${sandbox.cleoUrl}/api/folders/${file}`, { method: "PUT", body: "x" })).status).toBe(401);
    expect(sandbox.admin.uploads()).toEqual([]);
  });

  test("by a preset that this Cleo does not know is refused", async () => {
    const cleo = cleoClient(await start({ cleo: { presets: ["cic-folders-multipart"] } }));
    const token = await cleo.token();
    expect((await cleo.put(token, file, "x")).status).toBe(405);
    expect((await cleo.send(token, "/?request=send&filename=a", { method: "POST", body: "x" })).status).toBe(404);
  });
});

describe("armed faults", () => {
  const broken = async (effect: object) => {
    const sandbox = await start();
    await adminClient(sandbox)("POST", "/faults", { target: "cleo.upload", times: 1, effect });
    const cleo = cleoClient(sandbox);
    const token = await cleo.token();
    const outcome = await cleo.put(token, file, "x".repeat(100_000)).then(
      (answer) => answer.status,
      () => "broken connection",
    );
    return { outcome, uploads: sandbox.admin.uploads(), again: (await cleo.put(token, file, "y")).status };
  };

  test("lose the answer of an upload that was taken", async () => {
    const { outcome, uploads, again } = await broken({ kind: "lostAnswer" });
    expect([outcome, uploads.length, uploads[0]?.answerLost, again]).toEqual(["broken connection", 1, true, 201]);
  });

  test.each([["resetBeforeBody"], ["resetMidBody"]])("%s takes nothing", async (kind) => {
    const { outcome, uploads, again } = await broken({ kind });
    expect([outcome, uploads.length, again]).toEqual(["broken connection", 0, 201]);
  });

  test("take the upload and answer with an HTML error nevertheless", async () => {
    const { outcome, uploads } = await broken({ kind: "doneButStatus", status: 502 });
    expect([outcome, uploads.length]).toEqual([502, 1]);
  });

  test("take the upload and answer when the client has given up", async () => {
    const sandbox = await start({ faults: [{ target: "cleo.upload", effect: { kind: "slowAnswer", ms: 60_000 } }] });
    const cleo = cleoClient(sandbox);
    const token = await cleo.token();
    const signal = AbortSignal.timeout(300);
    await expect(cleo.send(token, `/api/folders/${file}`, { method: "PUT", body: "x", signal })).rejects.toThrow();
    expect(sandbox.admin.uploads()).toHaveLength(1);
  });

  test("end the token on its way", async () => {
    const { outcome, uploads, again } = await broken({ kind: "expireToken" });
    expect([outcome, uploads.length, again]).toEqual([401, 0, 401]);
  });

  test("answer with a page of a proxy", async () => {
    const sandbox = await start({ faults: [{ target: "cleo.list", effect: { kind: "status", status: 502 } }] });
    const cleo = cleoClient(sandbox);
    const answer = await cleo.get(await cleo.token(), "upload/850");
    expect([answer.status, answer.headers.get("content-type")]).toEqual([502, "text/html"]);
    expect(answer.text).toMatch(/^<html>/);
  });

  test("leave a request without an answer", async () => {
    const sandbox = await start({ faults: [{ target: "cleo.token", times: 1, effect: { kind: "hang" } }] });
    const signal = AbortSignal.timeout(200);
    await expect(
      fetch(`${sandbox.cleoUrl}/api/authentication`, { method: "POST", body: "a=b", signal }),
    ).rejects.toThrow();
    expect((await cleoClient(sandbox).login()).status).toBe(200);
  });
});

test("the upload log outlives the sandbox", async () => {
  const journal = await mkdtemp(join(tmpdir(), "sandbox-"));
  try {
    const before = await start({ journal });
    const cleo = cleoClient(before);
    await cleo.put(await cleo.token(), file, "one");
    await before.close();
    const after = await start({ journal });
    const admin = adminClient(after);
    expect((await admin("GET", "/uploads?since=0")).json.uploads).toMatchObject([{ seq: 1, path: file }]);
    expect((await admin("GET", "/uploads/1/content")).text).toBe("one");
    await after.close();
  } finally {
    await rm(journal, { recursive: true });
  }
});

test("files from Cleo lie in their folder until they are taken", async () => {
  const sandbox = await start();
  const cleo = cleoClient(sandbox);
  const token = await cleo.token();
  await adminClient(sandbox)("POST", "/cleo/files", { folder: "download/856", name: "asn.x12", content: "ISA*" });
  const { json } = await cleo.get(token, "download/856");
  expect(json.resources[0]._links.self.href).toBe("/api/folders/download/856/asn.x12");
  expect((await cleo.send(token, json.resources[0]._links.self.href)).text).toBe("ISA*");
  expect((await cleo.send(token, "/api/folders/download/856/asn.x12", { method: "DELETE" })).status).toBe(204);
  expect((await cleo.get(token, "download/856")).json.totalResults).toBe(0);
  expect(sandbox.admin.uploads()).toEqual([]);
});
