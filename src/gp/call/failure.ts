import { ConnectorError, type ErrorLocation } from "../../errors/connectorError.ts";
import type { ErrorCode } from "../../errors/registry.ts";
import { WindowsAuthError, type WindowsAuthErrorCode } from "../../windows-auth/index.ts";

const codes: Readonly<Record<WindowsAuthErrorCode, ErrorCode>> = {
  ABORTED: "GP_SERVER_ERROR",
  CHANNEL_BINDING: "GP_CHANNEL_BINDING",
  CLOSED: "INTERNAL",
  CONNECTION_LOST: "GP_SERVER_ERROR",
  CREDENTIALS_UNAVAILABLE: "GP_CREDENTIALS_UNAVAILABLE",
  CRYPTOGRAPHY_UNAVAILABLE: "GP_CREDENTIALS_UNAVAILABLE",
  INVALID_OPTIONS: "GP_CONNECTION_INVALID",
  INVALID_REQUEST: "INTERNAL",
  KERBEROS_CLOCK_SKEW: "GP_KERBEROS",
  KERBEROS_KDC_REFUSED: "GP_KERBEROS",
  KERBEROS_KDC_UNREACHABLE: "GP_KERBEROS",
  KERBEROS_MUTUAL_AUTHENTICATION: "GP_KERBEROS",
  KERBEROS_NO_COMMON_ENCRYPTION: "GP_KERBEROS",
  KERBEROS_PROTOCOL: "GP_KERBEROS",
  KERBEROS_UNKNOWN_SPN: "GP_KERBEROS",
  LOGON_REFUSED: "GP_LOGON_REFUSED",
  PROTOCOL: "GP_AUTHENTICATION_FAILED",
  RESPONSE_TOO_LARGE: "GP_ANSWER_TOO_LARGE",
  SCHEME_NOT_OFFERED: "GP_SCHEME_NOT_OFFERED",
  TIMEOUT: "GP_TIMEOUT",
  TLS: "GP_TLS",
  TOKEN_PROVIDER: "GP_CREDENTIALS_UNAVAILABLE",
  TOKEN_REFUSED: "GP_AUTHENTICATION_FAILED",
  UNREACHABLE: "GP_UNREACHABLE",
};

const fixes: Partial<Record<WindowsAuthErrorCode, string>> = {
  KERBEROS_CLOCK_SKEW: "Set the clock of this machine by the domain's time server: Kerberos allows five minutes.",
  KERBEROS_KDC_UNREACHABLE: "Make a domain controller reachable on port 88, or set `gp.auth.scheme` to `ntlm`.",
  KERBEROS_UNKNOWN_SPN:
    "Register the service principal name `HTTP/<host>` for the service account of the GP Service (setspn -S), or set `gp.auth.scheme` to `ntlm`.",
};

const refusals: Readonly<Record<string, string>> = {
  "disabled-or-locked": "Unlock or enable the account in Active Directory.",
  "password-expired": "Set a new password for the account in Active Directory, and the same in `gp.auth`.",
  "unknown-user": "Correct the user name in `gp.auth`: DOMAIN\\user or user@domain.",
  "wrong-password": "Correct the password in `gp.auth`.",
};

/** A failure below HTTP in the terms of the registry. What is no failure of the transport is given back as it is. */
export function failureOf(error: unknown, at: ErrorLocation): unknown {
  if (!(error instanceof WindowsAuthError)) return error;
  const fix = (error.reason && refusals[error.reason]) ?? fixes[error.code];
  return new ConnectorError(codes[error.code], error.message.replace(/\.$/, ""), {
    at,
    cause: error,
    ...(fix ? { fix } : {}),
  });
}
