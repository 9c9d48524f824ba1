import { connect, getCACertificates } from "node:tls";

export interface ServerCertificate {
  /** Last instant of validity. */
  endsAt: Date;
  issuer: string;
  protocol: string;
}

const patience = 10_000;

/**
 * The certificate that a server shows, verified like any connection of ours. `undefined` where none could be had: why is
 * for the client that needs the connection to say.
 */
export function readCertificate(
  url: string,
  { ca, serverName }: { ca?: string | undefined; serverName?: string | undefined } = {},
): Promise<ServerCertificate | undefined> {
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, "");
  const name = serverName ?? host;
  return new Promise((resolve) => {
    const socket = connect({
      host,
      port: Number(port || 443),
      // An address is compared with the certificate, but is no name for SNI (RFC 6066, 3).
      ...(/^[\d.]+$|:/.test(name) ? {} : { servername: name }),
      ca: [...getCACertificates("default"), ...getCACertificates("system"), ...(ca === undefined ? [] : [ca])],
      timeout: patience,
    });
    const end = (certificate?: ServerCertificate): void => {
      socket.destroy();
      resolve(certificate);
    };
    socket.once("error", () => end());
    socket.once("timeout", () => end());
    socket.once("secureConnect", () => {
      const { valid_to: validTo, issuer } = socket.getPeerCertificate();
      const endsAt = new Date(validTo);
      if (Number.isNaN(endsAt.getTime())) return end();
      const { O: organisation, CN: common } = (issuer ?? {}) as { O?: string; CN?: string };
      end({ endsAt, issuer: common ?? organisation ?? "", protocol: socket.getProtocol() ?? "" });
    });
  });
}
