/** Asking for a token (RFC 6749, 4.3, 4.4 and 6) and judging the answer, as two separate halves without I/O. */
import { ConnectorError } from "../errors/connectorError.ts";
import type { Answer, Request } from "./exchange.ts";
import { jsonOf, refusalOf, retryAfterOf, saying } from "./judge.ts";
import { oneTimeCode } from "./otp.ts";

/** Anything that gives a secret's text only when asked. */
export interface Secret {
  reveal(): string;
}

export interface Credentials {
  username: string;
  password: Secret;
  otp?: { header: string; secret: Secret };
}

export interface Tokens {
  access: string;
  refresh?: string;
  /** Seconds; absent where Cleo names none. */
  lifetime?: number;
}

/** `lapsed`: the refresh token is no longer taken. `refused`: the account is not. */
export type GrantOutcome =
  | { kind: "granted"; tokens: Tokens }
  | { kind: "lapsed" }
  | { kind: "refused"; error: ConnectorError }
  | { kind: "failed"; error: ConnectorError };

export function loginRequest(
  url: string,
  grant: "password" | "clientCredentials",
  { username, password, otp }: Credentials,
  now: Date,
): Request {
  const form: Record<string, string> =
    grant === "password"
      ? { grant_type: "password", username, password: password.reveal() }
      : { grant_type: "client_credentials", client_id: username, client_secret: password.reveal() };
  const code = otp && oneTimeCode(otp.secret.reveal(), now);
  if (otp && code === undefined) {
    throw new ConnectorError("CLEO_LOGIN_REFUSED", "the secret of the second factor is not base32", {
      at: { field: "auth.otp.secret" },
      fix: "Enter the secret as Cleo showed it when two-factor was set up: letters A to Z and digits 2 to 7.",
    });
  }
  return tokenRequest(url, form, otp && code !== undefined ? { [otp.header]: code } : {});
}

export function refreshRequest(url: string, refresh: string): Request {
  return tokenRequest(url, { grant_type: "refresh_token", refresh_token: refresh }, {});
}

export function judgeGrant(answer: Answer, kind: "login" | "refresh", url: string, now: Date): GrantOutcome {
  const at = { url };
  const { status } = answer;
  if (status >= 200 && status < 300) return readTokens(answer, url);
  if (kind === "refresh" && [400, 401, 403, 404].includes(status)) return { kind: "lapsed" };
  if ([400, 401, 403].includes(status)) {
    const error = new ConnectorError("CLEO_LOGIN_REFUSED", `Cleo refused the account with ${status}${saying(answer)}`, {
      at,
    });
    return { kind: "refused", error };
  }
  if (status === 404 || status === 405 || status === 410) {
    return {
      kind: "failed",
      error: new ConnectorError("CLEO_TOKEN_ADDRESS", `Cleo answered ${status} to the request for a token`, { at }),
    };
  }
  if (status === 423) return { kind: "refused", error: locked(url, answer, now) };
  return { kind: "failed", error: refusalOf(answer, at, now) };
}

function readTokens(answer: Answer, url: string): GrantOutcome {
  const json = jsonOf(answer);
  const {
    access_token: access,
    refresh_token: refresh,
    expires_in: expires,
  } = (typeof json === "object" && json !== null ? json : {}) as Record<string, unknown>;
  // The token becomes a header value, where a line break would begin another header.
  if (typeof access !== "string" || !/^[\x21-\x7e]{1,16384}$/.test(access)) {
    return {
      kind: "failed",
      error: new ConnectorError(
        "CLEO_ANSWER_UNREADABLE",
        `Cleo answered ${answer.status} to the login, but without an \`access_token\``,
        { at: { url } },
      ),
    };
  }
  const lifetime = typeof expires === "number" || typeof expires === "string" ? Number(expires) : Number.NaN;
  return {
    kind: "granted",
    tokens: {
      access,
      ...(typeof refresh === "string" && refresh !== "" && refresh.length <= 16_384 && { refresh }),
      ...(Number.isFinite(lifetime) && lifetime > 0 && { lifetime }),
    },
  };
}

function locked(url: string, answer: Answer, now: Date): ConnectorError {
  const retryAfter = retryAfterOf(answer, now);
  return new ConnectorError("CLEO_LOGIN_REFUSED", "Cleo says that the account is locked", {
    at: { url },
    ...(retryAfter !== undefined && { retryAfter }),
  });
}

function tokenRequest(url: string, form: Record<string, string>, headers: Record<string, string>): Request {
  return {
    purpose: "token",
    method: "POST",
    url,
    headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json", ...headers },
    body: Buffer.from(new URLSearchParams(form).toString(), "utf8"),
  };
}
