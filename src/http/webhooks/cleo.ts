/**
 * `POST /webhooks/cleo/{link}/events`: what Cleo pushes (docs/webhook.md).
 *
 * In this order: the link, the source address, how often, the credentials, and only then the body, within its limits of
 * size and time. What was read is on disk before it is answered (Invariant 8): a sender that got an answer may forget the
 * message, and one that got none may send it again. Every refusal says why, in words for whoever reads Cleo's job log.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { WebhookDesk, WebhookEntrance } from "../../app/inbox/webhookDesk.ts";
import { type Allowance, createAllowance } from "../../cleo/webhook/allowance.ts";
import { headerFault, signatureFault } from "../../cleo/webhook/credentials.ts";
import { addressRanges, sourceAddress } from "../../cleo/webhook/sourceAddress.ts";
import { ConnectorError, isConnectorError } from "../../errors/connectorError.ts";
import type { ErrorCode } from "../../errors/registry.ts";
import type { Arrival, Receipt } from "../../sync/inbound/store.ts";
import { decodeBody, readBody } from "./body.ts";
import { partsOf } from "./parts.ts";
import { saidIn } from "./said.ts";

export interface WebhookOptions {
  desk: WebhookDesk;
  clock: () => Date;
  /** Takes what kept a message from being stored. */
  onError: (error: unknown) => void;
  /** Milliseconds in which a body must arrive. */
  bodyWithin?: number;
  /** Milliseconds in which it must be on disk. */
  storedWithin?: number;
}

/** Requests with wrong credentials that one address may make in a minute. */
const wrongPerMinute = 60;

interface Refusal {
  status: number;
  code: ErrorCode;
  message: string;
  /** Seconds. */
  retryAfter?: number;
}

export async function cleoWebhook(server: FastifyInstance, options: WebhookOptions): Promise<void> {
  const messages = createAllowance();
  const strangers = createAllowance();
  // The handler reads the body itself, and believes no declared type.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("*", (_request, _payload, done) => done(null));
  server.addHook("onRequest", async (request) => {
    const { headers } = request.raw;
    request.webhookContentType = headers["content-type"];
    // A type that is not even well-formed would be refused before the content was seen.
    headers["content-type"] = "application/octet-stream";
  });
  server.decorateRequest("webhookContentType", undefined);

  server.post<{ Params: { link: string } }>(
    "/webhooks/cleo/:link/events",
    { config: { anyHost: true }, schema: { hide: true } as object },
    async (request, reply) => {
      reply.header("cache-control", "no-store");
      let entrance: WebhookEntrance | undefined;
      try {
        entrance = await options.desk.entrance(request.params.link);
      } catch (error) {
        return unavailable(error, request, reply);
      }
      if (entrance === undefined) return refuse(request, reply, unknownLink(request.params.link));
      const refusal = atTheDoor(entrance, request, { messages, strangers, now: options.clock() });
      if (refusal) return refuse(request, reply, refusal);
      return takeIn(entrance, request, reply);
    },
  );

  async function takeIn(entrance: WebhookEntrance, request: FastifyRequest, reply: FastifyReply) {
    const { settings } = entrance;
    const body = await readBody(request.raw, { maxBytes: settings.maxBytes, within: options.bodyWithin ?? 30_000 });
    switch (body.kind) {
      case "tooLarge":
        return refuse(request, reply, tooLarge(settings.maxBytes));
      case "tooSlow":
        return refuse(request, reply, {
          status: 408,
          code: "WEBHOOK_BODY_LATE",
          message: "the body did not arrive in time; nothing was taken",
        });
      case "cut":
        return reply.hijack();
    }
    if (settings.authentication === "hmac") {
      const keys = entrance.keys.map((key) => key.reveal());
      const fault = signatureFault(keys, { headers: request.headers }, body.bytes);
      if (fault) return refuse(request, reply, wrongCredentials(fault));
    }
    const arrivals = await arrivalsOf(body.bytes, request, settings.maxBytes);
    if (arrivals === undefined) return refuse(request, reply, tooLarge(settings.maxBytes));
    try {
      const receipts: Receipt[] = [];
      for (const arrival of arrivals) {
        receipts.push(await within(options.storedWithin ?? 20_000, entrance.store(arrival)));
      }
      return answer(reply, receipts);
    } catch (error) {
      // Removed since the entrance was found.
      if (isConnectorError(error) && error.code === "LINK_UNKNOWN") {
        return refuse(request, reply, unknownLink(entrance.link));
      }
      return unavailable(error, request, reply);
    }
  }

  function unavailable(error: unknown, request: FastifyRequest, reply: FastifyReply) {
    options.onError(error);
    // The set-up is being moved: the same address leads to the new ledger soon.
    const moved = isConnectorError(error) && error.code === "LEDGER_HANDED_OVER";
    return refuse(request, reply, {
      status: 503,
      code: moved ? error.code : "WEBHOOK_STORAGE",
      message: moved ? error.message : "the message could not be stored; send it again later",
      retryAfter: 30,
    });
  }
}

declare module "fastify" {
  interface FastifyRequest {
    /** The type that a webhook request declares for its body. */
    webhookContentType: string | undefined;
  }
}

function unknownLink(name: string): Refusal {
  return {
    status: 404,
    code: "WEBHOOK_UNKNOWN",
    message: `no link with a webhook is called ${JSON.stringify(name.slice(0, 60))}`,
  };
}

function atTheDoor(
  { link, settings, keys }: WebhookEntrance,
  request: FastifyRequest,
  { messages, strangers, now }: { messages: Allowance; strangers: Allowance; now: Date },
): Refusal | undefined {
  const address = sourceAddress(
    request.raw.socket.remoteAddress,
    request.headers["x-forwarded-for"],
    addressRanges(settings.proxies ?? []),
  );
  if (settings.allow && !addressRanges(settings.allow)(address)) {
    return { status: 403, code: "WEBHOOK_ADDRESS", message: `requests from ${address} are not taken` };
  }
  const locked = strangers.wait(address, wrongPerMinute, now.getTime());
  if (locked > 0) return tooMany("too many requests with wrong credentials came from this address", locked);
  const query = new URL(request.raw.url ?? "/", "http://webhook").searchParams;
  const fault = headerFault(
    settings,
    keys.map((key) => key.reveal()),
    { headers: request.headers, query },
    now,
  );
  if (fault) {
    strangers.take(address, wrongPerMinute, now.getTime());
    return wrongCredentials(fault);
  }
  const wait = messages.take(link, settings.perMinute, now.getTime());
  return wait > 0 ? tooMany(`more than ${settings.perMinute} messages came within a minute`, wait) : undefined;
}

/** @returns `undefined` where what comes out of the encodings is too large */
async function arrivalsOf(
  body: Buffer,
  request: FastifyRequest,
  maxBytes: number,
): Promise<Omit<Arrival, "link" | "source">[] | undefined> {
  const contentType = request.webhookContentType;
  const said = saidIn(request.headers);
  const metadata = {
    from: request.raw.socket.remoteAddress ?? "",
    ...(contentType !== undefined && { contentType: contentType.slice(0, 200) }),
    ...said.metadata,
  };
  const decoded = await decodeBody(body, request.headers["content-encoding"], maxBytes);
  if ("bytes" in decoded) {
    const split = await partsOf(decoded.bytes, contentType);
    if ("fault" in split) return [asItCame(decoded.bytes, split.fault)];
    const event = { ...said.event, ...saidIn(headersOf(split.fields)).event };
    return split.parts.map(({ bytes, fileName }, place) => ({
      content: bytes,
      // Of several files each is an event of its own.
      said:
        split.parts.length === 1 ? event : { ...event, ...(event.eventId && { eventId: `${event.eventId}/${place}` }) },
      metadata,
      ...((fileName ?? event.fileName) && { fileName: fileName ?? event.fileName ?? "" }),
    }));
  }
  if (decoded.fault === "tooLarge") return undefined;
  return [asItCame(body, decoded.message)];

  function asItCame(content: Buffer, message: string): Omit<Arrival, "link" | "source"> {
    const fault = new ConnectorError("INBOUND_UNREADABLE", message).report();
    return { content, said: said.event, metadata, fault };
  }
}

/** Form fields under the names that the headers have: `eventId` counts as `x-event-id`. */
function headersOf(fields: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      `x-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replace(/^po-?number$/i, "po-number")}`,
      value,
    ]),
  );
}

function answer(reply: FastifyReply, receipts: readonly Receipt[]) {
  const bodies = receipts.map(({ id, status, duplicate, error }) => ({
    receiptId: id,
    status,
    duplicate,
    ...(error && { error: { code: error.code, message: error.message, fix: error.fix } }),
  }));
  const status = receipts.every(({ status }) => status === "quarantined")
    ? 422
    : receipts.every(({ duplicate }) => duplicate)
      ? 200
      : 202;
  return reply.code(status).send(bodies.length === 1 ? bodies[0] : { ...bodies[0], receipts: bodies });
}

/** Bytes that a refused sender may still push before the connection ends: enough for it to hear the answer. */
const mostDropped = 1_048_576;

async function refuse(request: FastifyRequest, reply: FastifyReply, refusal: Refusal) {
  const { raw } = request;
  if (!raw.readableEnded && !raw.destroyed && !raw.isPaused()) {
    await readBody(raw, { maxBytes: mostDropped / 2, within: 2_000 });
  }
  const error = new ConnectorError(refusal.code, refusal.message);
  if (refusal.retryAfter !== undefined) reply.header("retry-after", String(refusal.retryAfter));
  if (!raw.complete) reply.header("connection", "close");
  return reply
    .code(refusal.status)
    .send({ status: "refused", error: { code: error.code, message: error.message, fix: error.fix } });
}

function wrongCredentials(message: string): Refusal {
  return { status: 401, code: "WEBHOOK_CREDENTIALS", message };
}

function tooMany(message: string, wait: number): Refusal {
  return { status: 429, code: "WEBHOOK_TOO_MANY", message, retryAfter: Math.ceil(wait / 1000) };
}

function tooLarge(maxBytes: number): Refusal {
  return { status: 413, code: "WEBHOOK_TOO_LARGE", message: `the body has more than ${maxBytes} bytes` };
}

/** The database may hang rather than fail; whoever waits for an answer does not wait for ever. */
async function within<Result>(milliseconds: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new ConnectorError("WEBHOOK_STORAGE", "the database did not store a message in time")),
      milliseconds,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => {});
  }
}
