import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { makeCertificate, type SignatureKind } from "../../../test/windows-auth/certificate.ts";
import { createLogonGuard, createWindowsHttpClient } from "../../windows-auth/index.ts";
import type { GpOptions } from "../options.ts";
import { gpUser } from "../testing/clients.ts";
import { sandboxes } from "../testing/running.ts";

const start = sandboxes();
let directory = "";
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "sandbox-tls-"));
});
afterEach(() => rm(directory, { recursive: true }));

interface Case {
  kind?: SignatureKind;
  protection?: GpOptions["extendedProtection"];
  binding?: "auto" | "off";
}

/** Status of two requests over TLS, by the connector's own client. */
async function statuses({ kind = "ecdsa-sha256", protection = "always", binding = "auto" }: Case) {
  const { cert, key } = makeCertificate(kind, ["gp.contoso.test"]);
  const tls = { certificateFile: join(directory, "cert.pem"), keyFile: join(directory, "key.pem") };
  await Promise.all([writeFile(tls.certificateFile, cert), writeFile(tls.keyFile, key)]);
  const sandbox = await start({ gp: { tls, extendedProtection: protection, requireMic: true } });
  const client = createWindowsHttpClient({
    origin: new URL(sandbox.gpUrl).origin,
    credentials: { username: gpUser.name, password: gpUser.password },
    scheme: "ntlm",
    tls: { ca: cert, servername: "gp.contoso.test" },
    channelBinding: binding,
    logonGuard: createLogonGuard(),
  });
  try {
    const request = { method: "GET", path: "/GPService/Tenants(DefaultTenant)/help" };
    return [(await client.request(request)).status, (await client.request(request)).status];
  } finally {
    await client.close();
  }
}

describe("over TLS, Extended Protection", () => {
  test.each<SignatureKind>(["rsa-sha256", "rsa-sha1", "ecdsa-sha384"])(
    "finds the binding to a certificate signed with %s right",
    async (kind) => {
      expect(await statuses({ kind })).toEqual([200, 200]);
    },
  );

  test("refuses a client without a binding, unless it may come without", async () => {
    await expect(statuses({ binding: "off" })).rejects.toThrow();
    expect(await statuses({ binding: "off", protection: "never" })).toEqual([200, 200]);
  });
});
