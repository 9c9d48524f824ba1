/** Sends messages by SMTP. */
import { getCACertificates } from "node:tls";
import type { Transporter } from "nodemailer";
import { ConnectorError } from "../errors/connectorError.ts";
import type { SecretValue } from "../secrets/secretValue.ts";
import { type Channel, plainBody } from "./message.ts";

export interface MailChannelOptions {
  name: string;
  to: readonly string[];
  server: {
    host: string;
    port: number;
    security: "starttls" | "tls" | "none";
    from: string;
    login?: { username: string; password: SecretValue };
    /** PEM of a private authority, trusted beside the public ones. */
    ca?: string;
  };
}

const patience = 30_000;

export function mailChannel({ name, to, server }: MailChannelOptions): Channel {
  const { host, port, security, from, login, ca } = server;
  const options = {
    host,
    port,
    secure: security === "tls",
    // Without it a server (or somebody in between) that offers no encryption would get everything in clear.
    requireTLS: security === "starttls",
    ignoreTLS: security === "none",
    ...(ca !== undefined && { tls: { ca: [...getCACertificates("default"), ca] } }),
    ...(login && { auth: { user: login.username, pass: login.password.reveal() } }),
    connectionTimeout: patience,
    greetingTimeout: patience,
    socketTimeout: patience,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
  let transport: Transporter | undefined;
  // Few processes that open a channel send by it, and loading this takes a tenth of their start.
  const opened = async (): Promise<Transporter> => {
    const { createTransport } = await import("nodemailer");
    transport ??= createTransport(options);
    return transport;
  };
  return {
    name,
    async send(message) {
      let rejected: string[];
      try {
        const sent = await (await opened()).sendMail({
          from: { name: "ml-connector", address: from },
          to: [...to],
          subject: oneLine(message.title),
          text: plainBody(message),
          date: message.at,
          // The same when the message is sent again, by which mail systems recognise a repeat.
          messageId: `<${message.id}@${from.split("@")[1]}>`,
          headers: { "Auto-Submitted": "auto-generated", "X-ML-Connector-Event": message.event },
        });
        rejected = (sent.rejected ?? []).map(String);
      } catch (error) {
        throw failure(name, host, error);
      }
      // The others have it; sent again it would reach them twice.
      if (rejected.length > 0) {
        throw new ConnectorError("NOTIFY_REFUSED", `the mail server ${host} knows no ${rejected.join(", ")}`, {
          at: { connection: name, url: host },
        });
      }
    },
    async close() {
      transport?.close();
    },
  };
}

const oneLine = (text: string): string =>
  text
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim()
    .slice(0, 200);

function failure(name: string, host: string, error: unknown): ConnectorError {
  const { code, responseCode, command } = error as { code?: string; responseCode?: number; command?: string };
  const at = { connection: name, url: host };
  const step = command === undefined || command === "CONN" ? "" : ` (${command})`;
  const said = responseCode === undefined ? (code ?? "no answer") : `it answered ${responseCode}${step}`;
  if (code === "EAUTH" && (responseCode === undefined || responseCode >= 500)) {
    return new ConnectorError("NOTIFY_LOGIN_REFUSED", `the mail server refused the account: ${said}`, { at });
  }
  if (code === "ETLS" || /certificate|self.signed|altnames|wrong version number|STARTTLS/i.test(String(error))) {
    return new ConnectorError("NOTIFY_TLS", `no trusted encryption with the mail server ${host}: ${said}`, { at });
  }
  if (responseCode !== undefined && responseCode >= 400) {
    const kind = responseCode >= 500 ? "NOTIFY_REFUSED" : "NOTIFY_UNAVAILABLE";
    return new ConnectorError(kind, `the mail server ${host} does not take the message: ${said}`, { at });
  }
  return new ConnectorError("NOTIFY_UNREACHABLE", `the mail server ${host} cannot be reached: ${said}`, { at });
}
