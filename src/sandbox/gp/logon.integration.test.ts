import { connect } from "node:net";
import { describe, expect, test } from "vitest";
import { createLogonGuard, createWindowsHttpClient } from "../../windows-auth/index.ts";
import type { SandboxOptions } from "../options.ts";
import type { Sandbox } from "../sandbox.ts";
import { gpClient, gpUser } from "../testing/clients.ts";
import { curl, curlKnowsNtlm } from "../testing/curl.ts";
import { sandboxes } from "../testing/running.ts";

const start = sandboxes();
const help = (sandbox: Sandbox) => `${sandbox.gpUrl}/Tenants(DefaultTenant)/help`;
const credentials = (name = gpUser.name, password = gpUser.password) => ["--user", `${name}:${password}`];
const lastRequest = (sandbox: Sandbox) => sandbox.admin.gpRequests().at(-1);

const withCurl = curlKnowsNtlm();
if (!withCurl) {
  process.stderr.write(
    "NOT TESTED: the sandbox's logon with a foreign client, because there is no curl with NTLM here\n",
  );
}

describe.skipIf(!withCurl)("curl, as a client that was not written here,", () => {
  test("logs on by NTLMv2 and keeps the connection's logon", async () => {
    const sandbox = await start();
    const answers = await curl([help(sandbox), help(sandbox), help(sandbox)], "--ntlm", ...credentials());
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(sandbox.admin.state().gp).toMatchObject({ connections: 1, handshakes: 1 });
    expect(lastRequest(sandbox)).toMatchObject({ credentials: "session", user: gpUser.name, handshakes: 1 });
  });

  test("has to log on for every request where a logon lasts for one only", async () => {
    const sandbox = await start({ gp: { authentication: "request" } });
    const answers = await curl([help(sandbox), help(sandbox)], "--ntlm", ...credentials());
    expect(answers.at(0)?.status).toBe(200);
    expect(sandbox.admin.gpRequests().some(({ credentials: how }) => how === "session")).toBe(false);
  });

  test.each([
    ["DOMAIN\\user in other case", "contoso\\SVC-MLCONNECTOR"],
    ["user@domain", "svc-mlconnector@contoso.test"],
    ["a bare name", "svc-mlconnector"],
  ])("may name the account as %s", async (_, name) => {
    const sandbox = await start();
    expect((await curl([help(sandbox)], "--ntlm", ...credentials(name)))[0]?.status).toBe(200);
  });

  test("is refused with a wrong password, counted, and locked out in the end", async () => {
    const sandbox = await start({ gp: { lockAfterFailures: 2 } });
    const wrong = () => curl([help(sandbox)], "--ntlm", ...credentials(gpUser.name, "wrong"));
    expect((await wrong())[0]?.status).toBe(401);
    expect((await wrong())[0]?.status).toBe(401);
    expect((await curl([help(sandbox)], "--ntlm", ...credentials()))[0]?.status).toBe(401);
    expect(sandbox.admin.state().gp).toMatchObject({ wrongPasswords: 2, accounts: [{ state: "locked" }] });

    sandbox.admin.changeWindowsAccount({ user: gpUser.name, state: "active" });
    expect((await curl([help(sandbox)], "--ntlm", ...credentials()))[0]?.status).toBe(200);
  });

  test("gets 400 where an integrity code is required, because it sends none", async () => {
    const sandbox = await start({ gp: { requireMic: true } });
    expect((await curl([help(sandbox)], "--ntlm", ...credentials()))[0]?.status).toBe(400);
  });

  test("is offered what the options say", async () => {
    const sandbox = await start({ gp: { schemes: ["Negotiate", "NTLM"] } });
    const [answer] = await curl([help(sandbox)], "--include");
    expect(answer?.status).toBe(401);
    expect(answer?.body).toMatch(/WWW-Authenticate: Negotiate\r\nWWW-Authenticate: NTLM\r\n/i);
    expect(answer?.body).not.toMatch(/Basic/);
    expect((await curl([help(sandbox)], "--basic", ...credentials()))[0]?.status).toBe(401);
  });
});

describe("the connector's own client", () => {
  const client = (sandbox: Sandbox, change: Partial<Parameters<typeof createWindowsHttpClient>[0]> = {}) =>
    createWindowsHttpClient({
      origin: new URL(sandbox.gpUrl).origin,
      credentials: { username: gpUser.name, password: gpUser.password },
      scheme: "ntlm",
      logonGuard: createLogonGuard(),
      ...change,
    });
  const get = { method: "GET", path: "/GPService/Tenants(DefaultTenant)/help" };
  const check = async (options: SandboxOptions["gp"], change?: Parameters<typeof client>[1]) => {
    const sandbox = await start({ gp: options });
    const http = client(sandbox, change);
    try {
      const statuses = [];
      for (let round = 0; round < 3; round += 1) statuses.push((await http.request(get)).status);
      return { sandbox, statuses };
    } finally {
      await http.close();
    }
  };

  test("sends an integrity code that this independent check finds right", async () => {
    const { sandbox, statuses } = await check({ requireMic: true });
    expect(statuses).toEqual([200, 200, 200]);
    expect(sandbox.admin.gpRequests().find(({ credentials: how }) => how === "NTLM type 3")?.note).toBe("mic");
    expect(sandbox.admin.state().gp.handshakes).toBe(1);
  });

  test("copes with a logon per request", async () => {
    const { sandbox, statuses } = await check({ authentication: "request", requireMic: true });
    expect(statuses).toEqual([200, 200, 200]);
    expect(sandbox.admin.state().gp.handshakes).toBe(3);
  });

  test("names the service that Extended Protection asks for", async () => {
    expect((await check({ extendedProtection: "always" })).statuses).toEqual([200, 200, 200]);
    await expect(check({ extendedProtection: "always", spns: ["HTTP/gp.contoso.test"] })).rejects.toThrow();
  });

  test("sends no body before the logon, which some servers hang up on", async () => {
    const sandbox = await start({ gp: { hangUpOnEarlyBody: true } });
    const path = "/GPService/Tenants(DefaultTenant)/Companies(TWO)/Dynamics/Purchasing/PayablesInvoices";
    const http = client(sandbox);
    try {
      expect((await http.request({ method: "POST", path, body: "{}" })).status).toBe(400);
    } finally {
      await http.close();
    }
    await expect(fetch(`${new URL(sandbox.gpUrl).origin}${path}`, { method: "POST", body: "{}" })).rejects.toThrow();
  });

  test("logs on with a name and a password outside ASCII", async () => {
    const account = { domain: "CONTOSO", username: "jürgen.müß", password: "Пароль-密碼-€1" };
    const { statuses } = await check(
      { accounts: [account] },
      { credentials: { username: "CONTOSO\\jürgen.müß", password: account.password } },
    );
    expect(statuses).toEqual([200, 200, 200]);
  });

  test("speaks NTLM under the name Negotiate as well", async () => {
    const { sandbox, statuses } = await check({ schemes: ["Negotiate"] });
    expect(statuses).toEqual([200, 200, 200]);
    expect(lastRequest(sandbox)?.credentials).toBe("session");
  });
});

describe("a logon", () => {
  test("by Basic lasts for its request only", async () => {
    const sandbox = await start();
    expect((await gpClient(sandbox).send("/help")).status).toBe(200);
    expect((await fetch(help(sandbox))).status).toBe(401);
  });

  test.each([
    ["no scheme that is offered", "Digest abc", 401],
    ["no NTLM message", `NTLM ${Buffer.from("hello").toString("base64")}`, 400],
    ["a type 3 without a challenge", `NTLM ${type3().toString("base64")}`, 400],
    ["Basic without a colon", `Basic ${Buffer.from("nobody").toString("base64")}`, 400],
    ["nothing", "", 401],
  ])("with %s is turned away", async (_, authorization, status) => {
    const sandbox = await start();
    expect((await fetch(help(sandbox), { headers: { authorization } })).status).toBe(status);
  });

  test("on one connection is worth nothing on another", async () => {
    const sandbox = await start();
    const challenged = await raw(sandbox, type1());
    expect(challenged).toMatch(/401[\s\S]*NTLM TlRMTVNTUAAC/);
    expect(await raw(sandbox, type3())).toMatch(/^HTTP\/1.1 400/);
  });

  test("without a GP user behind it opens nothing", async () => {
    const sandbox = await start({
      gp: { accounts: [{ domain: "CONTOSO", username: "ann", password: "x", gpUser: false }] },
    });
    expect((await gpClient(sandbox, { name: "CONTOSO\\ann", password: "x" }).send("/help")).status).toBe(403);
  });

  test("without a GP user may be answered with 401 although the password is right", async () => {
    const account = { domain: "CONTOSO", username: "ann", password: "x", gpUser: false };
    const sandbox = await start({ gp: { accounts: [account], accessRefusedStatus: 401 } });
    const answer = await gpClient(sandbox, { name: "CONTOSO\\ann", password: "x" }).send("/help");
    expect([answer.status, answer.headers.get("www-authenticate")]).toEqual([401, 'NTLM, Basic realm="contoso.test"']);
    expect(sandbox.admin.state().gp.wrongPasswords).toBe(0);
  });

  test("ends with its connection, which the server may close whenever it likes", async () => {
    const sandbox = await start({ gp: { closeAfter: 3 } });
    const http = createWindowsHttpClient({
      origin: new URL(sandbox.gpUrl).origin,
      credentials: { username: gpUser.name, password: gpUser.password },
      scheme: "ntlm",
      logonGuard: createLogonGuard(),
    });
    const path = "/GPService/Tenants(DefaultTenant)/help";
    try {
      for (let round = 0; round < 6; round += 1) expect((await http.request({ method: "GET", path })).status).toBe(200);
    } finally {
      await http.close();
    }
    expect(sandbox.admin.state().gp.connections).toBeGreaterThan(1);
  });

  test("of a disabled account fails like a wrong password", async () => {
    const sandbox = await start();
    sandbox.admin.changeWindowsAccount({ user: "svc-mlconnector", state: "disabled" });
    const answer = await gpClient(sandbox).send("/help");
    expect([answer.status, answer.text]).toEqual([401, ""]);
  });
});

test("no password, token or response is in the request log", async () => {
  const sandbox = await start();
  await gpClient(sandbox).send("/help");
  if (withCurl) await curl([help(sandbox)], "--ntlm", ...credentials());
  const log = JSON.stringify(sandbox.admin.gpRequests());
  expect(log).not.toContain(gpUser.password);
  expect(log).not.toMatch(/TlRMTVNT/);
});

function type1(): Buffer {
  const message = Buffer.alloc(40);
  message.write("NTLMSSP\0", "latin1");
  message.writeUInt32LE(1, 8);
  message.writeUInt32LE(0xa208_8205, 12);
  return message;
}

function type3(): Buffer {
  const message = Buffer.alloc(96);
  message.write("NTLMSSP\0", "latin1");
  message.writeUInt32LE(3, 8);
  return message;
}

function raw(sandbox: Sandbox, token: Buffer): Promise<string> {
  const { hostname, port } = new URL(sandbox.gpUrl);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(
        `GET /GPService/Tenants(DefaultTenant)/help HTTP/1.1\r\nHost: ${hostname}\r\nConnection: close\r\nAuthorization: NTLM ${token.toString("base64")}\r\n\r\n`,
      );
    });
    let answer = "";
    socket.on("data", (chunk) => {
      answer += chunk.toString("latin1");
    });
    socket.on("end", () => resolve(answer));
    socket.on("error", reject);
  });
}
