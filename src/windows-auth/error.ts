/** The mechanism by which a request was, or was to be, authenticated. `none`: the server asked for no logon. */
export type AuthenticationScheme = "kerberos" | "ntlm" | "basic" | "none";

/**
 * The message of the handshake that was on its way.
 * `probe` a request without credentials; `negotiate` NTLM type 1; `authenticate` NTLM type 3; `ticket` a Kerberos AP-REQ;
 * `password` Basic; `kdc` the exchange with the Kerberos server; `request` no credentials, on an authenticated connection.
 */
export type AuthenticationLeg = "probe" | "negotiate" | "authenticate" | "ticket" | "password" | "kdc" | "request";

export type WindowsAuthErrorCode =
  /** The options contradict each other or are out of range. */
  | "INVALID_OPTIONS"
  /** Method, path or headers of the request cannot be sent as they are. */
  | "INVALID_REQUEST"
  /** The password provider threw, or the keytab cannot be read or has no fitting key. */
  | "CREDENTIALS_UNAVAILABLE"
  /** MD4, MD5 or RC4 are switched off (FIPS mode), which makes NTLM impossible. */
  | "CRYPTOGRAPHY_UNAVAILABLE"
  /** No TCP connection: name not found, port closed, no route. */
  | "UNREACHABLE"
  /** Certificate not trusted, expired, for another host, or not the pinned one; or no common TLS version. */
  | "TLS"
  | "TIMEOUT"
  /** The connection broke while a request was under way. */
  | "CONNECTION_LOST"
  /** The caller's `AbortSignal` fired. */
  | "ABORTED"
  /** The client was closed. */
  | "CLOSED"
  /** The logon was refused: not tried again with this password. See `reason`. */
  | "LOGON_REFUSED"
  /** 400 or 500 to a request that carried a token: broken token, clock skew, wrong principal, or too long a header. */
  | "TOKEN_REFUSED"
  /** The server offers none of the schemes that the options allow. */
  | "SCHEME_NOT_OFFERED"
  /** `channelBinding` is `require` and none can be made, or the server's certificate cannot be read. */
  | "CHANNEL_BINDING"
  /** The server broke HTTP, NTLM or SPNEGO. */
  | "PROTOCOL"
  | "RESPONSE_TOO_LARGE"
  | "KERBEROS_KDC_UNREACHABLE"
  /** KDC error 7. */
  | "KERBEROS_UNKNOWN_SPN"
  /** KDC error 14. */
  | "KERBEROS_NO_COMMON_ENCRYPTION"
  /** KDC error 37. */
  | "KERBEROS_CLOCK_SKEW"
  /** Any other KDC error; `kdcError` has its number. */
  | "KERBEROS_KDC_REFUSED"
  /** The KDC's or the service's message is malformed or fails its integrity check. */
  | "KERBEROS_PROTOCOL"
  /** The service did not prove that it holds the key of its SPN. */
  | "KERBEROS_MUTUAL_AUTHENTICATION"
  /** The token provider threw or returned no token. */
  | "TOKEN_PROVIDER";

/** Why a logon was refused, as far as the server said: over NTLM and Basic it never does. */
export type LogonRefusal =
  | "unknown-user"
  | "disabled-or-locked"
  | "password-expired"
  | "wrong-password"
  | "ticket-refused"
  | "unspecified";

export interface WindowsAuthErrorDetails {
  cause?: unknown;
  /** KRB-ERROR error-code, RFC 4120 7.5.9. */
  kdcError?: number;
  leg?: AuthenticationLeg;
  reason?: LogonRefusal;
  scheme?: AuthenticationScheme;
  sent?: boolean;
  status?: number;
}

/** Everything this module throws. Messages name user, host, scheme and leg; never a token, hash or password. */
export class WindowsAuthError extends Error {
  readonly code: WindowsAuthErrorCode;
  readonly kdcError: number | undefined;
  readonly leg: AuthenticationLeg | undefined;
  readonly reason: LogonRefusal | undefined;
  readonly scheme: AuthenticationScheme | undefined;
  /** True if the request with its body may have reached the server; false if it certainly had no effect there. */
  readonly sent: boolean;
  /** The HTTP status, where an answer caused the error. */
  readonly status: number | undefined;

  constructor(code: WindowsAuthErrorCode, message: string, details: WindowsAuthErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "WindowsAuthError";
    this.code = code;
    this.kdcError = details.kdcError;
    this.leg = details.leg;
    this.reason = details.reason;
    this.scheme = details.scheme;
    this.sent = details.sent ?? false;
    this.status = details.status;
  }
}

export const isWindowsAuthError = (error: unknown): error is WindowsAuthError => error instanceof WindowsAuthError;
