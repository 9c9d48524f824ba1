import { createHash, X509Certificate } from "node:crypto";
import { afterEach, expect, test } from "vitest";
import { createCleoClient, type UploadOutcome } from "../../../src/cleo/client.ts";
import { resolveTransport } from "../../../src/cleo/transport.ts";
import type { Trust } from "../../../src/cleo/trust.ts";
import { makeCertificate } from "../../windows-auth/certificate.ts";
import { order } from "./bundle.ts";
import { type ScriptedServer, startScriptedServer } from "./scriptedServer.ts";

let server: ScriptedServer | undefined;
afterEach(() => server?.close());

async function uploadTo(
  names: [string, ...string[]],
  trusted: boolean,
  more: (certificate: string) => Pick<Trust, "serverName" | "pin"> = () => ({}),
): Promise<UploadOutcome> {
  const certificate = makeCertificate("ecdsa-sha256", names);
  server = await startScriptedServer(() => undefined, certificate);
  const client = createCleoClient({
    connection: {
      name: "cleo",
      url: server.url,
      transport: resolveTransport("cic-folders-raw"),
      credentials: { username: "gpsvc", password: { reveal: () => "pw" } },
      trust: { ...(trusted && { ca: certificate.cert }), ...more(certificate.cert) },
    },
    now: () => new Date(),
  });
  try {
    return await client.upload(order());
  } finally {
    await client.close();
  }
}

test("a private authority that is configured is trusted", async () => {
  expect(await uploadTo(["localhost"], true)).toMatchObject({ kind: "sent" });
});

test("one that is not configured is refused before anything is sent", async () => {
  const outcome = await uploadTo(["localhost"], false);
  expect(outcome).toMatchObject({
    kind: "notSent",
    error: { code: "CLEO_TLS", message: expect.stringContaining("not trusted") },
  });
  expect(server?.received).toEqual([]);
});

test("a trusted certificate for another host name is refused", async () => {
  const outcome = await uploadTo(["other.test"], true);
  expect(outcome).toMatchObject({
    kind: "notSent",
    error: { code: "CLEO_TLS", message: expect.stringContaining("for another name") },
  });
  expect(server?.received).toEqual([]);
});

test("a certificate for the name that is configured is accepted, whatever the address says", async () => {
  const outcome = await uploadTo(["mailbox.partner.test"], true, () => ({ serverName: "mailbox.partner.test" }));
  expect(outcome).toMatchObject({ kind: "sent" });
});

const keyOf = (certificate: string): Buffer => {
  const key = new X509Certificate(certificate).publicKey.export({ type: "spki", format: "der" });
  return createHash("sha256").update(key).digest();
};

test.each([
  ["base64", (key: Buffer) => `sha256/${key.toString("base64")}`],
  ["hexadecimal", (key: Buffer) => key.toString("hex")],
])("the pinned key is accepted, written as %s", async (_, written) => {
  const outcome = await uploadTo(["localhost"], true, (certificate) => ({ pin: written(keyOf(certificate)) }));
  expect(outcome).toMatchObject({ kind: "sent" });
});

test("another key than the pinned one is refused and named, before anything is sent", async () => {
  let found = "";
  const outcome = await uploadTo(["localhost"], true, (certificate) => {
    found = keyOf(certificate).toString("base64");
    return { pin: "0".repeat(64) };
  });
  expect(outcome).toMatchObject({
    kind: "notSent",
    error: { code: "CLEO_TLS", message: expect.stringContaining(`not the pinned one: it has sha256/${found}`) },
  });
  expect(server?.received).toEqual([]);
});

test("a pinned key does not stand in for an authority or a name", async () => {
  const pin = (certificate: string) => ({ pin: keyOf(certificate).toString("hex") });
  expect(await uploadTo(["localhost"], false, pin)).toMatchObject({ kind: "notSent", error: { code: "CLEO_TLS" } });
  await server?.close();
  expect(await uploadTo(["other.test"], true, pin)).toMatchObject({ kind: "notSent", error: { code: "CLEO_TLS" } });
});
