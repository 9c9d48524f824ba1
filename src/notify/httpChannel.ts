/** Posts messages as JSON. Redirects are not followed, as they would carry the message elsewhere. */
import { createHmac } from "node:crypto";
import { request } from "undici";
import { ConnectorError } from "../errors/connectorError.ts";
import type { SecretValue } from "../secrets/secretValue.ts";
import type { Channel, Message } from "./message.ts";

export interface HttpChannelOptions {
  name: string;
  /** Whoever has it can post; it stands in no error. */
  url: SecretValue;
  /** Signs each message; see docs/operating.md for what a receiver checks. */
  signingKey?: SecretValue;
  payload: (message: Message) => object;
  clock: () => Date;
}

const patience = 30_000;

export function httpChannel({ name, url, signingKey, payload, clock }: HttpChannelOptions): Channel {
  return {
    name,
    async send(message) {
      const address = addressOf(url, name);
      const body = JSON.stringify(payload(message));
      const timestamp = String(Math.floor(clock().getTime() / 1_000));
      let answer: Awaited<ReturnType<typeof request>>;
      try {
        answer = await request(address, {
          method: "POST",
          headers: {
            "content-type": "application/json",
            "x-ml-connector-message": message.id,
            ...(signingKey && {
              "x-ml-connector-timestamp": timestamp,
              "x-ml-connector-signature": `sha256=${signatureOf(signingKey, timestamp, body)}`,
            }),
          },
          body,
          headersTimeout: patience,
          bodyTimeout: patience,
          signal: AbortSignal.timeout(patience),
        });
        // The answer's body says nothing that the status does not; reading it frees the connection.
        await answer.body.dump({ limit: 65_536 });
      } catch (error) {
        throw failure(name, error);
      }
      if (answer.statusCode < 200 || answer.statusCode > 299) throw refusal(name, answer, clock());
    },
    async close() {},
  };
}

/** HMAC-SHA256 over `timestamp.body`, hexadecimal: a receiver that checks both knows who wrote it, and when. */
export function signatureOf(key: SecretValue, timestamp: string, body: string): string {
  return createHmac("sha256", key.reveal()).update(`${timestamp}.${body}`).digest("hex");
}

function addressOf(url: SecretValue, name: string): URL {
  const text = url.reveal().trim();
  const address = URL.canParse(text) ? new URL(text) : undefined;
  if (address === undefined || !/^https?:$/.test(address.protocol)) {
    throw new ConnectorError("NOTIFY_REFUSED", `the address of the channel ${name} is no address of the web`, {
      at: { connection: name, field: "url" },
      fix: "Set the variable that the channel's `url` names to an address that begins with https:// and apply the configuration again.",
    });
  }
  return address;
}

function refusal(
  name: string,
  { statusCode, headers }: { statusCode: number; headers: Record<string, string | string[] | undefined> },
  now: Date,
): ConnectorError {
  const at = { connection: name };
  const said = `the receiver of the channel ${name} answered ${statusCode}`;
  if (statusCode === 401 || statusCode === 403) return new ConnectorError("NOTIFY_LOGIN_REFUSED", said, { at });
  if (statusCode === 408 || statusCode === 429 || statusCode >= 500) {
    const wait = retryAfterOf(headers["retry-after"], now);
    return new ConnectorError("NOTIFY_UNAVAILABLE", said, { at, ...(wait !== undefined && { retryAfter: wait }) });
  }
  return new ConnectorError("NOTIFY_REFUSED", said, { at });
}

/** Milliseconds; at most a day, whatever is asked for. */
function retryAfterOf(value: string | string[] | undefined, now: Date): number | undefined {
  if (typeof value !== "string") return undefined;
  const wait = /^\d{1,9}$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - now.getTime();
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 0), 86_400_000) : undefined;
}

const tlsCodes = /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH|INVALID_CA|EPROTO$)/;

function failure(name: string, error: unknown): ConnectorError {
  const { code, name: kind } = error as { code?: unknown; name?: string };
  const why = typeof code === "string" ? code : (kind ?? "no connection");
  const at = { connection: name };
  if (tlsCodes.test(why)) {
    return new ConnectorError("NOTIFY_TLS", `the certificate of the channel ${name} is not trusted: ${why}`, { at });
  }
  // Neither message nor cause is kept: both may hold the address.
  return new ConnectorError("NOTIFY_UNREACHABLE", `the channel ${name} cannot be reached: ${why}`, { at });
}
