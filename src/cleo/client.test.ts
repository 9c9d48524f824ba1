import { createServer as createHttpServer, type ServerResponse } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import {
  type Received,
  type Reply,
  type ScriptedServer,
  startScriptedServer,
} from "../../test/conformance/cleo/scriptedServer.ts";
import { type CleoClient, type CleoConnectionSettings, createCleoClient, type Upload } from "./client.ts";
import type { ExchangeRecord } from "./exchange.ts";
import { resolveTransport, type TransportChoice } from "./transport.ts";

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

interface Rig {
  server: ScriptedServer;
  client: CleoClient;
  records: ExchangeRecord[];
  learnt: string[];
  /** Paths of all requests that were no token requests. */
  paths: () => string[];
}

async function rig(
  script: (request: Received, count: number) => Reply | undefined,
  transport: TransportChoice = "cic-folders-raw",
  settings: Partial<CleoConnectionSettings> = {},
): Promise<Rig> {
  const server = await startScriptedServer(script);
  const records: ExchangeRecord[] = [];
  const learnt: string[] = [];
  const client = createCleoClient({
    connection: {
      name: "cleo",
      url: server.url,
      transport: resolveTransport(transport),
      credentials: { username: "gpsvc", password: { reveal: () => "S@mple&Pw+1%" } },
      timeoutSeconds: 5,
      ...settings,
    },
    now: () => new Date(),
    observe: (record) => records.push(record),
    learn: (secret) => learnt.push(secret),
  });
  open.push(server, client);
  const paths = (): string[] =>
    server.received.filter(({ path }) => path !== "/api/authentication").map(({ method, path }) => `${method} ${path}`);
  return { server, client, records, learnt, paths };
}

const order: Upload = {
  folder: "upload/850 new",
  fileName: "PO_TWO_PO2075_r1_9f2c1ab4.x12",
  bytes: Buffer.from("ISA*00*~"),
  contentType: "application/edi-x12",
};
const target = "/api/folders/upload/850%20new/PO_TWO_PO2075_r1_9f2c1ab4.x12";
const onUpload = (reply: (count: number) => Reply | undefined) => (request: Received, count: number) =>
  request.path === target && request.method === "PUT" ? reply(count) : undefined;

describe("an upload", () => {
  test("logs in, then puts the bytes under their name with the token", async () => {
    const { server, client, paths } = await rig(() => undefined);
    expect(await client.upload(order)).toEqual({ kind: "sent", status: 200, alreadyThere: false });
    expect(server.forms()).toEqual([{ grant_type: "password", username: "gpsvc", password: "S@mple&Pw+1%" }]);
    expect(paths()).toEqual([`PUT ${target}`]);
    expect(server.received[1]).toMatchObject({
      body: "ISA*00*~",
      headers: { authorization: "Bearer token-1", "content-type": "application/edi-x12", "content-length": "8" },
    });
  });

  test.each([200, 201, 202, 204])("answered %i is sent", async (status) => {
    const { client } = await rig(onUpload(() => ({ status })));
    expect(await client.upload(order)).toEqual({ kind: "sent", status, alreadyThere: false });
  });

  test("whose answer breaks off after a success status is sent", async () => {
    const { client } = await rig(onUpload(() => ({ status: 201, body: "{", fault: "breakOff" })));
    expect(await client.upload(order)).toMatchObject({ kind: "sent", status: 201 });
  });

  test.each([
    [400, "CLEO_REQUEST_REFUSED", "permanent"],
    [403, "CLEO_FOLDER_FORBIDDEN", "permanent"],
    [404, "CLEO_FOLDER_NOT_FOUND", "permanent"],
    [405, "CLEO_REQUEST_REFUSED", "permanent"],
    [409, "CLEO_NAME_TAKEN", "permanent"],
    [412, "CLEO_NAME_TAKEN", "permanent"],
    [413, "CLEO_FILE_REFUSED", "permanent"],
    [415, "CLEO_FILE_REFUSED", "permanent"],
    [429, "CLEO_THROTTLED", "throttled"],
    [307, "CLEO_REDIRECTED", "permanent"],
  ])("answered %i is certainly not stored: %s", async (status, code, retry) => {
    const { client, paths } = await rig(onUpload(() => ({ status, body: { message: "no, because" } })));
    const outcome = await client.upload(order);
    expect(outcome).toMatchObject({
      kind: "notSent",
      error: { code, retry, at: { connection: "cleo", file: order.fileName } },
    });
    expect(paths().filter((path) => path.startsWith("PUT"))).toHaveLength(1);
  });

  test.each([500, 502, 503, 504, 408, 302, 207])("answered %i is in doubt, and not repeated", async (status) => {
    const { client, paths } = await rig(onUpload(() => ({ status })));
    expect(await client.upload(order)).toMatchObject({
      kind: "inDoubt",
      error: { code: "CLEO_OUTCOME_UNKNOWN", retry: "inDoubt" },
    });
    expect(paths()).toHaveLength(1);
  });

  test("whose connection is reset after the body is in doubt", async () => {
    const { client, records } = await rig(onUpload(() => ({ fault: "reset" })));
    expect(await client.upload(order)).toMatchObject({ kind: "inDoubt", error: { code: "CLEO_OUTCOME_UNKNOWN" } });
    expect(records.at(-1)).toMatchObject({ purpose: "upload", failure: "broken", bytesSent: 8 });
  });

  test("that gets no answer in time is in doubt", async () => {
    const { client } = await rig(
      onUpload(() => ({ fault: "silence" })),
      "cic-folders-raw",
      { timeoutSeconds: 0.3 },
    );
    const outcome = await client.upload(order);
    expect(outcome).toMatchObject({
      kind: "inDoubt",
      error: { message: expect.stringContaining("no answer came in time") },
    });
  });

  test("to a server that is not there is not sent", async () => {
    const { server, client } = await rig(() => undefined);
    await server.close();
    expect(await client.upload(order)).toMatchObject({
      kind: "notSent",
      error: { code: "CLEO_UNREACHABLE", retry: "transient" },
    });
  });

  test("to a host name that does not exist is not sent", async () => {
    const { client } = await rig(() => undefined, "cic-folders-raw", { url: "http://nowhere.invalid" });
    expect(await client.upload(order)).toMatchObject({ kind: "notSent", error: { code: "CLEO_UNREACHABLE" } });
  });

  test("waits for its turn where as many are under way as the connection allows", async () => {
    const waiting: ServerResponse[] = [];
    let most = 0;
    const busy = createHttpServer((request, response) => {
      if (request.url === "/api/authentication") {
        response.setHeader("content-type", "application/json");
        response.end(JSON.stringify({ access_token: "a", refresh_token: "r", expires_in: 3600 }));
        return;
      }
      waiting.push(response);
      most = Math.max(most, waiting.length);
      // The next round comes when all that may come are there.
      if (waiting.length >= 3) setImmediate(() => waiting.splice(0).forEach((each) => void each.writeHead(201).end()));
    });
    await new Promise<void>((resolve) => busy.listen(0, "127.0.0.1", resolve));
    open.push({ close: () => new Promise((resolve) => busy.close(() => resolve())) });
    const url = `http://127.0.0.1:${(busy.address() as AddressInfo).port}`;
    const { client } = await rig(() => undefined, "cic-folders-raw", { url, concurrency: 3 });
    const uploads = Array.from({ length: 9 }, (_, index) => client.upload({ ...order, fileName: `PO_${index}.x12` }));
    for (const outcome of await Promise.all(uploads)) expect(outcome).toMatchObject({ kind: "sent" });
    expect(most).toBe(3);
  });

  test("whose connection breaks before the first byte of the body is not sent", async () => {
    const deaf = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => deaf.listen(0, "127.0.0.1", resolve));
    open.push({ close: () => new Promise((resolve) => deaf.close(() => resolve())) });
    const url = `https://127.0.0.1:${(deaf.address() as AddressInfo).port}`;
    const { client } = await rig(() => undefined, { extends: "cic-folders-raw", authentication: "basic" }, { url });
    expect(await client.upload(order)).toMatchObject({ kind: "notSent", error: { code: "CLEO_UNREACHABLE" } });
  });

  test("answered 200 with a page of HTML is in doubt, unless the transport expects it", async () => {
    const page = { headers: { "content-type": "text/html" }, body: "<html>Sign in</html>" };
    const strict = await rig(onUpload(() => page));
    expect(await strict.client.upload(order)).toMatchObject({
      kind: "inDoubt",
      error: { message: expect.stringContaining("page of HTML") },
    });
    const lenient = await rig(
      onUpload(() => page),
      { extends: "cic-folders-raw", upload: { htmlAnswer: "accept" } },
    );
    expect(await lenient.client.upload(order)).toMatchObject({ kind: "sent" });
  });

  test("answered with a long page of HTML keeps its first 500 characters", async () => {
    const { client, records } = await rig(
      onUpload(() => ({
        status: 502,
        headers: { "content-type": "text/html" },
        body: `<html>\n${"Bad  Gateway ".repeat(500)}`,
      })),
    );
    const outcome = await client.upload(order);
    const { cause } = (outcome as { error: Error }).error;
    expect(cause).toMatchObject({
      status: 502,
      contentType: "text/html",
      excerpt: expect.stringMatching(/^<html> Bad Gateway/),
    });
    expect((cause as { excerpt: string }).excerpt).toHaveLength(500);
    expect(records.at(-1)?.excerpt).toHaveLength(500);
  });

  test.each([
    ["120", 120_000],
    [new Date(Date.now() + 3_600_000).toUTCString(), 3_600_000],
    ["soon", undefined],
    ["999999999", 86_400_000],
  ])("told to wait by Retry-After: %s hands the wait on", async (text, wait) => {
    const { client } = await rig(onUpload(() => ({ status: 429, headers: { "retry-after": text } })));
    const { error } = (await client.upload(order)) as { error: { retryAfter?: number } };
    if (wait === undefined) expect(error.retryAfter).toBeUndefined();
    else expect(Math.abs((error.retryAfter ?? 0) - wait)).toBeLessThan(60_000);
  });

  test("that finds its name taken by the same bytes was sent before", async () => {
    const { client } = await rig((request) => {
      if (request.path !== target) return undefined;
      return request.method === "PUT" ? { status: 409 } : { body: "ISA*00*~" };
    });
    expect(await client.upload(order)).toEqual({ kind: "sent", status: 409, alreadyThere: true });
  });

  test("that finds its name taken by other bytes is refused", async () => {
    const { client } = await rig((request) => {
      if (request.path !== target) return undefined;
      return request.method === "PUT" ? { status: 409 } : { body: "ISA*99*~" };
    });
    expect(await client.upload(order)).toMatchObject({ kind: "notSent", error: { code: "CLEO_NAME_TAKEN" } });
  });

  test.each([
    ["a folder with ..", { folder: "upload/../autorun" }],
    ["the folder autorun", { folder: "upload/AutoRun" }],
    ["a folder with a backslash", { folder: "upload\\850" }],
    ["a name with a slash", { fileName: "a/b.x12" }],
    ["a name of 121 characters", { fileName: `${"a".repeat(117)}.x12` }],
    ["an empty name", { fileName: "" }],
    ["more bytes than allowed", { bytes: Buffer.alloc(2001) }],
  ])("with %s is refused before any call", async (_what, change) => {
    const { server, client } = await rig(() => undefined, "cic-folders-raw", { maxUploadBytes: 2000 });
    expect(await client.upload({ ...order, ...change })).toMatchObject({
      kind: "notSent",
      error: { code: "CLEO_FILE_REFUSED", retry: "permanent" },
    });
    expect(server.received).toEqual([]);
  });

  test("never follows a redirect with its token", async () => {
    const other = await startScriptedServer(() => undefined);
    open.push(other);
    const { client } = await rig(onUpload(() => ({ status: 307, headers: { location: `${other.url}/stolen` } })));
    expect(await client.upload(order)).toMatchObject({
      kind: "notSent",
      error: { code: "CLEO_REDIRECTED", message: expect.stringContaining("/stolen") },
    });
    expect(other.received).toEqual([]);
  });
});

describe("a 401 inside an upload", () => {
  test("is handled once with a new token and the whole body again", async () => {
    const { server, client } = await rig(onUpload((count) => (count === 1 ? { status: 401 } : undefined)));
    expect(await client.upload(order)).toMatchObject({ kind: "sent" });
    const puts = server.received.filter(({ method }) => method === "PUT");
    expect(puts.map(({ headers, body }) => [headers.authorization, body])).toEqual([
      ["Bearer token-1", "ISA*00*~"],
      ["Bearer token-2", "ISA*00*~"],
    ]);
  });

  test("given twice ends as access taken away, certainly not stored", async () => {
    const { client, paths } = await rig(onUpload(() => ({ status: 401 })));
    expect(await client.upload(order)).toMatchObject({
      kind: "notSent",
      error: { code: "CLEO_ACCESS_REVOKED", retry: "credential" },
    });
    expect(paths()).toHaveLength(2);
  });

  test("given to a token that other uploads use as well does not end one of them", async () => {
    // The second token is refused once, when all three of them have it.
    const { server, client } = await rig(
      onUpload((count) => (count <= 3 || count === 5 ? { status: 401 } : undefined)),
    );
    const outcomes = await Promise.all([1, 2, 3].map(() => client.upload(order)));
    expect(outcomes.map(({ kind }) => kind)).toEqual(["sent", "sent", "sent"]);
    expect(server.received.filter(({ method }) => method === "PUT")).toHaveLength(7);
  });

  test("followed by a lost answer is in doubt", async () => {
    const { client } = await rig(onUpload((count) => (count === 1 ? { status: 401 } : { fault: "reset" })));
    expect(await client.upload(order)).toMatchObject({ kind: "inDoubt" });
  });

  test("whose login is then refused is not sent, and names the login", async () => {
    const { client } = await rig((request, count) => {
      if (request.path === "/api/authentication") return count === 1 ? undefined : { status: 401 };
      return { status: 401 };
    });
    expect(await client.upload(order)).toMatchObject({ kind: "notSent", error: { code: "CLEO_LOGIN_REFUSED" } });
  });
});

describe("a listing", () => {
  const entry = (name: string, more: object = {}): object => ({ name, size: 3, ...more });
  const all = async (client: CleoClient): Promise<string[]> => (await client.list("download")).map(({ name }) => name);

  test("is read page by page, by what arrives", async () => {
    const names = Array.from({ length: 7 }, (_, index) => `f${index}`);
    const { client, paths } = await rig((request) => {
      const start = Number(new URL(request.path, "http://x").searchParams.get("startIndex"));
      return request.method === "GET"
        ? { body: { totalResults: 7, resources: names.slice(start, start + 3).map((name) => entry(name)) } }
        : undefined;
    });
    expect(await all(client)).toEqual(names);
    expect(paths()).toEqual([
      "GET /api/folders/download?startIndex=0&count=100",
      "GET /api/folders/download?startIndex=3&count=100",
      "GET /api/folders/download?startIndex=6&count=100",
    ]);
  });

  test("of a server that ignores the page asked for ends", async () => {
    const { client } = await rig((request) =>
      request.method === "GET" ? { body: { resources: [entry("a"), entry("b")] } } : undefined,
    );
    expect(await all(client)).toEqual(["a", "b"]);
  });

  test("leaves out names that would leave the folder", async () => {
    const { client } = await rig((request) =>
      request.method === "GET"
        ? { body: { totalResults: 4, resources: [entry("../x"), entry(".."), entry("ok"), { size: 1 }] } }
        : undefined,
    );
    expect(await all(client)).toEqual(["ok"]);
  });

  test("follows a file's own link on the same server only", async () => {
    const { client, paths } = await rig((request) => {
      if (request.path.startsWith("/api/folders/download?")) {
        const link = (href: string): object => ({ _links: { self: { href } } });
        return {
          body: {
            totalResults: 2,
            resources: [entry("a", link("/files/17")), entry("b", link("https://evil.test/b"))],
          },
        };
      }
      return request.method === "GET" ? { body: "abc" } : undefined;
    });
    for (const file of await client.list("download")) await client.download("download", file);
    expect(paths().slice(1)).toEqual(["GET /files/17", "GET /api/folders/download/b"]);
  });

  test.each([
    ["HTML", { headers: { "content-type": "text/html" }, body: "<html>" }],
    ["JSON of another form", { body: { items: [] } }],
    [
      "JSON that breaks off",
      { headers: { "content-type": "application/json" }, body: '{"resources":[', fault: "breakOff" as const },
    ],
  ])("answered with %s is unreadable", async (_what, reply) => {
    const { client } = await rig((request) => (request.method === "GET" ? reply : undefined));
    await expect(all(client)).rejects.toMatchObject({ code: "CLEO_ANSWER_UNREADABLE" });
  });

  test("reuses its token", async () => {
    const { server, client } = await rig((request) =>
      request.method === "GET" ? { body: { resources: [] } } : undefined,
    );
    await all(client);
    await all(client);
    expect(server.forms()).toHaveLength(1);
  });
});

describe("a file in a folder", () => {
  test("that has been taken up meanwhile is undefined when downloaded, and absent when removed", async () => {
    const { client } = await rig((request) => (request.path.startsWith("/api/folders") ? { status: 404 } : undefined));
    expect(await client.download("download", { name: "a" })).toBeUndefined();
    expect(await client.remove("download", { name: "a" })).toBe("absent");
    expect(await client.compare(order)).toBe("absent");
  });

  test("that breaks off while it is read is an error, not a short file", async () => {
    const { client } = await rig((request) =>
      request.method === "GET" ? { body: "abc", fault: "breakOff" } : undefined,
    );
    await expect(client.download("download", { name: "a" })).rejects.toMatchObject({ code: "CLEO_SERVER_ERROR" });
  });
});

describe("what is reported of each exchange", () => {
  test("tells method, address, status and sizes, and no secret", async () => {
    const { client, records, learnt } = await rig(() => undefined);
    await client.upload(order);
    expect(records.map(({ purpose, method, status, bytesSent }) => [purpose, method, status, bytesSent])).toEqual([
      ["token", "POST", 200, expect.any(Number)],
      ["upload", "PUT", 200, 8],
    ]);
    expect(JSON.stringify(records)).not.toMatch(/S@mple|S%40mple|token-1/);
    expect(learnt).toEqual(["token-1"]);
  });
});

describe("other transports", () => {
  test("multipart posts one part with the file's name to the folder, the same bytes each time", async () => {
    const { server, client, paths } = await rig(() => undefined, "cic-folders-multipart");
    await client.upload(order);
    await client.upload(order);
    const [first, second] = server.received.filter(({ path }) => path !== "/api/authentication");
    expect(paths()[0]).toBe("POST /api/folders/upload/850%20new");
    expect(first?.headers["content-type"]).toMatch(/^multipart\/form-data; boundary=ml-connector-/);
    expect(first?.body).toContain(
      'Content-Disposition: form-data; name="file"; filename="PO_TWO_PO2075_r1_9f2c1ab4.x12"\r\nContent-Type: application/edi-x12\r\n\r\nISA*00*~\r\n',
    );
    expect(second?.body).toBe(first?.body);
  });

  test("a content type of the transport replaces the document's own", async () => {
    const { server, client } = await rig(() => undefined, {
      extends: "cic-folders-raw",
      upload: { headers: { "Content-Type": "text/plain", "X-Overwrite": "false" } },
    });
    await client.upload({ ...order, requestId: "job_1\r\nX: 2" });
    expect(server.received.at(-1)?.headers).toMatchObject({
      "content-type": "text/plain",
      "x-overwrite": "false",
      "x-request-id": "job_1X:2",
    });
  });

  test("VersaLex commands carry folder and name in the query", async () => {
    const { client, paths } = await rig(
      (request) =>
        request.path.includes("request=list")
          ? { body: { totalResults: 1, resources: [{ name: "a b.x12" }] } }
          : undefined,
      "versalex-http",
    );
    await client.upload(order);
    for (const file of await client.list("out box")) {
      await client.download("out box", file);
      await client.remove("out box", file);
    }
    expect(paths()).toEqual([
      "POST /?request=send&directory=upload%2F850%20new&filename=PO_TWO_PO2075_r1_9f2c1ab4.x12",
      expect.stringMatching(/^POST \/\?request=list&directory=out%20box&/),
      "POST /?request=receive&directory=out%20box&filename=a%20b.x12",
      "POST /?request=delete&directory=out%20box&filename=a%20b.x12",
    ]);
  });

  test("a listing of one name a line is read", async () => {
    const { client } = await rig(
      (request) => (request.path.includes("request=list") ? { body: "a.x12\r\nb.x12\r\n\r\n" } : undefined),
      { extends: "versalex-http", list: { answer: "lines" } },
    );
    const names = (await client.list("outbox")).map(({ name }) => name);
    expect(names).toEqual(["a.x12", "b.x12"]);
  });

  describe("with Basic authentication", () => {
    const basic = { extends: "versalex-http", authentication: "basic" } as const;

    test("the account is proved by a login before the content is sent", async () => {
      const { server, client } = await rig(() => undefined, basic);
      expect(await client.upload(order)).toMatchObject({ kind: "sent" });
      expect(server.received.map(({ path }) => path.slice(0, 18))).toEqual([
        "/?request=connect0",
        "/?request=send&dir",
      ]);
      expect(server.received[1]?.headers.authorization).toBe(
        `Basic ${Buffer.from("gpsvc:S@mple&Pw+1%").toString("base64")}`,
      );
    });

    test("a refused login sends no content and pauses further ones", async () => {
      const { server, client } = await rig(() => ({ status: 401 }), basic);
      expect(await client.upload(order)).toMatchObject({ kind: "notSent", error: { code: "CLEO_LOGIN_REFUSED" } });
      expect(await client.upload(order)).toMatchObject({ kind: "notSent", error: { code: "CLEO_LOGIN_PAUSED" } });
      expect(server.received).toHaveLength(1);
    });
  });

  describe("with staging", () => {
    const staged: TransportChoice = {
      extends: "cic-folders-raw",
      upload: { staging: "rename" },
      rename: {
        method: "MOVE",
        url: "{url}/api/folders/{folder}/{fileName}",
        success: [200, 204],
        headers: { destination: "/api/folders/{folder}/{newName}" },
      },
    };

    test("the file is uploaded under another name, then renamed", async () => {
      const { server, client, paths } = await rig(() => undefined, staged);
      expect(await client.upload(order)).toMatchObject({ kind: "sent" });
      expect(paths()).toEqual([`PUT ${target}.tmp`, `MOVE ${target}.tmp`]);
      expect(server.received.at(-1)?.headers.destination).toBe(target);
    });

    test("a refused rename is not sent, a lost one is in doubt", async () => {
      const refused = await rig((request) => (request.method === "MOVE" ? { status: 403 } : undefined), staged);
      expect(await refused.client.upload(order)).toMatchObject({
        kind: "notSent",
        error: { code: "CLEO_FOLDER_FORBIDDEN" },
      });
      const lost = await rig((request) => (request.method === "MOVE" ? { fault: "reset" } : undefined), staged);
      expect(await lost.client.upload(order)).toMatchObject({ kind: "inDoubt" });
    });
  });
});
