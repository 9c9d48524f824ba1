/** Opens the one TCP or TLS connection that a logon is bound to. */
import { createHash } from "node:crypto";
import { connect as connectTcp, isIP, type Socket } from "node:net";
import { connect as connectTls, type SecureContext, type TLSSocket } from "node:tls";
import { WindowsAuthError } from "./error.ts";

export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly tls: TlsSettings | undefined;
}

export interface TlsSettings {
  readonly context: SecureContext;
  readonly minVersion: "TLSv1.2" | "TLSv1.3";
  /** SHA-256 of the server's SubjectPublicKeyInfo, base64; demanded in addition to a valid certificate. */
  readonly pin: string | undefined;
  readonly servername: string | undefined;
}

export interface OpenSocket {
  /** The server's certificate, DER; `undefined` without TLS. */
  readonly certificate: Buffer | undefined;
  readonly socket: Socket;
}

/**
 * @param timeout milliseconds for name lookup, TCP and TLS together
 * @throws WindowsAuthError `UNREACHABLE`, `TLS`, `TIMEOUT` or `ABORTED`; never with `sent`
 */
export async function openSocket(endpoint: Endpoint, timeout: number, signal?: AbortSignal): Promise<OpenSocket> {
  const { tls } = endpoint;
  if (signal?.aborted) throw aborted(signal);
  let reachedTcp = false;
  const socket = tls === undefined ? connectTcp({ host: endpoint.host, port: endpoint.port }) : secure(endpoint, tls);
  socket.once("connect", () => {
    reachedTcp = true;
  });
  socket.setNoDelay(true);
  try {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(timedOut(endpoint, timeout, reachedTcp)), timeout);
      const abort = () => reject(aborted(signal));
      signal?.addEventListener("abort", abort, { once: true });
      const settle = (finish: () => void) => () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", abort);
        finish();
      };
      const ready = tls === undefined ? "connect" : "secureConnect";
      socket.once(ready, settle(resolve));
      socket.once("error", (error) => settle(() => reject(connectError(endpoint, error, reachedTcp)))());
      socket.once(
        "close",
        settle(() => reject(connectError(endpoint, undefined, reachedTcp))),
      );
    });
    socket.removeAllListeners("close");
    // From here on the request under way, if any, reports what happens to the connection.
    socket.on("error", () => {});
    return {
      socket,
      certificate: tls === undefined ? undefined : verifiedCertificate(socket as TLSSocket, tls, endpoint),
    };
  } catch (error) {
    socket.on("error", () => {});
    socket.destroy();
    throw error;
  }
}

function secure({ host, port }: Endpoint, tls: TlsSettings): TLSSocket {
  const name = tls.servername ?? (isIP(host) === 0 ? host : undefined);
  return connectTls({
    ALPNProtocols: ["http/1.1"], // Windows authentication does not exist on HTTP/2
    host,
    port,
    minVersion: tls.minVersion,
    secureContext: tls.context,
    ...(name === undefined ? {} : { servername: name }),
  });
}

/**
 * The certificate that the channel binding names. It is read on every connection and its absence is an error: on a resumed
 * TLS session Node has none, and the logon would silently go out without a binding. Hence no session is ever offered.
 */
function verifiedCertificate(socket: TLSSocket, tls: TlsSettings, endpoint: Endpoint): Buffer {
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined || socket.isSessionReused()) {
    throw new WindowsAuthError(
      "CHANNEL_BINDING",
      `the certificate of ${endpoint.host} cannot be read on this connection`,
    );
  }
  if (tls.pin !== undefined) {
    const found = createHash("sha256")
      .update(certificate.publicKey.export({ type: "spki", format: "der" }))
      .digest("base64");
    if (found !== tls.pin) {
      throw new WindowsAuthError(
        "TLS",
        `the key of ${endpoint.host} is not the pinned one: it has sha256/${found}, pinned is sha256/${tls.pin}`,
      );
    }
  }
  return certificate.raw;
}

const aborted = (signal: AbortSignal | undefined) =>
  new WindowsAuthError("ABORTED", "the request was called off", { cause: signal?.reason });

function timedOut({ host, port }: Endpoint, timeout: number, reachedTcp: boolean): WindowsAuthError {
  const what = reachedTcp ? "the TLS handshake with" : "connecting to";
  return new WindowsAuthError("TIMEOUT", `${what} ${host}:${port} took longer than ${timeout} ms`);
}

function connectError({ host, port }: Endpoint, error: Error | undefined, reachedTcp: boolean): WindowsAuthError {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (!reachedTcp) {
    return new WindowsAuthError("UNREACHABLE", `${host}:${port} cannot be reached: ${unreachable(code)}`, {
      cause: error,
    });
  }
  return new WindowsAuthError("TLS", `TLS with ${host}:${port} failed: ${tlsFailure(code, error)}`, { cause: error });
}

function unreachable(code: string | undefined): string {
  switch (code) {
    case "ENOTFOUND":
      return "its name is not known to DNS";
    case "EAI_AGAIN":
      return "DNS gives no answer";
    case "ECONNREFUSED":
      return "nothing listens on that port";
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return "there is no route to it";
    case "ETIMEDOUT":
      return "it does not answer";
    default:
      return code ?? "the connection was closed at once";
  }
}

function tlsFailure(code: string | undefined, error: Error | undefined): string {
  switch (code) {
    case "CERT_HAS_EXPIRED":
      return "its certificate has expired";
    case "CERT_NOT_YET_VALID":
      return "its certificate is not valid yet, or the clock of this machine is wrong";
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
      return "its certificate is self-signed; give that certificate itself as tls.ca";
    case "SELF_SIGNED_CERT_IN_CHAIN":
    case "UNABLE_TO_GET_ISSUER_CERT":
    case "UNABLE_TO_GET_ISSUER_CERT_LOCALLY":
    case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
      return "its certificate comes from an authority that is not trusted here; give that authority's certificate as tls.ca";
    case "ERR_TLS_CERT_ALTNAME_INVALID":
      return "its certificate is for another host name; use that name, or give it as tls.servername";
    case "ERR_SSL_WRONG_VERSION_NUMBER":
    case "EPROTO":
      return "that port does not speak TLS";
    case "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION":
    case "ERR_SSL_UNSUPPORTED_PROTOCOL":
      return "it speaks no TLS version that is allowed here";
    case undefined:
    case "ECONNRESET":
      return "the server closed the connection during the handshake";
    default:
      return error === undefined ? code : `${code} ${error.message}`;
  }
}
