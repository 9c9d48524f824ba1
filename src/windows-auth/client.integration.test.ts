import { createHash, X509Certificate } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer as createTcpServer } from "node:net";
import { inspect } from "node:util";
import { afterEach, describe, expect, test, vi } from "vitest";
import { makeCertificate } from "../../test/windows-auth/certificate.ts";
import {
  type NtlmServer,
  type NtlmServerOptions,
  password,
  startNtlmServer,
  user,
} from "../../test/windows-auth/ntlmServer.ts";
import {
  createLogonGuard,
  createWindowsHttpClient,
  type LogonEvent,
  type WindowsAuthError,
  type WindowsHttpClient,
  type WindowsHttpOptions,
  type WindowsHttpRequest,
} from "./index.ts";

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of cleanUp.splice(0).reverse()) await close();
});

async function setup(server: NtlmServerOptions = {}, options: Partial<WindowsHttpOptions> = {}) {
  const ntlm = await startNtlmServer(server);
  cleanUp.push(() => ntlm.close());
  return { server: ntlm, client: connect(ntlm.origin, options) };
}

function connect(origin: string, options: Partial<WindowsHttpOptions> = {}): WindowsHttpClient {
  const client = createWindowsHttpClient({
    origin,
    credentials: { username: `DOM\\${user}`, password },
    logonGuard: createLogonGuard(),
    maxConnections: 1,
    ...options,
  });
  cleanUp.push(() => client.close());
  return client;
}

const get = (client: WindowsHttpClient, more: Partial<WindowsHttpRequest> = {}) =>
  client.request({ method: "GET", path: "/", ...more });
const post = (client: WindowsHttpClient, more: Partial<WindowsHttpRequest> = {}) =>
  client.request({ method: "POST", path: "/", body: "data", ...more });

async function failure(promise: Promise<unknown>): Promise<WindowsAuthError> {
  try {
    await promise;
  } catch (error) {
    // Whatever goes wrong, neither the password nor a type 3 message may show.
    const everything = inspect(error, { depth: 10, showHidden: true });
    expect(everything).not.toContain(password);
    expect(everything).not.toContain("TlRMTVNTUAAD");
    return error as WindowsAuthError;
  }
  throw new Error("it should have failed");
}

const legs = ({ received }: NtlmServer) => received.map(({ leg }) => leg);

describe("the body", () => {
  test("goes with type 3 only, and again where a logon has to be renewed", async () => {
    const { client, server } = await setup({ persistence: "request" });
    await post(client);
    await post(client);
    expect(server.received.map(({ leg, body }) => [leg, body])).toEqual([
      ["type 1", ""],
      ["type 3", "data"],
      ["type 1", ""],
      ["type 3", "data"],
    ]);
  });

  test("is sent without credentials over a connection that is known to be logged on", async () => {
    const { client, server } = await setup();
    await post(client);
    await get(client);
    await post(client);
    expect(legs(server)).toEqual(["type 1", "type 3", "none", "none"]);
  });

  test("survives a server that cannot log on anew over a logged-on connection", async () => {
    const { client, server } = await setup({ refusesRelogon: true });
    await post(client);
    expect((await post(client)).status).toBe(200);
    expect(server.connections).toBe(2);
    expect(legs(server)).toEqual(["type 1", "type 3", "type 1", "type 1", "type 3"]);
  });

  test("is described by headers only where it is", async () => {
    const types: (string | undefined)[] = [];
    const { client } = await setup({
      intercept: ({ request }) => {
        types.push(request.headers["content-type"]);
        return false;
      },
    });
    await post(client, { headers: { "Content-Type": "text/plain", Accept: "text/plain" } });
    expect(types).toEqual([undefined, "text/plain"]);
  });

  test("of bytes arrives as it is", async () => {
    const { client, server } = await setup();
    await post(client, { body: Buffer.from("Grüße ✓") });
    expect(server.received[1]?.body).toBe("Grüße ✓");
  });
});

describe("a logon that was lost", () => {
  test("is made once more, with the same request", async () => {
    let drop = false;
    const { client, server } = await setup({
      intercept: ({ received, response }) => {
        if (!drop || received.leg !== "none") return false;
        drop = false;
        response.writeHead(401, { "WWW-Authenticate": "NTLM" }).end();
        return true;
      },
    });
    await get(client);
    await get(client);
    drop = true;
    expect((await post(client)).authentication).toEqual({ scheme: "ntlm", handshakes: 1, reused: false });
    expect(client.statistics().persistence).toBe("connection");
    expect(server.received.at(-1)).toMatchObject({ leg: "type 3", body: "data" });
  });
});

describe("a connection that breaks before an answer", () => {
  const breaking = async (options: Partial<WindowsHttpOptions> = {}) => {
    let broken = 0;
    const bundle = await setup(
      {
        intercept: ({ received, request }) => {
          if (received.leg !== "none" || broken > 0 || received.path !== "/break") return false;
          broken++;
          request.socket.destroy();
          return true;
        },
      },
      options,
    );
    await get(bundle.client);
    await get(bundle.client);
    return bundle;
  };

  test("is replaced and the read repeated", async () => {
    const { client, server } = await breaking();
    expect((await get(client, { path: "/break" })).status).toBe(200);
    expect(server.connections).toBe(2);
  });

  test("fails a write, which may have had its effect", async () => {
    const { client, server } = await breaking();
    expect(await failure(post(client, { path: "/break" }))).toMatchObject({ code: "CONNECTION_LOST", sent: true });
    expect(server.received.filter(({ path }) => path === "/break")).toHaveLength(1);
    expect((await post(client)).status).toBe(200);
  });

  test("is replaced for a write that is said to be idempotent", async () => {
    const { client } = await breaking();
    expect((await post(client, { path: "/break", idempotent: true })).status).toBe(200);
  });

  test("during type 3 is not followed by a second logon", async () => {
    const { client, server } = await setup({
      intercept: ({ received, request }) => {
        if (received.leg !== "type 3") return false;
        request.socket.destroy();
        return true;
      },
    });
    expect(await failure(get(client))).toMatchObject({ code: "CONNECTION_LOST", leg: "authenticate", sent: true });
    expect(legs(server)).toEqual(["type 1", "type 3"]);
  });

  test("during a later type 3 is not followed by another logon either, though the connection was an old one", async () => {
    let breaking = false;
    const { client, server } = await setup({
      persistence: "request",
      intercept: ({ received, request }) => {
        if (received.leg !== "type 3" || !breaking) return false;
        request.socket.destroy();
        return true;
      },
    });
    await post(client);
    breaking = true;
    expect(await failure(post(client, { idempotent: true }))).toMatchObject({ code: "CONNECTION_LOST", sent: true });
    expect(legs(server)).toEqual(["type 1", "type 3", "type 1", "type 3"]);
  });

  test("during type 1 has had no effect", async () => {
    const { client } = await setup({
      intercept: ({ request }) => {
        request.socket.destroy();
        return true;
      },
    });
    expect(await failure(post(client))).toMatchObject({ code: "CONNECTION_LOST", leg: "negotiate", sent: false });
  });
});

describe("answers to a leg", () => {
  const answering = (leg: string, status: number, headers: Record<string, string>, body = "") =>
    setup({
      intercept: ({ received, response }) => {
        if (received.leg !== leg) return false;
        response.writeHead(status, headers).end(body);
        return true;
      },
    });
  const json = { "Content-Type": "application/json" };

  test.each([
    ["type 1", 400, {}, "", "negotiate", false],
    ["type 1", 500, json, "{}", "negotiate", false],
    ["type 3", 400, {}, "", "authenticate", false],
    ["type 3", 500, {}, "", "authenticate", true],
    [
      "type 3",
      400,
      { "Content-Type": "text/html; charset=us-ascii" },
      "<h2>Bad Request - Request Too Long</h2>",
      "authenticate",
      false,
    ],
  ])("%s with %d %o are failures of the logon", async (leg, status, headers, body, errorLeg, sent) => {
    const { client } = await answering(leg, status, headers, body);
    const error = await failure(post(client));
    expect(error).toMatchObject({ code: "TOKEN_REFUSED", leg: errorLeg, scheme: "ntlm", sent, status });
  });

  test.each([200, 201, 302, 400, 403, 404, 409, 500, 503])(
    "%d with content to type 3 is the service's answer",
    async (status) => {
      const { client } = await answering("type 3", status, json, '{"Errors":[]}');
      expect(await post(client)).toMatchObject({ status, body: Buffer.from('{"Errors":[]}') });
    },
  );

  test.each([302, 403, 404, 503])(
    "%d to type 1 is an answer, too: the server did not want to know who asks",
    async (status) => {
      const { client } = await answering("type 1", status, {});
      expect(await post(client)).toMatchObject({ status, authentication: { scheme: "none", handshakes: 0 } });
    },
  );

  test("200 to type 1 is the answer to a read", async () => {
    const { client } = await answering("type 1", 200, {}, "public");
    expect(await get(client)).toMatchObject({ status: 200, authentication: { scheme: "none", reused: false } });
  });

  test("200 to type 1 is an error for a write, whose body nobody has seen", async () => {
    const { client } = await answering("type 1", 200, {});
    expect(await failure(post(client))).toMatchObject({ code: "PROTOCOL", sent: true, status: 200 });
  });

  test("a redirect is returned and nothing is sent to its target", async () => {
    const target = await startNtlmServer();
    cleanUp.push(() => target.close());
    const { client } = await answering("type 3", 302, { Location: `${target.origin}/elsewhere` });
    expect((await get(client)).headers.location).toBe(`${target.origin}/elsewhere`);
    expect(target.connections).toBe(0);
  });
});

describe("a server that does not play by the rules", () => {
  test("never gets into a loop by not sending a type 2", async () => {
    const { client, server } = await setup({
      intercept: ({ response }) => {
        response.writeHead(401, { "WWW-Authenticate": ["NTLM", "Negotiate"] }).end();
        return true;
      },
    });
    const error = await failure(get(client));
    expect(error).toMatchObject({ code: "PROTOCOL", status: 401, sent: false });
    expect(error.message).toContain("did not go on with what was begun");
    expect(legs(server).filter((leg) => leg !== "other")).toEqual(["type 1", "type 1"]);
    expect(server.received).toHaveLength(3); // once more as Negotiate
  });

  test("but wants to see a request before it looks at type 1 gets two of them", async () => {
    let first = true;
    const { client, server } = await setup({
      intercept: ({ response }) => {
        if (!first) return false;
        first = false;
        response.writeHead(401, { "WWW-Authenticate": ["NTLM"] }).end();
        return true;
      },
    });
    expect((await post(client)).status).toBe(200);
    expect(legs(server)).toEqual(["type 1", "type 1", "type 3"]);
  });

  test("that offers nothing that is spoken here is told by its offer", async () => {
    const { client } = await setup({
      intercept: ({ response }) => {
        response.writeHead(401, { "WWW-Authenticate": ['Digest realm="r", nonce="n"', 'Basic realm="r"'] }).end();
        return true;
      },
    });
    const error = await failure(get(client));
    expect(error).toMatchObject({ code: "SCHEME_NOT_OFFERED", status: 401, sent: false });
    expect(error.message).toMatch(/offers digest, basic.*Basic is spoken over https only/);
  });

  test("that asks for NTLMv1 gets no response at all", async () => {
    const { client, server } = await setup({ flags: 0x00000201 });
    expect(await failure(get(client))).toMatchObject({ code: "PROTOCOL", leg: "authenticate", sent: false });
    expect(legs(server)).toEqual(["type 1"]);
  });

  test("that closes the connection between the legs is named as such", async () => {
    const type2 = Buffer.alloc(64);
    type2.write("NTLMSSP\0");
    type2.writeUInt32LE(2, 8);
    const { client, server } = await setup({
      intercept: ({ response }) => {
        response.writeHead(401, { "WWW-Authenticate": `NTLM ${type2.toString("base64")}`, Connection: "close" }).end();
        return true;
      },
    });
    const error = await failure(get(client));
    expect(error).toMatchObject({ code: "PROTOCOL", leg: "negotiate" });
    expect(error.message).toContain("closes the connection");
    expect(legs(server)).toEqual(["type 1"]);
  });

  test("that sends more than is allowed is cut off", async () => {
    const { client, server } = await setup(
      {
        intercept: ({ received, response }) => {
          if (received.leg !== "type 3") return false;
          response.writeHead(200);
          const pour = () => {
            while (!response.destroyed && response.write("x".repeat(65_536)));
          };
          response.on("drain", pour);
          pour();
          return true;
        },
      },
      { maxResponseBytes: 100_000 },
    );
    expect(await failure(get(client))).toMatchObject({ code: "RESPONSE_TOO_LARGE", sent: true });
    await server.connectionsClosed();
  });

  test("that never answers runs into the timeout, and the connection is given up", async () => {
    const { client, server } = await setup({
      intercept: ({ received }) => received.path === "/never" && received.leg === "type 3",
    });
    expect(await failure(get(client, { path: "/never", timeout: 50 }))).toMatchObject({
      code: "TIMEOUT",
      leg: "authenticate",
      sent: true,
    });
    await server.connectionsClosed();
    expect((await get(client)).status).toBe(200);
  });

  test("that never answers type 1 runs into the handshake's own timeout", async () => {
    const { client } = await setup({ intercept: () => true }, { timeouts: { handshake: 50 } });
    expect(await failure(post(client))).toMatchObject({ code: "TIMEOUT", leg: "negotiate", sent: false });
  });

  test("that speaks something else than HTTP is named as such", async () => {
    const tcp = createTcpServer((socket) => socket.on("error", () => {}).end("SSH-2.0-OpenSSH\r\n"));
    tcp.listen(0, "127.0.0.1");
    await once(tcp, "listening");
    cleanUp.push(async () => tcp.close());
    const client = connect(`http://127.0.0.1:${(tcp.address() as AddressInfo).port}`);
    expect(await failure(get(client))).toMatchObject({ code: "PROTOCOL" });
  });

  test("that is not there, or has no name, is unreachable", async () => {
    expect(await failure(get(connect("http://127.0.0.1:1")))).toMatchObject({ code: "UNREACHABLE", sent: false });
    expect(await failure(get(connect("http://no-such-host.invalid")))).toMatchObject({ code: "UNREACHABLE" });
  });
});

describe("TLS", () => {
  test("a certificate without a defined binding is accepted under auto and refused under require", async () => {
    const certificate = makeCertificate("ed25519");
    const { client, server } = await setup({ certificate }, { tls: { ca: certificate.cert } });
    expect((await get(client)).status).toBe(200);
    expect((await get(connect(server.origin, { tls: { ca: certificate.der } }))).status).toBe(200);
    const strict = connect(server.origin, { tls: { ca: certificate.cert }, channelBinding: "require" });
    expect(await failure(get(strict))).toMatchObject({ code: "CHANNEL_BINDING", sent: false });
  });

  test("the name in the certificate is checked even when the certificate itself is trusted", async () => {
    const certificate = makeCertificate("ecdsa-sha256", ["other.test"]);
    const { client, server } = await setup({ certificate }, { tls: { ca: certificate.cert } });
    expect(await failure(get(client))).toMatchObject({ code: "TLS" });
    expect(server.received).toEqual([]);
    const named = connect(server.origin, { tls: { ca: certificate.cert, servername: "other.test" } });
    expect((await get(named)).status).toBe(200);
  });

  test("a trusted certificate with another key than the pinned one is refused before anything is sent", async () => {
    const certificate = makeCertificate("ecdsa-sha256");
    const key = new X509Certificate(certificate.cert).publicKey.export({ type: "spki", format: "der" });
    const pin = createHash("sha256").update(key).digest("hex");
    const { client, server } = await setup({ certificate }, { tls: { ca: certificate.cert, pin: "ab".repeat(32) } });
    expect(await failure(get(client))).toMatchObject({ code: "TLS", sent: false });
    expect(server.received).toEqual([]);
    expect((await get(connect(server.origin, { tls: { ca: certificate.cert, pin } }))).status).toBe(200);
  });

  test("a self-signed certificate is explained", async () => {
    const { client } = await setup({ certificate: makeCertificate("ecdsa-sha256") });
    expect((await failure(get(client))).message).toContain("self-signed; give that certificate itself as tls.ca");
  });
});

describe("the client", () => {
  test("lets requests under way finish when it is closed, turns the waiting away, and leaves no socket open", async () => {
    const entered = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<void>();
    const { client, server } = await setup({
      intercept: ({ received, response }) => {
        if (received.leg !== "type 3") return false;
        entered.resolve();
        answer.promise.then(() => response.end("done"));
        return true;
      },
    });
    const running = get(client);
    const waiting = failure(get(client));
    await entered.promise;
    const closed = client.close();
    expect((await waiting).code).toBe("CLOSED");
    answer.resolve();
    expect((await running).body.toString()).toBe("done");
    await closed;
    await server.connectionsClosed();
    expect((await failure(get(client))).code).toBe("CLOSED");
  });

  test("is called off while waiting for a connection and while waiting for an answer", async () => {
    const entered = Promise.withResolvers<void>();
    const { client } = await setup({
      intercept: ({ received }) => {
        if (received.leg === "type 3") entered.resolve();
        return received.leg === "type 3";
      },
    });
    const controller = new AbortController();
    const running = failure(get(client, { signal: controller.signal }));
    const waiting = failure(get(client, { signal: controller.signal }));
    await entered.promise;
    controller.abort(new Error("enough"));
    expect(await running).toMatchObject({ code: "ABORTED", sent: true });
    expect(await waiting).toMatchObject({ code: "ABORTED", sent: false });
    expect(await failure(get(client, { signal: AbortSignal.abort() }))).toMatchObject({ code: "ABORTED", sent: false });
  });

  test("closes a connection that was not used for a while", async () => {
    const { client, server } = await setup({}, { timeouts: { idle: 20 } });
    await get(client);
    await server.connectionsClosed();
    expect((await get(client)).status).toBe(200);
    expect(client.statistics()).toMatchObject({ connections: 2, handshakes: 2 });
  });

  test("opens a new connection after the server reset the old one while it was idle", async () => {
    let reset = () => {};
    const { client } = await setup({
      intercept: ({ request }) => {
        reset = () => request.socket.resetAndDestroy();
        return false;
      },
    });
    await get(client);
    reset();
    await vi.waitFor(() => expect(client.statistics().open).toBe(0));
    expect((await get(client)).status).toBe(200);
    expect(client.statistics()).toMatchObject({ connections: 2 });
  });

  test("opens a new connection after the server asked to close the old one", async () => {
    const { client, server } = await setup({
      intercept: ({ received, response }) => {
        if (received.leg === "type 3") response.setHeader("Connection", "close");
        return false;
      },
    });
    await get(client);
    await get(client);
    expect(server.connections).toBe(2);
  });

  test("asks the password provider at each logon, and reports its failure without its words", async () => {
    let calls = 0;
    const { client } = await setup(
      { persistence: "request" },
      {
        credentials: {
          username: `DOM\\${user}`,
          password: async () => {
            if (++calls > 2) throw new Error("vault is sealed");
            return password;
          },
        },
      },
    );
    await post(client);
    await post(client);
    const error = await failure(post(client));
    expect(error).toMatchObject({ code: "CREDENTIALS_UNAVAILABLE", sent: false });
    expect(error.message).toBe("the password could not be obtained");
  });

  test("reports each logon with all that a log needs, and no secret", async () => {
    const events: LogonEvent[] = [];
    const { client, server } = await setup({}, { onLogon: (event) => events.push(event) });
    await get(client);
    await get(client);
    const credentials = { username: `DOM\\${user}`, password: "wrong" };
    await failure(get(connect(server.origin, { credentials, onLogon: (event) => events.push(event) })));
    const event = { scheme: "ntlm", spn: "HTTP/localhost", user: `DOM\\${user}` };
    expect(events).toEqual([
      { ...event, leg: undefined, outcome: "accepted", status: 200 },
      { ...event, leg: "authenticate", outcome: "LOGON_REFUSED", status: 401 },
    ]);
  });

  test("never sends a request that would break HTTP", async () => {
    const { client, server } = await setup();
    const hostile: Partial<WindowsHttpRequest>[] = [
      { path: "no-slash" },
      { path: "/a b" },
      { path: "/ü" },
      { path: "/a\r\nX: y" },
      { method: "GET /" },
      { headers: { "X-A": "b\r\nX-C: d" } },
      { headers: { "X A": "b" } },
      { headers: { Authorization: "Basic x" } },
      { headers: { "transfer-encoding": "chunked" } },
      { timeout: 0 },
    ];
    for (const more of hostile)
      expect(await failure(get(client, more)), inspect(more)).toMatchObject({ code: "INVALID_REQUEST" });
    expect(server.connections).toBe(0);
  });

  test("keeps the answers of concurrent requests apart", async () => {
    const { client } = await setup({}, { maxConnections: 3 });
    const answers = await Promise.all(Array.from({ length: 60 }, (_, n) => get(client, { path: `/${n}` })));
    expect(answers.map(({ body }) => (JSON.parse(body.toString()) as { path: string }).path)).toEqual(
      Array.from({ length: 60 }, (_, n) => `/${n}`),
    );
    expect(client.statistics()).toMatchObject({ open: 3, handshakes: 3 });
  });

  test("reads an answer to HEAD and one without content", async () => {
    const { client } = await setup({
      intercept: ({ received, response }) => {
        if (received.leg !== "type 3" || received.method !== "DELETE") return false;
        response.writeHead(204).end();
        return true;
      },
    });
    expect(await client.request({ method: "head", path: "/" })).toMatchObject({ status: 200, body: Buffer.alloc(0) });
    expect(await client.request({ method: "DELETE", path: "/" })).toMatchObject({ status: 204 });
  });
});
