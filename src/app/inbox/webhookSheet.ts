import type { Link } from "../../configuration/configuration.ts";
import { ConnectorError } from "../../errors/connectorError.ts";
import type { WebhookSettings } from "./webhookDesk.ts";

/** What the Cleo administrator needs in order to push to a link. */
export interface WebhookSheet {
  link: string;
  url: string;
  authentication: WebhookSettings["authentication"];
  /** Header lines to set up in Cleo's auth vault or in the REST consumer. */
  headers: { name: string; value: string }[];
  maxBytes: number;
  /** Source addresses that are let in; none: all. */
  allow: string[];
  samples: { title: string; contentType: string; body: string }[];
  curl: string;
  answers: { status: string; meaning: string; next: string }[];
}

/** Stands where the key has to be written, unless it is asked for. */
export const keyPlaceholder = "<THE KEY>";

/**
 * @param baseUrl how Cleo reaches this server, without the path
 * @param key shown where it is given; else a placeholder
 * @throws {ConnectorError} WEBHOOK_UNKNOWN where the link has no webhook
 */
export function webhookSheet(link: Link, baseUrl: string, key: string = keyPlaceholder): WebhookSheet {
  const settings = link.inbound?.webhook;
  if (settings === undefined) {
    throw new ConnectorError("WEBHOOK_UNKNOWN", `the link ${link.name} has no webhook`, {
      at: { link: link.name },
      fix: "Add `inbound: { webhook: { key: ... } }` to the link and apply the configuration.",
    });
  }
  const path = `/webhooks/cleo/${encodeURIComponent(link.name)}/events`;
  const query = settings.authentication === "query" ? `?${settings.parameter}=${encodeURIComponent(key)}` : "";
  const url = `${baseUrl.replace(/\/+$/, "")}${path}${query}`;
  const headers = headersOf(settings, key);
  return {
    link: link.name,
    url,
    authentication: settings.authentication,
    headers,
    maxBytes: settings.maxBytes,
    allow: settings.allow ?? [],
    samples,
    curl: curlLine(url, settings, headers),
    answers,
  };
}

function headersOf({ authentication, header, username = "" }: WebhookSettings, key: string): WebhookSheet["headers"] {
  const shown = key === keyPlaceholder;
  switch (authentication) {
    case "header":
      return [{ name: header, value: key }];
    case "bearer":
      return [{ name: "Authorization", value: `Bearer ${key}` }];
    case "basic":
      return [
        {
          name: "Authorization",
          value: shown
            ? `Basic, user ${username}, password ${key}`
            : `Basic ${Buffer.from(`${username}:${key}`).toString("base64")}`,
        },
      ];
    case "hmac":
      return [
        { name: "X-ML-Connector-Timestamp", value: "seconds since 1970" },
        {
          name: "X-ML-Connector-Signature",
          value: "sha256= and the hexadecimal HMAC-SHA256 of timestamp, a point, and the body as sent, under the key",
        },
      ];
    case "query":
      return [];
  }
}

function curlLine(url: string, settings: WebhookSettings, headers: WebhookSheet["headers"]): string {
  const send = `--data-binary @ASN_8842.x12 '${url}'`;
  switch (settings.authentication) {
    case "basic":
      return `curl -i -u '${settings.username ?? ""}:${keyPlaceholder}' -H 'Content-Type: application/edi-x12' ${send}`;
    case "hmac":
      return [
        "T=$(date +%s)",
        `S=$({ printf '%s.' "$T"; cat ASN_8842.x12; } | openssl dgst -sha256 -hmac "$KEY" -r | cut -d' ' -f1)`,
        `curl -i -H "X-ML-Connector-Timestamp: $T" -H "X-ML-Connector-Signature: sha256=$S" ${send}`,
      ].join("\n");
    default:
      return `curl -i ${headers.map(({ name, value }) => `-H '${name}: ${value}' `).join("")}-H 'Content-Type: application/edi-x12' ${send}`;
  }
}

const samples: WebhookSheet["samples"] = [
  {
    title: "the X12 as it is, which is the least work; the headers are optional",
    contentType: "application/edi-x12",
    body: "X-Cleo-Job-Id: 483920\nX-File-Name: ASN_8842.x12\n\nISA*00*          *00*          *ZZ*PARTNER        *ZZ*...",
  },
  {
    title: "an event, with the document inside",
    contentType: "application/json",
    body: JSON.stringify(
      {
        eventId: "483920-1",
        documentType: "856",
        format: "x12",
        company: "TWO",
        partnerId: "ACETRAVE0001",
        poNumber: "PO2075",
        fileName: "ASN_8842.x12",
        occurredAt: "2026-01-15T10:22:31Z",
        payload: "ISA*00*...",
      },
      null,
      2,
    ),
  },
];

const answers: WebhookSheet["answers"] = [
  { status: "202", meaning: "stored, and new; `receiptId` names it", next: "nothing" },
  { status: "200", meaning: "stored before; `receiptId` is the first one's", next: "nothing" },
  {
    status: "422",
    meaning: "kept in quarantine, because it cannot be read; `error` says why",
    next: "correct it and send it anew",
  },
  {
    status: "401, 403, 404",
    meaning: "wrong key, source address or link; nothing was kept",
    next: "correct the set-up",
  },
  { status: "413", meaning: "too large; nothing was kept", next: "send fewer documents in one message" },
  {
    status: "408, 429, 503 or no answer",
    meaning: "not stored, or not known to be",
    next: "send the same again later; a repeat does no harm",
  },
];
