import { describe, expect, test } from "vitest";
import { facts, failure, get, type LabBundle, type LabPort, post } from "./labBundle.ts";

const everyNtlmPort: readonly LabPort[] = [
  "APACHE",
  "APACHE_TLS",
  "CONN",
  "PERREQ",
  "EPA_ALLOW",
  "EPA_REQUIRE",
  "EPA_GSS",
  "NTLM_STRICT",
];

export function ntlmCases(bundle: LabBundle): void {
  describe("NTLM", () => {
    test.each(everyNtlmPort)("logs on at %s, reads and writes", async (port) => {
      const client = bundle.client(port);
      const written = await post(client, "hello");
      expect(written.status).toBe(200);
      expect(JSON.parse(written.body.toString())).toMatchObject({ method: "POST", bytes: 5 });
      expect((await get(client)).status).toBe(200);
      expect((await post(client, "")).status).toBe(200);
      expect(client.statistics().scheme).toBe("ntlm");
    });

    test("sends NTLMv2 with a MIC, the SPN and no key exchange", async () => {
      expect(facts(await get(bundle.client("CONN")))).toMatchObject({
        scheme: "NTLM",
        v: "2",
        mic: "1",
        keyexch: "0",
        spn: bundle.variable("SPN"),
      });
    });

    test("works bare under the name Negotiate, if that is the only name that is offered", async () => {
      const client = bundle.client("CONN", {
        scheme: "negotiate",
        kerberos: { kdc: "127.0.0.1:1", realm: "X", allowNtlmFallback: true },
      });
      expect((await get(client)).authentication.scheme).toBe("ntlm");
    });

    test.each<[string, (bundle: LabBundle) => { username: string; password: string; domain?: string }]>([
      ["DOMAIN\\user", ({ account }) => account()],
      ["a UPN", ({ account, variable }) => account(variable("UPN"))],
      ["a UPN with another suffix than the domain", ({ account, variable }) => account(variable("ALT_UPN"))],
      ["a bare user", ({ account, variable }) => account(variable("USER"))],
      [
        "a bare user and the domain beside it",
        ({ account, variable }) => ({ ...account(variable("USER")), domain: variable("DOMAIN") }),
      ],
      [
        "a name and password outside of ASCII",
        ({ account, variable }) =>
          account(`${variable("DOMAIN")}\\${variable("UNICODE_USER")}`, variable("UNICODE_PASSWORD")),
      ],
      [
        "the same as a bare user",
        ({ account, variable }) => account(variable("UNICODE_USER"), variable("UNICODE_PASSWORD")),
      ],
    ])("accepts %s", async (_, credentials) => {
      expect((await get(bundle.client("CONN", { credentials: credentials(bundle) }))).status).toBe(200);
    });

    test("names the workstation that is configured", async () => {
      expect(facts(await get(bundle.client("CONN", { workstation: "WS-7" }))).ws).toBe("WS-7");
    });
  });

  describe("a connection-bound server", () => {
    test("is asked for one logon, then the connection is reused without credentials", async () => {
      const client = bundle.client("CONN", { maxConnections: 1 });
      const first = await get(client);
      expect(first.authentication).toEqual({ scheme: "ntlm", handshakes: 1, reused: false });
      for (let n = 0; n < 10; n++) {
        const next = await (n % 2 ? get(client) : post(client, "body"));
        expect(next.authentication).toEqual({ scheme: "ntlm", handshakes: 0, reused: true });
        expect(next.headers).toMatchObject({
          "x-adlab-conn": first.headers["x-adlab-conn"],
          "x-adlab-reused": "1",
          "x-adlab-handshakes": "1",
        });
      }
      expect(client.statistics()).toMatchObject({ connections: 1, handshakes: 1, requests: 11, reused: 10 });
    });

    test("serves 100 parallel requests over 3 connections with 3 logons", async () => {
      const client = bundle.client("CONN", { maxConnections: 3 });
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, n) => (n % 3 ? get(client, `/${n}`) : post(client, String(n)))),
      );
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      expect(new Set(answers.map(({ headers }) => headers["x-adlab-conn"])).size).toBeLessThanOrEqual(3);
      expect(client.statistics()).toMatchObject({ requests: 100, waiting: 0 });
      expect(client.statistics().handshakes).toBeLessThanOrEqual(3);
      const paths = answers.map(({ body }) => JSON.parse(body.toString()) as { path: string });
      expect(paths.every(({ path }, n) => path === (n % 3 ? `/${n}` : "/y"))).toBe(true);
    });
  });

  describe("a per-request server", () => {
    test("is detected by the first read and remembered", async () => {
      const client = bundle.client("PERREQ", { maxConnections: 1 });
      await get(client);
      await get(client); // finds out, by a 401 to a request without credentials
      expect(client.statistics().persistence).toBe("request");
      const third = await get(client);
      expect(third.authentication.handshakes).toBe(1);
      // Seven requests on the wire: type 1 and 3, the probe, and type 1 and 3 twice more.
      expect(third.headers["x-adlab-request"]).toBe("7");
      expect(client.statistics()).toMatchObject({ connections: 1, handshakes: 3 });
    });

    test("never sees a body before the logon is through", async () => {
      const client = bundle.client("NTLM_STRICT", { maxConnections: 2 });
      const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => post(client, `body ${n}`)));
      expect(answers.map(({ body }) => (JSON.parse(body.toString()) as { bytes: number }).bytes)).toEqual(
        Array(8).fill(6),
      );
      expect(client.statistics().connections).toBeLessThanOrEqual(2);
    });

    test("serves 100 parallel requests over 4 connections", async () => {
      const client = bundle.client("PERREQ");
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, n) => (n % 2 ? get(client) : post(client, "x"))),
      );
      expect(answers.every(({ status }) => status === 200)).toBe(true);
      expect(client.statistics()).toMatchObject({ connections: 4, requests: 100 });
    });
  });

  describe("Extended Protection", () => {
    test.each(["EPA_ALLOW", "EPA_REQUIRE", "EPA_GSS"] as const)("at %s the channel binding matches", async (port) => {
      expect(facts(await get(bundle.client(port, { channelBinding: "require" }))).cbt).toBe("ok");
    });

    test("that is required refuses a client without a binding, and the error says what may be wrong", async () => {
      for (const port of ["EPA_REQUIRE", "EPA_GSS"] as const) {
        const error = await failure(get(bundle.client(port, { channelBinding: "off" })));
        expect(error.code).toBe("LOGON_REFUSED");
        expect(error.message).toContain("no channel binding was sent");
      }
    });

    test("that is allowed lets a client in that sends none", async () => {
      const response = await get(bundle.client("EPA_ALLOW", { channelBinding: "off" }));
      expect(facts(response)).toMatchObject({ cbt: "absent" });
    });

    test("holds on each of many connections, not only on the first", async () => {
      const client = bundle.client("EPA_REQUIRE", { maxConnections: 6, persistence: "request" });
      const answers = await Promise.all(Array.from({ length: 12 }, () => get(client)));
      expect(answers.map((answer) => facts(answer).cbt)).toEqual(Array(12).fill("ok"));
    });
  });

  describe("Basic", () => {
    test.each<[string, (bundle: LabBundle) => { username: string; password: string }]>([
      ["DOMAIN\\user", ({ account }) => account()],
      ["a UPN", ({ account, variable }) => account(variable("UPN"))],
      ["a bare user", ({ account, variable }) => account(variable("USER"))],
      [
        "a name outside of ASCII",
        ({ account, variable }) =>
          account(`${variable("DOMAIN")}\\${variable("UNICODE_USER")}`, variable("UNICODE_PASSWORD")),
      ],
    ])("is what auto ends at where nothing else is offered, for %s", async (_, credentials) => {
      const client = bundle.client("BASIC", { credentials: credentials(bundle) });
      expect((await post(client, "x")).authentication.scheme).toBe("basic");
      expect((await get(client)).status).toBe(200);
    });

    test("is spoken where it was asked for, though stronger schemes are offered", async () => {
      const client = bundle.client("APACHE_TLS", {
        scheme: "basic",
        credentials: bundle.account(bundle.variable("USER")),
      });
      expect((await get(client)).authentication.scheme).toBe("basic");
    });

    test("is not spoken to a server that does not offer it", async () => {
      expect((await failure(get(bundle.client("EPA_ALLOW", { scheme: "basic" })))).code).toBe("SCHEME_NOT_OFFERED");
    });
  });
}
