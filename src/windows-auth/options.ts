import { X509Certificate } from "node:crypto";
import { createSecureContext, getCACertificates, type SecureContext } from "node:tls";
import {
  type AuthenticationLeg,
  type AuthenticationScheme,
  WindowsAuthError,
  type WindowsAuthErrorCode,
} from "./error.ts";
import type { Identity } from "./identity.ts";
import { parseIdentity } from "./identity.ts";
import type { KerberosOptions } from "./kerberos/options.ts";
import { type LogonGuard, processLogonGuard } from "./logonGuard.ts";
import type { PersistenceOption } from "./persistence.ts";
import type { SchemeOption, SchemePolicy } from "./scheme.ts";
import type { Endpoint } from "./socket.ts";

export interface WindowsCredentials {
  /** `DOMAIN\user`, `user@suffix` (UPN), or a bare name. */
  username: string;
  /** A provider is asked at every logon, so that a new password is taken up without a new client. */
  password?: string | (() => string | Promise<string>);
  /** NetBIOS or DNS name of the domain of a bare user name. Without it the server's own domain is taken. */
  domain?: string;
  /** For Kerberos in place of a password: a keytab file (version 2), as its content or its path. */
  keytab?: Uint8Array | string;
}

export interface WindowsHttpOptions {
  /** `https://host:port` or `http://host:port`, nothing more. */
  origin: string;
  credentials: WindowsCredentials;
  /** Default `auto`: the strongest that the server offers and the options allow. */
  scheme?: SchemeOption;
  tls?: {
    /** PEM, or one certificate in DER. Only these authorities (or this very certificate) are trusted then. Default: Node's and the system's. */
    ca?: string | Uint8Array;
    /** The name to verify in the certificate, where it differs from the host of `origin`. */
    servername?: string;
    /** SHA-256 of the server's SubjectPublicKeyInfo, base64 or hex, `sha256/` in front allowed; demanded in addition. */
    pin?: string;
    minVersion?: "TLSv1.2" | "TLSv1.3";
  };
  /** Default `auto`: sent on TLS. `require`: fail rather than send none. `off`: for a proxy that ends TLS. */
  channelBinding?: "auto" | "off" | "require";
  /** Default `HTTP/<host of origin>`. */
  spn?: string;
  kerberos?: KerberosOptions;
  /** NTLM workstation name, for accounts that may log on from named workstations only. Default: empty. */
  workstation?: string;
  /** How long a logon lasts. Default `detect`. */
  persistence?: PersistenceOption;
  /** Connections to the server, and requests under way, at most. Default 4. */
  maxConnections?: number;
  timeouts?: {
    /** Name lookup, TCP and TLS. Default 10 000 ms. */
    connect?: number;
    /** Each leg of a handshake that carries no request. Default 30 000 ms. */
    handshake?: number;
    /** From sending the request to the last byte of the answer. Default 120 000 ms. */
    response?: number;
    /** After which an unused connection is closed. Default 60 000 ms; HTTP.sys closes at 120 000. */
    idle?: number;
  };
  /** Default 64 MiB. */
  maxResponseBytes?: number;
  /** Who remembers refused logons. Default: one for the whole process. */
  logonGuard?: LogonGuard;
  /** Milliseconds since 1970. Default `Date.now`. */
  now?: () => number;
  /** Called after each logon, for logs and metrics. Holds no token, hash or password. */
  onLogon?: (event: LogonEvent) => void;
}

export interface LogonEvent {
  /** Where it failed. */
  readonly leg: AuthenticationLeg | undefined;
  readonly outcome: "accepted" | WindowsAuthErrorCode;
  readonly scheme: AuthenticationScheme | undefined;
  readonly spn: string;
  /** The HTTP status of the answer that decided it. */
  readonly status: number | undefined;
  readonly user: string;
}

/** The options, checked and completed. */
export interface Settings {
  readonly channelBinding: "auto" | "off" | "require";
  readonly credentials: WindowsCredentials;
  readonly endpoint: Endpoint;
  readonly guard: LogonGuard;
  /** What the guard knows this identity by. */
  readonly guardKey: string;
  /** The value of the `Host` header. */
  readonly host: string;
  readonly identity: Identity;
  readonly kerberos: KerberosOptions | undefined;
  readonly maxConnections: number;
  readonly maxResponseBytes: number;
  readonly now: () => number;
  readonly onLogon: ((event: LogonEvent) => void) | undefined;
  readonly origin: string;
  readonly persistence: PersistenceOption;
  readonly policy: SchemePolicy;
  readonly servicePrincipalName: string;
  readonly timeouts: {
    readonly connect: number;
    readonly handshake: number;
    readonly idle: number;
    readonly response: number;
  };
  readonly workstation: string;
}

/** @throws WindowsAuthError `INVALID_OPTIONS` naming the option and what is wrong with it */
export function resolveOptions(options: WindowsHttpOptions): Settings {
  const url = parseOrigin(options.origin);
  const secure = url.protocol === "https:";
  const scheme = oneOf("scheme", options.scheme ?? "auto", ["auto", "negotiate", "ntlm", "basic"]);
  const { credentials, kerberos } = options;
  const identity = parseIdentity(credentials.username, credentials.domain);
  const password = credentials.password !== undefined;
  const hasKerberos = kerberos !== undefined || credentials.keytab !== undefined || scheme === "negotiate";

  if (!password && credentials.keytab === undefined && kerberos?.tokenProvider === undefined) {
    throw invalid("credentials need a password, or for Kerberos a keytab or a token provider");
  }
  if (!password && (scheme === "ntlm" || scheme === "basic")) throw invalid(`scheme "${scheme}" needs a password`);
  if (scheme === "basic" && !secure) {
    throw invalid("Basic would send the password in the clear: it is spoken over https only");
  }
  const channelBinding = oneOf("channelBinding", options.channelBinding ?? "auto", ["auto", "off", "require"]);
  if (channelBinding === "require" && !secure) throw invalid("a channel binding exists over https only");
  if (!secure && options.tls !== undefined) throw invalid("tls is given, but the origin is http");

  const host = url.hostname.replace(/^\[|\]$/g, "");
  const { timeouts = {} } = options;
  return {
    channelBinding,
    credentials,
    endpoint: {
      host,
      port: Number(url.port || (secure ? 443 : 80)),
      tls: secure
        ? {
            context: secureContext(options.tls?.ca, options.tls?.minVersion),
            minVersion: oneOf("tls.minVersion", options.tls?.minVersion ?? "TLSv1.2", ["TLSv1.2", "TLSv1.3"]),
            pin: parsePin(options.tls?.pin),
            servername: options.tls?.servername,
          }
        : undefined,
    },
    guard: options.logonGuard ?? processLogonGuard,
    guardKey: `${url.origin} ${identity.display.toLowerCase()}`,
    host: url.host,
    identity,
    kerberos: hasKerberos ? (kerberos ?? {}) : undefined,
    maxConnections: whole("maxConnections", options.maxConnections ?? 4, 1, 256),
    maxResponseBytes: whole("maxResponseBytes", options.maxResponseBytes ?? 64 * 1024 * 1024, 1, 2 ** 31 - 1),
    now: options.now ?? Date.now,
    onLogon: options.onLogon,
    origin: url.origin,
    persistence: oneOf("persistence", options.persistence ?? "detect", ["detect", "connection", "request"]),
    policy: {
      kerberos: hasKerberos,
      ntlmFallback: kerberos?.allowNtlmFallback ?? false,
      password,
      scheme,
      secure,
    },
    servicePrincipalName: options.spn ?? `HTTP/${host}`,
    timeouts: {
      connect: whole("timeouts.connect", timeouts.connect ?? 10_000, 1, maxTimer),
      handshake: whole("timeouts.handshake", timeouts.handshake ?? 30_000, 1, maxTimer),
      idle: whole("timeouts.idle", timeouts.idle ?? 60_000, 1, maxTimer),
      response: whole("timeouts.response", timeouts.response ?? 120_000, 1, maxTimer),
    },
    workstation: options.workstation ?? "",
  };
}

const maxTimer = 2 ** 31 - 1;
const invalid = (message: string) => new WindowsAuthError("INVALID_OPTIONS", message);

function parseOrigin(origin: string): URL {
  const url = URL.parse(origin);
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) {
    throw invalid("origin must be of the form https://host:port");
  }
  // The password in a URL would end up in messages and logs.
  if (url.username !== "" || url.password !== "") throw invalid("origin must not contain a user or password");
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "") {
    throw invalid(`origin must end after the port, without the path "${url.pathname}"`);
  }
  return url;
}

function oneOf<const T extends string>(name: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw invalid(`${name} must be one of ${allowed.join(", ")}`);
  return found;
}

function whole(name: string, value: number, least: number, most: number): number {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw invalid(`${name} must be a whole number from ${least} to ${most}`);
  }
  return value;
}

function parsePin(pin: string | undefined): string | undefined {
  if (pin === undefined) return undefined;
  const text = pin.replace(/^sha256[/:]/i, "");
  const hex = text.replaceAll(":", "");
  const bytes = /^[0-9a-f]{64}$/i.test(hex) ? Buffer.from(hex, "hex") : Buffer.from(text, "base64");
  if (bytes.length !== 32) throw invalid("tls.pin must be the SHA-256 of a public key, base64 or hex");
  return bytes.toString("base64");
}

let systemContext: SecureContext | undefined;

/** Building a context parses some 150 certificates: the one of the system is made once. */
function secureContext(ca: string | Uint8Array | undefined, minVersion: string | undefined): SecureContext {
  if (ca !== undefined || minVersion === "TLSv1.3") {
    return createSecureContext({
      ca: ca === undefined ? systemAuthorities() : authorities(ca),
      minVersion: minVersion === "TLSv1.3" ? "TLSv1.3" : "TLSv1.2",
    });
  }
  systemContext ??= createSecureContext({ ca: systemAuthorities(), minVersion: "TLSv1.2" });
  return systemContext;
}

const systemAuthorities = () => [...getCACertificates("default"), ...getCACertificates("system")];

/** Every certificate of the PEM text, or the one in DER. Node would pass over what it cannot read in silence. */
function authorities(ca: string | Uint8Array): string[] {
  const text = Buffer.from(ca).toString("latin1");
  const blocks = text.match(/-----BEGIN (?:TRUSTED )?CERTIFICATE-----[^-]*-----END (?:TRUSTED )?CERTIFICATE-----/g);
  try {
    return (blocks ?? [Buffer.from(ca)]).map((certificate) => new X509Certificate(certificate).toString());
  } catch (error) {
    throw new WindowsAuthError("INVALID_OPTIONS", "tls.ca is not a certificate", { cause: error });
  }
}
