import { X509Certificate } from "node:crypto";
import { writeFileSync } from "node:fs";
import { get } from "node:http";
import { Agent, request } from "node:https";
import { join } from "node:path";
import type { TLSSocket } from "node:tls";
import { expect, onTestFinished, test } from "vitest";
import { openPollingSite } from "../../test/pollingSite.ts";
import { temporaryDirectory } from "../../test/temporaryDirectory.ts";
import { makeCertificate, type TestCertificate } from "../../test/windows-auth/certificate.ts";
import { addUser } from "../app/access/users.ts";
import { startService } from "../app/service.ts";
import { readAddress } from "./address.ts";
import { startServer } from "./server.ts";

const one = makeCertificate("rsa-sha256");
const other = makeCertificate("ecdsa-sha256");

async function files(certificate: Pick<TestCertificate, "cert" | "key">) {
  const folder = await temporaryDirectory();
  const tlsCert = join(folder, "cert.pem");
  const tlsKey = join(folder, "key.pem");
  const write = ({ cert, key }: Pick<TestCertificate, "cert" | "key">) => {
    writeFileSync(tlsCert, cert);
    writeFileSync(tlsKey, key);
  };
  write(certificate);
  return { options: { host: "127.0.0.1", port: "0", tlsCert, tlsKey }, write };
}

interface Answer {
  status: number | undefined;
  headers: Record<string, string | string[] | undefined>;
  certificate: X509Certificate;
}

function ask(url: string, ca: string, { method = "GET", body = "", headers = {} } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const agent = new Agent({ ca, keepAlive: false });
    const sent = request(url, { agent, method, headers, servername: "localhost" }, (response) => {
      const { raw } = (response.socket as TLSSocket).getPeerCertificate();
      const { statusCode: status, headers } = response;
      response.resume().on("end", () => resolve({ status, headers, certificate: new X509Certificate(raw) }));
    });
    sent.on("error", reject).end(body);
  });
}

test("The program speaks HTTPS itself: its session cookie is secure, plain HTTP is not answered, and a renewed certificate is used without a restart.", async () => {
  const site = await openPollingSite();
  onTestFinished(() => site.close());
  const { application } = site;
  const defects: unknown[] = [];
  const onError = (error: unknown): void => void defects.push(error);
  const service = await startService(application, { roles: new Set(["api"]), onError });
  onTestFinished(() => service.stop());
  const { options, write } = await files(one);
  const server = await startServer({ ...readAddress(options), application, service, version: "0.0.0-test", onError });
  onTestFinished(() => server.close());
  expect(server.url).toMatch(/^https:/);
  const password = "long enough, and hard to guess";
  await addUser(application, { name: "alice", role: "viewer", readsContent: false, password });
  const signedIn = await ask(`${server.url}/api/session`, one.cert, {
    method: "POST",
    body: JSON.stringify({ name: "alice", password }),
    headers: { "content-type": "application/json" },
  });
  expect(signedIn.status).toBe(200);
  expect(String(signedIn.headers["set-cookie"])).toMatch(/^__Host-.*; Secure; SameSite=Strict$/);
  expect(signedIn.headers["strict-transport-security"]).toBeUndefined();
  const named = await ask(`${server.url}/api/session`, one.cert, { headers: { host: "connector.example.com" } });
  expect(named.headers["strict-transport-security"]).toBe("max-age=31536000");
  await expect(
    new Promise((_, reject) => void get(server.url.replace("https:", "http:"), () => {}).on("error", reject)),
  ).rejects.toMatchObject({ code: "ECONNRESET" });

  write({ cert: other.cert, key: one.key });
  server.renewCertificate();
  expect(defects).toMatchObject([{ code: "SERVER_CERTIFICATE_UNUSABLE" }]);
  expect((await ask(server.url, one.cert)).certificate.raw).toEqual(one.der);
  write(other);
  server.renewCertificate();
  expect((await ask(server.url, other.cert)).certificate.raw).toEqual(other.der);
});

test("A certificate and a key that cannot be used together are refused by their file, before anything listens.", async () => {
  const broken = async (certificate: Pick<TestCertificate, "cert" | "key">) =>
    readAddress((await files(certificate)).options);
  const unusable = (what: RegExp) => ({ code: "SERVER_CERTIFICATE_UNUSABLE", message: expect.stringMatching(what) });
  await expect(broken({ cert: one.cert, key: other.key })).rejects.toMatchObject(unusable(/key\.pem holds no key/));
  await expect(broken({ cert: "none", key: one.key })).rejects.toMatchObject(
    unusable(/cert\.pem holds no certificate/),
  );
  const locked = one.key.replace("BEGIN PRIVATE", "BEGIN ENCRYPTED PRIVATE");
  await expect(broken({ cert: one.cert, key: locked })).rejects.toMatchObject(unusable(/passphrase/));
  expect(() => readAddress({ host: "127.0.0.1", port: "0", tlsCert: "cert.pem" })).toThrow(/both/);
});
