import { randomBytes } from "node:crypto";
import type { CleoOptions } from "../options.ts";
import { json, type Reply } from "../reply.ts";

/** The OAuth side of Cleo: password and refresh grants, and the tokens that came of them. */
export interface Tokens {
  grant(form: URLSearchParams): Reply;
  /** The user of a token that is still good, and counts one use of it. */
  userOf(token: string): string | undefined;
  /** A user by name and password, for HTTP Basic. */
  userOfPassword(username: string, password: string): string | undefined;
  expire(token: string): void;
  /** Ends all access tokens at once; with `refreshTokens` those too. */
  expireAll(refreshTokens?: boolean): number;
  setUser(username: string, change: Partial<CleoOptions["users"][number]>): boolean;
  readonly counts: TokenCounts;
  list(): { username: string; state: string }[];
}

export interface TokenCounts {
  passwordGrants: number;
  refreshGrants: number;
  refused: number;
  live: number;
}

interface AccessToken {
  user: string;
  expires: number;
  uses: number;
}

export function createTokens(options: CleoOptions, now: () => number): Tokens {
  const users = options.users.map((user) => ({ ...user }));
  const access = new Map<string, AccessToken>();
  const refresh = new Map<string, string>();
  const failures = new Map<string, number>();
  const counts = { passwordGrants: 0, refreshGrants: 0, refused: 0 };
  const lifetime = (options.realTokenSeconds ?? options.tokenSeconds) * 1000;

  const refuse = (status: number, error: string, message: string): Reply => {
    counts.refused += 1;
    return json(status, { error, error_description: message, message });
  };

  const issue = (user: string, oldRefreshToken: string | undefined): Reply => {
    const time = now();
    for (const [token, known] of access) {
      if (known.expires <= time || (options.onlyNewestToken && known.user === user)) access.delete(token);
    }
    const token = randomBytes(24).toString("base64url");
    access.set(token, { user, expires: time + lifetime, uses: 0 });
    let refreshToken = oldRefreshToken;
    if (options.issueRefreshToken && (oldRefreshToken === undefined || options.rotateRefreshToken)) {
      if (oldRefreshToken !== undefined) refresh.delete(oldRefreshToken);
      refreshToken = randomBytes(24).toString("base64url");
      refresh.set(refreshToken, user);
    }
    return json(
      200,
      {
        access_token: token,
        token_type: "bearer",
        ...(options.announceExpiry ? { expires_in: options.tokenSeconds } : {}),
        ...(options.issueRefreshToken ? { refresh_token: refreshToken } : {}),
      },
      { "cache-control": "no-store" },
    );
  };

  const checkPassword = (username: string, password: string): "good" | "bad" | "locked" | "expired" => {
    const user = users.find((each) => each.username === username);
    if (user === undefined) return "bad";
    if (user.state === "locked") return "locked";
    if (user.password !== password) {
      const count = (failures.get(username) ?? 0) + 1;
      failures.set(username, count);
      if (options.lockAfterFailures > 0 && count >= options.lockAfterFailures) user.state = "locked";
      return "bad";
    }
    if (user.state === "passwordExpired") return "expired";
    failures.delete(username);
    return "good";
  };

  return {
    grant(form) {
      switch (form.get("grant_type")) {
        case "password": {
          const username = form.get("username") ?? "";
          // From outside a locked account and an expired password look like a wrong one.
          if (checkPassword(username, form.get("password") ?? "") !== "good") {
            return refuse(401, "invalid_grant", "Invalid username or password.");
          }
          counts.passwordGrants += 1;
          return issue(username, undefined);
        }
        case "refresh_token": {
          const given = form.get("refresh_token") ?? "";
          const user = refresh.get(given);
          if (user === undefined || !options.refreshAccepted)
            return refuse(400, "invalid_grant", "Invalid refresh token.");
          if (users.find((each) => each.username === user)?.state !== "active") {
            return refuse(401, "invalid_grant", "Invalid username or password.");
          }
          counts.refreshGrants += 1;
          return issue(user, given);
        }
        default:
          return refuse(400, "unsupported_grant_type", "grant_type must be password or refresh_token.");
      }
    },
    userOf(token) {
      const known = access.get(token);
      if (known === undefined || known.expires <= now()) return undefined;
      known.uses += 1;
      if (options.tokenRequests > 0 && known.uses > options.tokenRequests) {
        access.delete(token);
        return undefined;
      }
      return known.user;
    },
    userOfPassword(username, password) {
      if (checkPassword(username, password) === "good") return username;
      counts.refused += 1;
      return undefined;
    },
    expire(token) {
      access.delete(token);
    },
    expireAll(refreshTokens = false) {
      const ended = access.size;
      access.clear();
      if (refreshTokens) refresh.clear();
      return ended;
    },
    setUser(username, change) {
      const user = users.find((each) => each.username === username);
      if (user === undefined) return false;
      Object.assign(user, change);
      failures.delete(username);
      return true;
    },
    get counts() {
      const time = now();
      return { ...counts, live: [...access.values()].filter(({ expires }) => expires > time).length };
    },
    list: () => users.map(({ username, state }) => ({ username, state })),
  };
}
