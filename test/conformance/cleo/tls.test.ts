import { afterEach, expect, test } from "vitest";
import { createCleoClient, type UploadOutcome } from "../../../src/cleo/client.ts";
import { resolveTransport } from "../../../src/cleo/transport.ts";
import { makeCertificate } from "../../windows-auth/certificate.ts";
import { order } from "./bundle.ts";
import { type ScriptedServer, startScriptedServer } from "./scriptedServer.ts";

let server: ScriptedServer | undefined;
afterEach(() => server?.close());

async function uploadTo(names: [string, ...string[]], trusted: boolean): Promise<UploadOutcome> {
  const certificate = makeCertificate("ecdsa-sha256", names);
  server = await startScriptedServer(() => undefined, certificate);
  const client = createCleoClient({
    connection: {
      name: "cleo",
      url: server.url,
      transport: resolveTransport("cic-folders-raw"),
      credentials: { username: "gpsvc", password: { reveal: () => "pw" } },
      ...(trusted && { ca: certificate.cert }),
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
