import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { type CleoConnectionSettings, createCleoClient, type UploadOutcome } from "../../../src/cleo/client.ts";
import { resolveTransport } from "../../../src/cleo/transport.ts";
import { makeCertificate } from "../../windows-auth/certificate.ts";
import { order } from "./bundle.ts";
import { startScriptedServer } from "./scriptedServer.ts";

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

/** A proxy that tunnels, or answers each CONNECT with `refusal`. */
async function startProxy(refusal?: string): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const proxy: Server = createServer();
  proxy.on("connection", (socket) => sockets.add(socket));
  proxy.on("connect", (request, socket, head) => {
    asked.push(request.url ?? "");
    if (refusal) {
      socket.end(`HTTP/1.1 ${refusal}\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const [, port] = (request.url ?? "").split(":");
    const onward = connect(Number(port), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    sockets.add(onward);
    for (const each of [onward, socket]) each.on("error", () => {});
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  open.push({
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => proxy.close(resolve));
    },
  });
  return { url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, asked };
}

async function uploadBy(settings: Partial<CleoConnectionSettings>): Promise<UploadOutcome> {
  const client = createCleoClient({
    connection: {
      name: "cleo",
      url: "https://localhost:1",
      transport: resolveTransport("cic-folders-raw"),
      credentials: { username: "gpsvc", password: { reveal: () => "pw" } },
      ...settings,
    },
    now: () => new Date(),
  });
  open.push(client);
  return client.upload(order());
}

test("everything goes through the tunnel, and the certificate inside it is checked", async () => {
  const [right, wrong] = [makeCertificate("ecdsa-sha256"), makeCertificate("ecdsa-sha256", ["other.test"])];
  for (const [certificate, kind] of [
    [right, "sent"],
    [wrong, "notSent"],
  ] as const) {
    const proxy = await startProxy();
    const server = await startScriptedServer(() => undefined, certificate);
    open.push(server);
    expect((await uploadBy({ url: server.url, proxy: proxy.url, trust: { ca: certificate.cert } })).kind).toBe(kind);
    expect(new Set(proxy.asked)).toEqual(new Set([new URL(server.url).host]));
    expect(server.received).toHaveLength(kind === "sent" ? 2 : 0);
  }
});

test.each(["403 Forbidden", "407 Proxy Authentication Required", "502 Bad Gateway"])(
  "a proxy that answers %s has sent nothing, and is named with its status",
  async (refusal) => {
    const proxy = await startProxy(refusal);
    expect(await uploadBy({ proxy: proxy.url })).toMatchObject({
      kind: "notSent",
      error: { code: "CLEO_PROXY", message: expect.stringContaining(refusal.slice(0, 3)) },
    });
  },
);

test("a proxy that is not there has sent nothing", async () => {
  expect(await uploadBy({ proxy: "http://127.0.0.1:1" })).toMatchObject({ kind: "notSent" });
});
