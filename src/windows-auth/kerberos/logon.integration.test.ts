import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { openApRequest, startKdc, type TestKdc } from "../../../test/windows-auth/testKdc.ts";
import { applicationTag, der, derField, derInteger, derObjectIdentifier, derOctets, derSequence } from "../der.ts";
import { createLogonGuard, createWindowsHttpClient, type WindowsHttpOptions } from "../index.ts";
import { keyUsage } from "./encryption.ts";
import { encodeEncryptedData } from "./kdcMessages.ts";

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of cleanUp.splice(0).reverse()) await close();
});

type Proof = "right" | "late" | "none" | "reject" | "garbage" | "other mechanism";

/** A domain controller, and a service that answers a Kerberos token with the proof asked for. */
async function setup(
  prove: (count: number) => Proof | 401,
  options: Partial<WindowsHttpOptions> = {},
  decide?: Parameters<typeof startKdc>[2],
) {
  const kdc = await startKdc("A.TEST", "secret", decide);
  cleanUp.push(() => kdc.close());
  let count = 0;
  const server = createServer((request, response) => {
    request.resume().once("end", () => {
      const token = Buffer.from(/^Negotiate (.*)$/.exec(request.headers.authorization ?? "")?.[1] ?? "", "base64");
      const proof = token.length === 0 ? 401 : prove(++count);
      if (proof === 401) response.writeHead(401, { "WWW-Authenticate": "Negotiate" }).end();
      else {
        const answer = proof === "none" ? undefined : encodeProof(proof, token, kdc);
        response.writeHead(200, answer && { "WWW-Authenticate": `Negotiate ${answer.toString("base64")}` }).end("ok");
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  cleanUp.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  const { host, port } = kdc.address;
  const client = createWindowsHttpClient({
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { username: "user", password: "secret" },
    kerberos: { kdc: `${host}:${port}`, realm: "A.TEST" },
    logonGuard: createLogonGuard(),
    scheme: "negotiate",
    ...options,
  });
  cleanUp.push(() => client.close());
  return { client, kdc };
}

function encodeProof(proof: Proof, token: Buffer, { sessionKey }: TestKdc): Buffer {
  if (proof === "garbage") return Buffer.from("a1ff", "hex");
  if (proof === "reject") return der(0xa1, derSequence(derField(0, der(0x0a, Buffer.from([2])))));
  const { ctime, cusec } = openApRequest(token, sessionKey);
  const time = proof === "late" ? derInteger(((cusec.content[0] ?? 0) + 1) % 100) : cusec.encoded;
  const secret = der(applicationTag(27), derSequence(derField(0, ctime.encoded), derField(1, time)));
  const cipher = sessionKey.type.encrypt(sessionKey.value, keyUsage.apRep, secret, Buffer.alloc(16));
  const reply = der(
    applicationTag(15),
    derSequence(derField(0, derInteger(5)), derField(1, derInteger(15)), derField(2, encodeEncryptedData(18, cipher))),
  );
  const mechanism = derObjectIdentifier(
    proof === "other mechanism" ? "1.3.6.1.4.1.311.2.2.10" : "1.2.840.113554.1.2.2",
  );
  const frame = der(applicationTag(0), mechanism, Buffer.from([2, 0]), reply);
  return der(
    0xa1,
    derSequence(derField(0, der(0x0a, Buffer.from([0]))), derField(1, mechanism), derField(2, derOctets(frame))),
  );
}

const get = { method: "GET", path: "/" } as const;

describe("the service's proof of its identity", () => {
  test("that repeats the request's time is accepted", async () => {
    const { client } = await setup(() => "right");
    expect(await client.request(get)).toMatchObject({ status: 200, authentication: { scheme: "kerberos" } });
  });

  test.each(["late", "none", "reject", "garbage", "other mechanism"] as const)(
    "that is %s is refused",
    async (proof) => {
      const { client } = await setup(() => proof);
      await expect(client.request(get)).rejects.toMatchObject({ code: "KERBEROS_MUTUAL_AUTHENTICATION", sent: true });
    },
  );

  test("may be left out where that is allowed, but a wrong one is refused even then", async () => {
    const options = (kdc: TestKdc["address"]) => ({ kdc: `${kdc.host}:${kdc.port}`, realm: "A.TEST" });
    let proof: Proof = "none";
    const { kdc } = await setup(() => proof);
    const { client } = await setup(() => proof, {
      kerberos: { ...options(kdc.address), mutualAuthentication: "ifOffered" },
    });
    expect((await client.request(get)).status).toBe(200);
    proof = "garbage";
    await expect(client.request(get)).rejects.toMatchObject({ code: "KERBEROS_MUTUAL_AUTHENTICATION" });
  });
});

describe("tickets", () => {
  test("are fetched once for many requests", async () => {
    const { client, kdc } = await setup(() => "right");
    await Promise.all(Array.from({ length: 10 }, () => client.request(get)));
    expect(kdc.questions.map(({ kind }) => kind)).toEqual(["as", "as", "tgs"]);
  });

  test("that the service does not take any more are fetched anew, once, without another logon", async () => {
    const { client, kdc } = await setup((count) => (count === 2 ? 401 : "right"));
    await client.request(get);
    expect((await client.request(get)).status).toBe(200);
    expect(kdc.questions.map(({ kind }) => kind)).toEqual(["as", "as", "tgs", "tgs"]);
  });

  test("that the service never takes are a refused logon, after which nothing more is sent", async () => {
    const { client, kdc } = await setup(() => 401);
    await expect(client.request(get)).rejects.toMatchObject({ code: "LOGON_REFUSED", reason: "ticket-refused" });
    await expect(client.request(get)).rejects.toThrow("not tried again");
    expect(kdc.questions).toHaveLength(3);
  });

  test("start again with a logon after the domain did not take the granting ticket", async () => {
    let expired = true;
    const { client, kdc } = await setup(
      () => "right",
      {},
      ({ kind }) => (kind === "tgs" && expired ? { error: 32 } : undefined),
    );
    await expect(client.request(get)).rejects.toMatchObject({ code: "KERBEROS_KDC_REFUSED", kdcError: 32 });
    expired = false;
    expect((await client.request(get)).status).toBe(200);
    expect(kdc.questions.map(({ kind }) => kind)).toEqual(["as", "as", "tgs", "as", "as", "tgs"]);
  });

  test("are renewed before they end", async () => {
    let now = Date.now();
    const { client, kdc } = await setup(() => "right", { now: () => now });
    await client.request(get);
    now += 35_900_000; // less than five minutes before the end
    await client.request(get);
    expect(kdc.questions.map(({ kind }) => kind)).toEqual(["as", "as", "tgs", "as", "as", "tgs"]);
  });
});
