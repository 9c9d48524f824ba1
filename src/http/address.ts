/** Where the server listens and how it is reached, from the options of `start`. */

import { randomInt } from "node:crypto";
import { needsFirstAdministrator } from "../app/access/users.ts";
import type { Application } from "../app/application.ts";
import { ConnectorError } from "../errors/connectorError.ts";
import { isLoopback } from "./security/origin.ts";
import { readServerCertificate, type ServerCertificate } from "./serverCertificate.ts";

export interface AddressOptions {
  host: string;
  port: string;
  publicUrl?: string;
  tlsCert?: string;
  tlsKey?: string;
}

export interface Address {
  host: string;
  port: number;
  publicUrl?: URL;
  tls?: ServerCertificate;
}

/** @throws {ConnectorError} USAGE, CONFIGURATION_FILE_UNREADABLE, SERVER_CERTIFICATE_UNUSABLE */
export function readAddress({ host, port, publicUrl, tlsCert, tlsKey }: AddressOptions): Address {
  const number = Number(port);
  if (!/^\d{1,5}$/.test(port) || number > 65_535) {
    throw new ConnectorError("USAGE", `${JSON.stringify(port.slice(0, 20))} is no port`, { at: { field: "--port" } });
  }
  if (publicUrl !== undefined && !/^https?:$/.test(URL.canParse(publicUrl) ? new URL(publicUrl).protocol : "")) {
    throw new ConnectorError("USAGE", "the address must be such as https://connector.example.com", {
      at: { field: "--public-url" },
    });
  }
  if ((tlsCert === undefined) !== (tlsKey === undefined)) {
    throw new ConnectorError("USAGE", "TLS needs both --tls-cert and --tls-key", { at: { field: "--tls-cert" } });
  }
  return {
    host,
    port: number,
    ...(publicUrl !== undefined && { publicUrl: new URL(publicUrl) }),
    ...(tlsCert !== undefined && tlsKey !== undefined && { tls: readServerCertificate(tlsCert, tlsKey) }),
  };
}

// Without characters that are taken for each other when read out.
const alphabet = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";

/**
 * The code that the first administrator is asked for: only where there is no user yet, and where somebody other than the
 * people at this machine could be the first to come.
 */
export async function setupCodeFor(
  application: Pick<Application, "ledger">,
  { host, publicUrl }: Address,
): Promise<string | undefined> {
  if (isLoopback(host) && publicUrl === undefined) return undefined;
  if (!(await needsFirstAdministrator(application))) return undefined;
  const group = () => Array.from({ length: 5 }, () => alphabet[randomInt(alphabet.length)]).join("");
  return `${group()}-${group()}`;
}
