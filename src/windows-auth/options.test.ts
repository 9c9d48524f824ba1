import { expect, test } from "vitest";
import { createWindowsHttpClient, type WindowsHttpOptions } from "./index.ts";
import { resolveOptions } from "./options.ts";

const valid: WindowsHttpOptions = {
  origin: "https://gp.test:8443",
  credentials: { username: "D\\u", password: "secret" },
};

test.each<[string, Partial<WindowsHttpOptions> | object, string]>([
  ["a path in the origin", { origin: "https://gp.test/app" }, 'without the path "/app"'],
  ["a password in the origin", { origin: "https://u:secret@gp.test" }, "must not contain a user or password"],
  ["another protocol", { origin: "ftp://gp.test" }, "https://host:port"],
  ["no origin at all", { origin: "gp.test" }, "https://host:port"],
  ["Basic over http", { origin: "http://gp.test", scheme: "basic" }, "Basic would send the password in the clear"],
  ["no credentials", { credentials: { username: "u" } }, "a keytab or a token provider"],
  [
    "NTLM without a password",
    { credentials: { username: "u", keytab: "x" }, scheme: "ntlm" },
    'scheme "ntlm" needs a password',
  ],
  ["an unknown scheme", { scheme: "digest" }, "scheme must be one of auto, negotiate, ntlm, basic"],
  ["a required binding over http", { origin: "http://gp.test", channelBinding: "require" }, "over https only"],
  ["TLS options over http", { origin: "http://gp.test", tls: {} }, "the origin is http"],
  ["a CA that is none", { tls: { ca: "nonsense" } }, "tls.ca is not a certificate"],
  ["a pin of another length", { tls: { pin: "abcd" } }, "tls.pin must be the SHA-256"],
  ["no connections", { maxConnections: 0 }, "maxConnections must be a whole number from 1 to 256"],
  ["a timeout of zero", { timeouts: { connect: 0 } }, "timeouts.connect"],
  [
    "a KDC that is none",
    { credentials: { username: "u@d.test", password: "p" }, kerberos: { kdc: "http://kdc/" } },
    "kerberos.kdc must be of the form",
  ],
  ["a realm that cannot be derived", { scheme: "negotiate" }, "give kerberos.realm"],
])("%s is refused at once", (_, overrides, message) => {
  const create = () => createWindowsHttpClient({ ...valid, ...overrides } as WindowsHttpOptions);
  expect(create).toThrow(message);
  expect(create).toThrow(expect.objectContaining({ code: "INVALID_OPTIONS" }));
  expect(create).not.toThrow("secret@");
});

test("the defaults are the ones that are documented", () => {
  expect(resolveOptions(valid)).toMatchObject({
    channelBinding: "auto",
    endpoint: { host: "gp.test", port: 8443, tls: { minVersion: "TLSv1.2", pin: undefined } },
    host: "gp.test:8443",
    maxConnections: 4,
    maxResponseBytes: 67_108_864,
    persistence: "detect",
    servicePrincipalName: "HTTP/gp.test",
    timeouts: { connect: 10_000, handshake: 30_000, idle: 60_000, response: 120_000 },
    workstation: "",
  });
  expect(resolveOptions({ ...valid, origin: "http://[::1]" }).endpoint).toMatchObject({ host: "::1", port: 80 });
});
