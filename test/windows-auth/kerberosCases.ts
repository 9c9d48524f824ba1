import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { WindowsHttpOptions } from "../../src/windows-auth/index.ts";
import { encryptionTypes } from "../../src/windows-auth/kerberos/encryption.ts";
import { askKdc, parseKdc } from "../../src/windows-auth/kerberos/kdc.ts";
import { passwordKeys } from "../../src/windows-auth/kerberos/longTermKey.ts";
import { enterprisePrincipal } from "../../src/windows-auth/kerberos/principal.ts";
import { obtainGrantingTicket, obtainServiceTicket } from "../../src/windows-auth/kerberos/tickets.ts";
import { facts, failure, get, type LabBundle, type LabPort, post } from "./labBundle.ts";

const everyKerberosPort: readonly LabPort[] = [
  "APACHE",
  "APACHE_TLS",
  "APACHE_KRB",
  "CONN",
  "PERREQ",
  "EPA_ALLOW",
  "EPA_REQUIRE",
  "EPA_GSS",
];

export function kerberosCases(bundle: LabBundle): void {
  const kerberos = (): Partial<WindowsHttpOptions> => ({
    credentials: bundle.account(bundle.variable("UPN")),
    kerberos: { kdc: bundle.variable("KDC"), mutualAuthentication: "require" },
    scheme: "negotiate",
  });

  describe("Kerberos", () => {
    test.each(everyKerberosPort)("logs on at %s with mutual authentication, reads and writes", async (port) => {
      const client = bundle.client(port, kerberos());
      const written = await post(client, "hello");
      expect(written.authentication).toEqual({ scheme: "kerberos", handshakes: 1, reused: false });
      expect(JSON.parse(written.body.toString())).toMatchObject({ bytes: 5 });
      expect((await get(client)).status).toBe(200);
      expect(client.statistics().scheme).toBe("kerberos");
    });

    test.each(["EPA_ALLOW", "EPA_REQUIRE", "EPA_GSS"] as const)(
      "binds the logon to the TLS channel at %s",
      async (port) => {
        expect(facts(await get(bundle.client(port, { ...kerberos(), channelBinding: "require" })))).toMatchObject({
          scheme: "Kerberos",
          cbt: "ok",
        });
      },
    );

    test("without a binding is refused where one is required, and says so", async () => {
      const error = await failure(get(bundle.client("EPA_REQUIRE", { ...kerberos(), channelBinding: "off" })));
      expect(error).toMatchObject({ code: "LOGON_REFUSED", reason: "ticket-refused", scheme: "kerberos" });
      expect(error.message).toContain("no channel binding was sent");
    });

    test("sends a token of its own with each of 100 parallel requests, none of which is taken for a replay", async () => {
      const client = bundle.client("APACHE_KRB", kerberos());
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, n) => (n % 2 ? get(client) : post(client, "x"))),
      );
      expect(answers.every(({ status }) => status === 200)).toBe(true);
      expect(client.statistics()).toMatchObject({ connections: 4, handshakes: 100 });
    });

    test("reuses the connection where the server announces that the logon lasts", async () => {
      const client = bundle.client("CONN", { ...kerberos(), maxConnections: 1 });
      await get(client);
      expect((await post(client, "x")).authentication).toEqual({ scheme: "kerberos", handshakes: 0, reused: true });
    });

    test.each([["aes256"], ["aes128"]] as const)("works with %s keys alone", async (name) => {
      const options = kerberos();
      const client = bundle.client("PERREQ", {
        ...options,
        kerberos: { ...options.kerberos, encryptionTypes: [name] },
      });
      expect((await get(client)).authentication.scheme).toBe("kerberos");
    });

    test("gets RC4 tickets from the domain where a service has no AES keys", async () => {
      const request = {
        client: enterprisePrincipal(bundle.variable("UPN")),
        encryptionTypes: encryptionTypes(["rc4"]),
        keys: passwordKeys(bundle.variable("PASSWORD"), "user"),
        realm: bundle.variable("REALM"),
        servicePrincipalName: "host/dc1",
        user: bundle.variable("UPN"),
      };
      let time = BigInt(Date.now()) * 1000n;
      const environment = {
        ask: askKdc,
        authenticatorTime: () => ++time,
        kdcsOf: async () => [parseKdc(bundle.variable("KDC"))],
        now: Date.now,
        signal: undefined,
        timeouts: { connect: 5000, response: 5000 },
      };
      const granting = await obtainGrantingTicket(request, environment);
      expect(granting.sessionKey.type.id).toBe(23);
      const granted = await obtainServiceTicket(request, granting, environment);
      expect(granted.sessionKey.type.id).toBe(23);
      expect(granted.endTime).toBeGreaterThan(Date.now());
    });

    test.each<[string, (bundle: LabBundle) => Partial<WindowsHttpOptions>]>([
      [
        "a UPN with another suffix than the realm",
        ({ account, variable }) => ({ credentials: account(variable("ALT_UPN")) }),
      ],
      ["a bare user", ({ account, variable }) => ({ credentials: account(variable("USER")) })],
      ["DOMAIN\\user", ({ account }) => ({ credentials: account() })],
      [
        "a name and password outside of ASCII",
        ({ account, variable }) => ({ credentials: account(variable("UNICODE_USER"), variable("UNICODE_PASSWORD")) }),
      ],
      [
        "a keytab by its path",
        ({ variable }) => ({ credentials: { username: variable("USER"), keytab: variable("CLIENT_KEYTAB") } }),
      ],
      [
        "a keytab by its content",
        ({ variable }) => ({
          credentials: { username: variable("UPN"), keytab: readFileSync(variable("CLIENT_KEYTAB")) },
        }),
      ],
    ])("accepts %s", async (_, options) => {
      const { kerberos: settings, scheme } = kerberos();
      const client = bundle.client("APACHE_KRB", {
        kerberos: { ...settings, realm: bundle.variable("REALM") },
        ...(scheme ? { scheme } : {}),
        ...options(bundle),
      });
      expect((await get(client)).authentication.scheme).toBe("kerberos");
    });

    test.each<[string, (bundle: LabBundle) => { username: string; password: string }, string, number]>([
      ["a wrong password", ({ account, variable }) => account(variable("UPN"), "wrong"), "wrong-password", 24],
      ["an unknown user", ({ account, variable }) => account(`nobody@${variable("DNS_DOMAIN")}`), "unknown-user", 6],
      [
        "a disabled account",
        ({ account, variable }) => account(`${variable("DISABLED_USER")}@${variable("DNS_DOMAIN")}`),
        "disabled-or-locked",
        18,
      ],
      [
        "a password that must be changed",
        ({ account, variable }) => account(`${variable("EXPIRED_USER")}@${variable("DNS_DOMAIN")}`),
        "password-expired",
        23,
      ],
    ])("names %s as what it is", async (_, credentials, reason, kdcError) => {
      const error = await failure(
        get(bundle.client("APACHE_KRB", { ...kerberos(), credentials: credentials(bundle) })),
      );
      expect(error).toMatchObject({
        code: "LOGON_REFUSED",
        reason,
        kdcError,
        scheme: "kerberos",
        leg: "kdc",
        sent: false,
      });
    });

    test("names an unknown SPN, a wrong clock and a domain controller that is not there", async () => {
      const unknown = await failure(get(bundle.client("CONN", { ...kerberos(), spn: "HTTP/nowhere.test" })));
      expect(unknown).toMatchObject({ code: "KERBEROS_UNKNOWN_SPN", kdcError: 7 });
      const skewed = await failure(get(bundle.client("CONN", { ...kerberos(), now: () => Date.now() - 3_600_000 })));
      expect(skewed).toMatchObject({ code: "KERBEROS_CLOCK_SKEW", kdcError: 37 });
      expect(skewed.message).toMatch(/3(600|599|601) s behind/);
      const absent = await failure(get(bundle.client("CONN", { ...kerberos(), kerberos: { kdc: "127.0.0.1:1" } })));
      expect(absent).toMatchObject({ code: "KERBEROS_KDC_UNREACHABLE", sent: false });
    });

    test("asks the next domain controller when the first is not there", async () => {
      const client = bundle.client("CONN", {
        ...kerberos(),
        kerberos: { kdc: ["127.0.0.1:1", bundle.variable("KDC")] },
      });
      expect((await get(client)).status).toBe(200);
    });
  });

  describe("scheme auto", () => {
    const auto = (): Partial<WindowsHttpOptions> => ({ ...kerberos(), scheme: "auto" });

    test("takes Kerberos where it is offered and configured", async () => {
      expect((await post(bundle.client("PERREQ", auto()), "x")).authentication.scheme).toBe("kerberos");
    });
    test("takes NTLM where Kerberos is not offered, and Basic where nothing else is", async () => {
      expect((await post(bundle.client("NTLM_STRICT", auto()), "x")).authentication.scheme).toBe("ntlm");
      expect((await post(bundle.client("BASIC", auto()), "x")).authentication.scheme).toBe("basic");
    });
    test("takes NTLM where the domain does not know the SPN or cannot be reached, and remembers it", async () => {
      for (const options of [
        { ...auto(), spn: "HTTP/nowhere.test" },
        { ...auto(), kerberos: { kdc: "127.0.0.1:1" } },
      ]) {
        const client = bundle.client("PERREQ", options);
        expect((await post(client, "x")).authentication.scheme).toBe("ntlm");
        expect((await post(client, "x")).authentication.scheme).toBe("ntlm");
      }
    });
    test("does not turn to NTLM when the domain refuses the password: that would be a second try", async () => {
      const before = bundle.lab.refusals().length;
      const client = bundle.client("CONN", { ...auto(), credentials: bundle.account(bundle.variable("UPN"), "wrong") });
      expect((await failure(get(client))).reason).toBe("wrong-password");
      expect(bundle.lab.refusals().length).toBe(before);
    });
  });

  test("a token provider stands in for Kerberos and sees the SPN and the channel binding", async () => {
    const seen: (readonly [string, boolean])[] = [];
    const client = bundle.client("EPA_REQUIRE", {
      credentials: { username: bundle.variable("UPN") },
      kerberos: {
        tokenProvider: (spn, binding) => {
          seen.push([spn, binding?.toString("latin1").startsWith("tls-server-end-point:") ?? false]);
          return Buffer.from("not a token");
        },
      },
    });
    const error = await failure(get(client));
    expect(seen).toEqual([[bundle.variable("SPN"), true]]);
    expect(["LOGON_REFUSED", "TOKEN_REFUSED"]).toContain(error.code);
  });
}
