import { createHmac } from "node:crypto";
import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import Fastify, { type FastifyInstance } from "fastify";
import { request as send } from "undici";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { confirmation, interchangeOf, invoice } from "../../../test/inboundSamples.ts";
import { testLink } from "../../../test/ledgerRecords.ts";
import { type TemporaryLedger, temporaryLedger } from "../../../test/temporaryLedger.ts";
import { openWebhookDesk, type WebhookSettings } from "../../app/inbox/webhookDesk.ts";
import type { Configuration } from "../../configuration/configuration.ts";
import { storeSecret } from "../../ledger/configurations.ts";
import { readContent } from "../../ledger/contents.ts";
import { handOver } from "../../ledger/handover.ts";
import { findMessage } from "../../ledger/inbox.ts";
import { endLinks } from "../../ledger/linkHold.ts";
import { SecretValue } from "../../secrets/secretValue.ts";
import type { Vault } from "../../secrets/vault.ts";
import { cleoWebhook } from "./cleo.ts";

const key = "webhook-key-of-2026";
const former = "webhook-key-of-2025";

describe("the webhook", () => {
  let temporary: TemporaryLedger;
  let server: FastifyInstance;
  let url: string;
  let now: Date;
  let settings: WebhookSettings;
  let failing: unknown[];

  beforeEach(async () => {
    temporary = await temporaryLedger();
    now = new Date("2026-01-15T10:00:00Z");
    failing = [];
    await temporary.ledger.transaction().execute(async (transaction) => {
      await storeSecret(transaction, "key", key, now);
      await storeSecret(transaction, "former", former, now);
    });
    settings = {
      authentication: "header",
      header: "X-ML-Connector-Key",
      parameter: "key",
      toleranceSeconds: 300,
      maxBytes: 4_096,
      perMinute: 1_000,
      key: { secret: "key", variable: "KEY" },
      previousKey: { secret: "former", variable: "FORMER" },
    };
    server = Fastify({ requestTimeout: 2_000 });
    // The sealing itself is not what is tried here.
    const vault = { open: (_name: string, sealed: string) => new SecretValue(sealed) } as unknown as Vault;
    const configuration = () =>
      ({ links: [{ name: testLink, enabled: true, inbound: { webhook: settings } }] }) as unknown as Configuration;
    const application = { ledger: temporary.ledger, vault: () => vault, clock: () => now };
    await server.register(cleoWebhook, {
      desk: openWebhookDesk(application, { configuration, refresh: async () => {} }, () => {}),
      clock: () => now,
      onError: (error: unknown) => failing.push(error),
      bodyWithin: 300,
    });
    await server.listen({ host: "127.0.0.1", port: 0 });
    url = `http://127.0.0.1:${(server.server.address() as { port: number }).port}/webhooks/cleo/${testLink}/events`;
  });
  afterEach(async () => {
    await server.close();
    await temporary.close();
  });

  type Body = string | Buffer | AsyncIterable<Buffer>;
  const post = async (body: Body, headers: Record<string, string> = {}, address = url) => {
    const answer = await send(address, {
      method: "POST",
      headers: { "x-ml-connector-key": key, ...headers },
      body: body as Buffer,
    });
    return {
      status: answer.statusCode,
      headers: answer.headers,
      body: (await answer.body.json()) as { receiptId: string; error?: { message: string } },
    };
  };
  const stored = async (id: string) => {
    const message = await findMessage(temporary.ledger, id);
    return { message, text: (await readContent(temporary.ledger, message?.contentDigest ?? ""))?.toString("utf8") };
  };
  const stillUp = async () =>
    expect(await post(confirmation("PO-UP", { interchange: 999 }))).toMatchObject({ status: 202 });

  it("takes nothing for a link that was removed a moment ago, which the one at the door cannot know", async () => {
    await stillUp();
    await temporary.ledger.transaction().execute((transaction) => endLinks(transaction, [testLink]));
    expect(await post(confirmation("PO1"))).toMatchObject({
      status: 404,
      body: { error: { code: "WEBHOOK_UNKNOWN" } },
    });
    expect(failing).toEqual([]);
    expect(await temporary.ledger.selectFrom("inboxMessage").select("id").execute()).toHaveLength(1);
  });

  it("takes nothing into a ledger that was handed over, and asks for it again later", async () => {
    await temporary.ledger
      .transaction()
      .execute((transaction) => handOver(transaction, { backupId: "bak_1", by: "mia", now }));
    const refused = await post(confirmation("PO1"));
    expect(refused).toMatchObject({
      status: 503,
      headers: { "retry-after": "30" },
      body: { status: "refused", error: { code: "LEDGER_HANDED_OVER" } },
    });
    for (const table of ["inboxMessage", "inboxKey", "job"] as const)
      expect(await temporary.ledger.selectFrom(table).selectAll().execute()).toEqual([]);
  });

  it("answers as the contract says: 202 the first time, 200 with the first receipt after that", async () => {
    const first = await post(confirmation("PO1"), { "content-type": "application/edi-x12", "x-cleo-job-id": "483920" });
    expect(first).toMatchObject({ status: 202, body: { status: "accepted", duplicate: false } });
    expect(first.body.receiptId).toMatch(/^rcv_/);
    expect(await stored(first.body.receiptId)).toMatchObject({
      text: confirmation("PO1"),
      message: { source: "webhook", state: "received", metadata: { cleoJob: "483920" } },
    });
    const again = await post(confirmation("PO1"));
    expect(again).toMatchObject({
      status: 200,
      body: { receiptId: first.body.receiptId, status: "accepted", duplicate: true },
    });
  });

  it("has what it accepted on disk before it answers (Invariant 8)", async () => {
    const receipts = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const { body } = await post(confirmation("PO1", { interchange: index + 1 }));
        const { message } = await stored(body.receiptId);
        return message?.id === body.receiptId;
      }),
    );
    expect(receipts).toEqual(Array(20).fill(true));
  });

  it("takes the event, a JSON document, and either without a declared type or with a wrong one", async () => {
    const event = { eventId: "483920-1", documentType: "855", payload: confirmation("PO1") };
    expect((await post(JSON.stringify(event), { "content-type": "text/html" })).status).toBe(202);
    const document = JSON.stringify({ documentType: "856", shipNotice: { purchaseOrder: "PO1" } });
    expect((await post(document, { "content-type": "a wrong / type ;;" })).status).toBe(202);
    expect(
      (await post(confirmation("PO2", { interchange: 2 }), { "content-type": "application/x-www-form-urlencoded" }))
        .status,
    ).toBe(202);
  });

  it("takes chunked, gzip and a multipart form, and keeps what they carry", async () => {
    async function* chunks() {
      for (const part of confirmation("PO1").match(/.{1,40}/gs) ?? []) yield Buffer.from(part);
    }
    const chunked = await post(chunks());
    expect(chunked.status).toBe(202);
    const zipped = await post(gzipSync(confirmation("PO1")), { "content-encoding": "gzip" });
    expect(zipped).toMatchObject({ status: 200, body: { receiptId: chunked.body.receiptId } });
    expect((await post(gzipSync(confirmation("PO1")))).status).toBe(200);
    const boundary = "edge";
    const form = [
      `--${boundary}\r\nContent-Disposition: form-data; name="partnerId"\r\n\r\nACETRAVE0001\r\n`,
      `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="ASN_8842.x12"\r\nContent-Type: application/octet-stream\r\n\r\n`,
      `${invoice("PO1", "INV1", { interchange: 2 })}\r\n--${boundary}--\r\n`,
    ].join("");
    const uploaded = await post(form, { "content-type": `multipart/form-data; boundary=${boundary}` });
    expect(uploaded.status).toBe(202);
    expect(await stored(uploaded.body.receiptId)).toMatchObject({
      text: invoice("PO1", "INV1", { interchange: 2 }),
      message: { fileName: "ASN_8842.x12", metadata: { event: { partnerId: "ACETRAVE0001" } } },
    });
  });

  it("takes two interchanges in one body, and the new one of a body that repeats the other", async () => {
    const both = confirmation("PO1") + invoice("PO1", "INV1", { interchange: 2 });
    expect((await post(both)).status).toBe(202);
    expect((await post(confirmation("PO1"))).status).toBe(200);
    expect((await post(confirmation("PO1") + invoice("PO1", "INV2", { interchange: 3 }))).status).toBe(202);
  });

  it("takes documents in whatever order they come: an invoice before its ship notice, an acknowledgment last", async () => {
    const order = [
      invoice("PO1", "INV1", { interchange: 4 }),
      interchangeOf("SH", "856", ["BSN*00*SHP1*20260116*1645", "HL*1**S*1", "HL*2*1*O*0", "PRF*PO1", "CTT*2"], {
        interchange: 3,
      }),
      confirmation("PO1", { interchange: 2 }),
      interchangeOf("FA", "997", ["AK1*PO*1", "AK9*A*1*1*1"], { interchange: 1 }),
    ];
    for (const body of order) expect(await post(body)).toMatchObject({ status: 202 });
    for (const body of order.toReversed()) expect(await post(body)).toMatchObject({ status: 200 });
  });

  it("keeps what it cannot read, and says why in words for the job log", async () => {
    for (const [body, code] of [
      ["hello", "INBOUND_UNREADABLE"],
      ["<order/>", "INBOUND_UNREADABLE"],
      ["", "INBOUND_EMPTY"],
      ['{"a":', "INBOUND_JSON_BROKEN"],
      ['{"a":1}', "INBOUND_TYPE_UNKNOWN"],
      [confirmation("PO1").slice(0, 150), "INBOUND_X12_BROKEN"],
    ] as const) {
      const refused = await post(body);
      expect(refused).toMatchObject({ status: 422, body: { status: "quarantined", error: { code } } });
      expect(await stored(refused.body.receiptId)).toMatchObject({ text: body, message: { state: "quarantined" } });
      expect(await post(body)).toMatchObject({
        status: 422,
        body: { receiptId: refused.body.receiptId, duplicate: true },
      });
    }
    const broken = await post(Buffer.from([0x1f, 0x8b, 1, 2, 3]), { "content-encoding": "gzip" });
    expect(broken).toMatchObject({ status: 422, body: { error: { message: expect.stringContaining("gzip") } } });
    expect((await post("x", { "content-encoding": "zstd" })).status).toBe(422);
    expect((await post("no form", { "content-type": "multipart/form-data" })).status).toBe(422);
    await stillUp();
  });

  it("refuses a missing or wrong key with 401, and takes the former key while both are in force", async () => {
    expect(await post(confirmation("PO1"), { "x-ml-connector-key": "wrong" })).toMatchObject({
      status: 401,
      body: { status: "refused", error: { code: "WEBHOOK_CREDENTIALS" } },
    });
    expect((await post(confirmation("PO1"), { "x-ml-connector-key": "" })).status).toBe(401);
    expect((await post(Buffer.alloc(600_000, "a"), { "x-ml-connector-key": "wrong" })).status).toBe(401);
    expect((await post(confirmation("PO1"), { "x-ml-connector-key": former })).status).toBe(202);
    const rows = await temporary.ledger.selectFrom("inboxMessage").select("id").execute();
    expect(rows).toHaveLength(1);
  });

  it("takes bearer, Basic and, only where it is configured, a key in the address", async () => {
    settings.authentication = "bearer";
    expect((await post(confirmation("PO1"), { authorization: `Bearer ${key}` })).status).toBe(202);
    expect((await post(confirmation("PO1"), { authorization: "Bearer wrong" })).status).toBe(401);
    settings.authentication = "basic";
    settings.username = "cleo";
    const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString("base64")}` });
    expect((await post(confirmation("PO1"), basic(`cleo:${key}`))).status).toBe(200);
    expect((await post(confirmation("PO1"), basic(`other:${key}`))).status).toBe(401);
    expect((await post(confirmation("PO1"), {}, `${url}?key=${key}`)).status).toBe(401);
    settings.authentication = "query";
    expect((await post(confirmation("PO1"), {}, `${url}?key=${key}`)).status).toBe(200);
    expect((await post(confirmation("PO1"), {}, `${url}?key=${key}x`)).status).toBe(401);
  });

  it("checks a signature over body and time, refuses an old one, and gives a copy the first receipt", async () => {
    settings.authentication = "hmac";
    const signed = (body: string, at: Date, secret = key) => {
      const timestamp = String(Math.floor(at.getTime() / 1000));
      const signature = createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");
      return { "x-ml-connector-timestamp": timestamp, "x-ml-connector-signature": `sha256=${signature}` };
    };
    const body = confirmation("PO1");
    const first = await post(body, signed(body, now));
    expect(first.status).toBe(202);
    expect(await post(body, signed(body, now))).toMatchObject({
      status: 200,
      body: { receiptId: first.body.receiptId },
    });
    expect((await post(body, signed(body, now, former))).status).toBe(200);
    expect((await post(body, signed(body, now, "another"))).status).toBe(401);
    expect((await post(body.replace("28.46", "99.99"), signed(body, now))).status).toBe(401);
    const old = signed(body, now);
    now = new Date(now.getTime() + 301_000);
    const refused = await post(body, old);
    expect(refused).toMatchObject({
      status: 401,
      body: { error: { message: expect.stringContaining("301 seconds") } },
    });
    expect((await post(body, { ...old, "x-ml-connector-timestamp": String(now.getTime() / 1000) })).status).toBe(401);
  });

  it("takes requests from allowed addresses only, and believes the proxies that it is told of", async () => {
    settings.allow = ["192.245.195.0/24"];
    expect(await post(confirmation("PO1"))).toMatchObject({
      status: 403,
      body: { error: { code: "WEBHOOK_ADDRESS" } },
    });
    const forged = { "x-forwarded-for": "192.245.195.7" };
    expect((await post(confirmation("PO1"), forged)).status).toBe(403);
    settings.proxies = ["127.0.0.1"];
    expect((await post(confirmation("PO1"), forged)).status).toBe(202);
    expect((await post(confirmation("PO1"), { "x-forwarded-for": "192.245.195.7, 203.0.113.9" })).status).toBe(403);
  });

  it("refuses more than the limit with 413: declared, chunked, and out of a gzip bomb", async () => {
    const large = Buffer.alloc(5_000, "a");
    async function* chunks() {
      for (let index = 0; index < 10; index++) yield large;
    }
    expect(await post(large)).toMatchObject({ status: 413, body: { error: { code: "WEBHOOK_TOO_LARGE" } } });
    expect((await post(chunks())).status).toBe(413);
    expect((await post(gzipSync(Buffer.alloc(3_000_000)), { "content-encoding": "gzip" })).status).toBe(413);
    expect((await post(gzipSync(gzipSync(Buffer.alloc(3_000_000))), { "content-encoding": "gzip, gzip" })).status).toBe(
      413,
    );
    expect(await temporary.ledger.selectFrom("inboxMessage").select("id").execute()).toEqual([]);
    await stillUp();
  });

  it("cuts off who dribbles, lies about the length, or goes away, and stays up", async () => {
    const { port } = new URL(url);
    const head = `POST ${new URL(url).pathname} HTTP/1.1\r\nHost: x\r\nX-ML-Connector-Key: ${key}\r\n`;
    const talk = (text: string, leave = false) =>
      new Promise<string>((resolve) => {
        let heard = "";
        const socket = connect(Number(port), "127.0.0.1", () => {
          socket.write(text);
          if (leave) socket.destroy();
        });
        socket.on("data", (data) => {
          heard += data;
        });
        socket.on("error", () => {});
        socket.on("close", () => resolve(heard));
      });
    const dribbling = await talk(`${head}Content-Length: 500\r\n\r\nISA*00`);
    expect(dribbling).toMatch(/^HTTP\/1.1 408 /);
    expect(dribbling).toContain("WEBHOOK_BODY_LATE");
    await talk(`${head}Content-Length: 500\r\n\r\nISA*00`, true);
    expect(await talk(`${head}Content-Length: 99999999999\r\nConnection: close\r\n\r\nISA`)).toMatch(/^HTTP\/1.1 413 /);
    expect(await talk(`${head}Transfer-Encoding: chunked\r\n\r\nZZ\r\nnonsense`)).toMatch(/^HTTP\/1.1 400 /);
    expect(await talk("\u0000\u0001 nonsense\r\n\r\n")).toMatch(/^HTTP\/1.1 400 /);
    await stillUp();
    expect(await temporary.ledger.selectFrom("inboxMessage").select("id").execute()).toHaveLength(1);
  });

  it("asks for patience beyond the limit of messages, and slows down who guesses keys", async () => {
    settings.perMinute = 2;
    expect((await post(confirmation("PO1"))).status).toBe(202);
    expect((await post(confirmation("PO1"))).status).toBe(200);
    const waiting = await post(confirmation("PO1"));
    expect(waiting).toMatchObject({ status: 429, headers: { "retry-after": "30" } });
    now = new Date(now.getTime() + 31_000);
    expect((await post(confirmation("PO1"))).status).toBe(200);
    for (let guess = 0; guess < 60; guess++) await post("x", { "x-ml-connector-key": `guess ${guess}` });
    expect((await post(confirmation("PO1"))).status).toBe(429);
  });

  it("says 503 and keeps no promise while the database takes nothing; what is sent again later is taken", async () => {
    await post(confirmation("PO1"));
    await temporary.ledger.schema.alterTable("inbox_message").renameTo("inbox_gone").execute();
    const refused = await post(confirmation("PO2", { interchange: 2 }));
    expect(refused).toMatchObject({ status: 503, headers: { "retry-after": "30" }, body: { status: "refused" } });
    expect(failing).toHaveLength(1);
    await temporary.ledger.schema.alterTable("inbox_gone").renameTo("inbox_message").execute();
    expect((await post(confirmation("PO2", { interchange: 2 }))).status).toBe(202);
  });

  it("says 404 for a link that has none, and tells no secret in any answer", async () => {
    const unknown = await post("x", {}, url.replace(testLink, "another"));
    expect(unknown).toMatchObject({ status: 404, body: { error: { code: "WEBHOOK_UNKNOWN" } } });
    for (const answer of [unknown, await post("x", { "x-ml-connector-key": "wrong" }), await post("x")])
      expect(JSON.stringify(answer.body)).not.toMatch(/webhook-key-of/);
  });
});
