import { WindowsAuthError } from "./error.ts";

/** Who logs on, in the parts that the protocols need. */
export interface Identity {
  /** Empty for a UPN, whose domain only the directory knows; `undefined` for a bare name without a configured domain. */
  readonly domain: string | undefined;
  /** What the user is called in messages and logs. */
  readonly display: string;
  /** What follows the @ of a UPN. */
  readonly suffix: string | undefined;
  /** A bare name, or the whole UPN. */
  readonly user: string;
}

/**
 * `DOMAIN\user`, `user@suffix` (UPN), or a bare user with the domain beside it.
 *
 * @throws WindowsAuthError `INVALID_OPTIONS` if there is no user, or two different domains
 */
export function parseIdentity(username: string, domain?: string): Identity {
  const backslash = username.indexOf("\\");
  if (backslash >= 0) {
    const named = username.slice(0, backslash);
    const user = username.slice(backslash + 1);
    if (user === "") throw noUser();
    if (domain && named && named.toLowerCase() !== domain.toLowerCase()) {
      throw new WindowsAuthError(
        "INVALID_OPTIONS",
        `the user name "${username}" names another domain than the option domain "${domain}"`,
      );
    }
    const chosen = named || domain;
    return { domain: chosen, display: `${chosen ?? ""}\\${user}`, suffix: undefined, user };
  }
  if (username === "") throw noUser();
  const at = username.lastIndexOf("@");
  if (at > 0 && at < username.length - 1) {
    return { domain: "", display: username, suffix: username.slice(at + 1), user: username };
  }
  return {
    domain: domain || undefined,
    display: domain ? `${domain}\\${username}` : username,
    suffix: undefined,
    user: username,
  };
}

const noUser = () => new WindowsAuthError("INVALID_OPTIONS", "the user name is empty");
