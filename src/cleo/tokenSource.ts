/**
 * The bearer token of one Cleo connection (domain: OAuth 2.0 with password and refresh grants).
 *
 * - Before a write the token is renewed (`refreshBeforeEachWrite`), or only when it is near its end (`reuseUntilExpiry`);
 *   reads reuse it. Whoever asks while a renewal is under way shares it: one request, one result.
 * - A renewal uses the refresh token if there is one. A refused refresh token is dropped and one login follows. A new
 *   refresh token replaces the old one together with the access token, in one assignment.
 * - A refused login opens a breaker: no login is tried until the cool-down is over, so that a wrong password never locks
 *   the account, however many jobs ask. A refused refresh alone does not open it.
 * - Tokens live in memory only.
 */
import { ConnectorError, isConnectorError } from "../errors/connectorError.ts";
import type { Exchange, Request } from "./exchange.ts";
import { failureError } from "./judge.ts";
import { createLoginPause } from "./loginPause.ts";
import {
  type Credentials,
  type GrantOutcome,
  judgeGrant,
  loginRequest,
  refreshRequest,
  type Tokens,
} from "./tokenGrant.ts";

export interface TokenPolicy {
  policy: "refreshBeforeEachWrite" | "reuseUntilExpiry";
  skewSeconds: number;
  assumedSeconds: number;
  cooldownMinutes: number;
}

export const defaultTokenPolicy: TokenPolicy = {
  policy: "refreshBeforeEachWrite",
  skewSeconds: 60,
  assumedSeconds: 300,
  cooldownMinutes: 15,
};

/** Gives the value of the `Authorization` header. All methods throw {@link ConnectorError} where none is to be had. */
export interface Authorization {
  forWrite(): Promise<string>;
  forRead(): Promise<string>;
  /** A new value after the other side refused `rejected` with 401. */
  renewed(rejected: string): Promise<string>;
  /** Whether a value was given to other requests, too, or has been replaced by one of them. */
  isShared(value: string): boolean;
  /** The next login need not wait for the end of a pause. */
  forgetRefusal(): void;
}

export interface TokenSource extends Authorization {
  state(): TokenState;
}

export interface TokenState {
  obtainedAt?: Date;
  expiresAt?: Date;
  /** Seconds, as Cleo named them; absent where it named none and `expiresAt` is an assumption. */
  lifetime?: number;
  /** Whether a refresh token is held. */
  refreshes?: boolean;
  /** No login before this time. */
  pausedUntil?: Date;
}

export interface TokenSourceOptions {
  url: string;
  grant: "password" | "clientCredentials";
  /** Whether to use refresh tokens at all. */
  refresh: boolean;
  credentials: Credentials;
  policy?: TokenPolicy;
  exchange: Exchange;
  now: () => Date;
  /** Called with each secret received, so that logs can be cleaned of it. */
  learn?: ((secret: string) => void) | undefined;
}

interface Held extends Tokens {
  obtainedAt: number;
  expiresAt: number;
}

export function createTokenSource(options: TokenSourceOptions): TokenSource {
  const { url, exchange, now, credentials } = options;
  const policy = options.policy ?? defaultTokenPolicy;
  let held: Held | undefined;
  const pause = createLoginPause(now);
  let renewal: Promise<Held> | undefined;

  let newest = { value: "", given: 0 };
  const header = (token: Held): string => `Bearer ${token.access}`;
  const give = (token: Held): string => {
    const value = header(token);
    newest = { value, given: newest.value === value ? newest.given + 1 : 1 };
    return value;
  };
  const isFresh = (token: Held): boolean => now().getTime() < token.expiresAt - policy.skewSeconds * 1000;

  const ask = async (kind: "login" | "refresh", request: Request): Promise<GrantOutcome> => {
    const result = await exchange(request);
    if (result.kind === "failure") return { kind: "failed", error: failureError(result, { url }) };
    return judgeGrant(result, kind, url, now());
  };

  const adopt = (tokens: Tokens, former: string | undefined): Held => {
    options.learn?.(tokens.access);
    if (tokens.refresh) options.learn?.(tokens.refresh);
    const obtainedAt = now().getTime();
    const refresh = options.refresh ? (tokens.refresh ?? former) : undefined;
    held = {
      access: tokens.access,
      ...(refresh !== undefined && { refresh }),
      ...(tokens.lifetime !== undefined && { lifetime: tokens.lifetime }),
      obtainedAt,
      expiresAt: obtainedAt + (tokens.lifetime ?? policy.assumedSeconds) * 1000,
    };
    return held;
  };

  const logIn = async (): Promise<Held> => {
    pause.refuse({ url });
    const outcome = await ask("login", loginRequest(url, options.grant, credentials, now()));
    if (outcome.kind === "granted") {
      pause.end();
      return adopt(outcome.tokens, undefined);
    }
    if (outcome.kind === "refused") {
      held = undefined;
      pause.begin(Math.max(policy.cooldownMinutes * 60_000, outcome.error.retryAfter ?? 0));
    }
    throw outcome.kind === "lapsed" ? new ConnectorError("INTERNAL", "a login cannot lapse") : outcome.error;
  };

  const obtain = async (): Promise<Held> => {
    const refresh = held?.refresh;
    if (refresh === undefined) return logIn();
    const outcome = await ask("refresh", refreshRequest(url, refresh));
    if (outcome.kind === "granted") return adopt(outcome.tokens, refresh);
    if (outcome.kind !== "lapsed") throw outcome.error;
    if (held?.refresh === refresh) held = undefined;
    return logIn();
  };

  const renew = (): Promise<Held> => {
    renewal ??= obtain().finally(() => {
      renewal = undefined;
    });
    return renewal;
  };

  return {
    async forWrite() {
      const reuse = policy.policy === "reuseUntilExpiry" && held !== undefined && isFresh(held);
      return give(reuse && held ? held : await renew());
    },
    async forRead() {
      return give(held && isFresh(held) ? held : await renew());
    },
    async renewed(rejected) {
      // Another request may have renewed it meanwhile.
      if (held && header(held) !== rejected && isFresh(held)) return give(held);
      return give(await renew());
    },
    isShared: (value) => newest.value !== value || newest.given > 1,
    forgetRefusal: pause.end,
    state() {
      const pausedUntil = pause.until();
      return {
        ...(held && {
          obtainedAt: new Date(held.obtainedAt),
          expiresAt: new Date(held.expiresAt),
          refreshes: held.refresh !== undefined,
          ...(held.lifetime !== undefined && { lifetime: held.lifetime }),
        }),
        ...(pausedUntil && { pausedUntil }),
      };
    },
  };
}

/** HTTP Basic (RFC 7617) for servers without tokens; `logIn` proves the account before a body is sent to it. */
export function createBasicAuthorization(
  { username, password }: Credentials,
  logIn: (authorization: string) => Promise<void>,
  now: () => Date,
  cooldownMinutes: number,
): Authorization {
  const pause = createLoginPause(now);
  const header = (): string => `Basic ${Buffer.from(`${username}:${password.reveal()}`, "utf8").toString("base64")}`;
  const refused = (): void => pause.begin(cooldownMinutes * 60_000);
  const allowed = (): string => {
    pause.refuse();
    return header();
  };
  return {
    async forWrite() {
      const value = allowed();
      try {
        await logIn(value);
      } catch (error) {
        if (isConnectorError(error, "CLEO_LOGIN_REFUSED")) refused();
        throw error;
      }
      return value;
    },
    forRead: async () => allowed(),
    isShared: () => false,
    forgetRefusal: pause.end,
    async renewed() {
      refused();
      throw new ConnectorError("CLEO_LOGIN_REFUSED", "Cleo refused user name and password");
    },
  };
}
