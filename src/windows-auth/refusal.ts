/** What the answer to a request that carried credentials means: a pure judgement. */
import type { Answer } from "./connection.ts";
import { type AuthenticationLeg, type AuthenticationScheme, WindowsAuthError } from "./error.ts";
import type { Settings } from "./options.ts";

export interface LogonContext {
  readonly bindingSent: boolean;
  readonly leg: AuthenticationLeg;
  readonly scheme: AuthenticationScheme;
}

/** The error that an answer stands for, or `undefined` if it is the service's own answer. */
export function judgeAnswer(answer: Answer, context: LogonContext, settings: Settings): WindowsAuthError | undefined {
  if (answer.status === 401) return refused(context, settings);
  if (isTokenFailure(answer, context)) return tokenRefused(answer, context, settings);
  return undefined;
}

/**
 * HttpListener answers 400 to a broken or altered token, a wrong principal and clock skew, and 500 to whatever else goes wrong
 * in its authentication, both without content; HTTP.sys answers 400 with a page of its own to a header that is too long.
 * An application's own 400 or 500 has content that says what it is about.
 */
function isTokenFailure(answer: Answer, { leg }: LogonContext): boolean {
  if (answer.status !== 400 && answer.status !== 500) return false;
  if (leg === "password") return false;
  if (leg === "negotiate") return true; // type 1 names nobody, so that no application can have seen the request
  const type = answer.headers["content-type"];
  if (answer.body.length === 0 || type === undefined) return true;
  return (
    answer.status === 400 && /^text\/html\b/i.test(type) && httpSysPage.test(answer.body.toString("latin1", 0, 2048))
  );
}

const httpSysPage = /<h2>Bad Request - (?:Request Too Long|Header Field Too Long|Invalid Header)/i;

function refused({ bindingSent, leg, scheme }: LogonContext, settings: Settings): WindowsAuthError {
  const { identity, origin, channelBinding, endpoint } = settings;
  const who = `${origin} refused the logon of ${identity.display} (${scheme})`;
  if (scheme === "kerberos") {
    return new WindowsAuthError(
      "LOGON_REFUSED",
      `${who}, although the domain gave a ticket for ${settings.servicePrincipalName}: that SPN must be registered on the account ` +
        `that runs the service, and the user must have access to it${bindingRemark(bindingSent, channelBinding, endpoint.tls !== undefined)}`,
      { leg, reason: "ticket-refused", scheme, status: 401 },
    );
  }
  return new WindowsAuthError(
    "LOGON_REFUSED",
    `${who}: the password is wrong or must be changed, or the account is unknown, disabled, locked, or not allowed here; ` +
      `the server does not say which${bindingRemark(bindingSent, channelBinding, endpoint.tls !== undefined)}`,
    { leg, reason: "unspecified", scheme, status: 401 },
  );
}

/** A service with Extended Protection answers a wrong or missing binding exactly as it answers a wrong password. */
function bindingRemark(sent: boolean, option: Settings["channelBinding"], tls: boolean): string {
  if (!tls) return "";
  if (sent) return "; behind a proxy that ends TLS the channel binding cannot match: set channelBinding to off then";
  if (option === "off") return "; no channel binding was sent, which a service with Extended Protection requires";
  return "; the server's certificate allows no channel binding, which a service with Extended Protection requires";
}

function tokenRefused(answer: Answer, { leg, scheme }: LogonContext, settings: Settings): WindowsAuthError {
  const causes =
    scheme === "kerberos"
      ? "clock skew, an SPN registered on another account, or a ticket longer than the server's header limit of 16 KiB"
      : "a message altered on the way, clock skew, or a security policy of the server";
  return new WindowsAuthError(
    "TOKEN_REFUSED",
    `${settings.origin} answered ${answer.status} to the ${scheme} logon of ${settings.identity.display} (${leg}): ${causes}`,
    // The service may have seen the request after all: 500 without content is also what a failing application sends.
    { leg, scheme, sent: leg !== "negotiate" && answer.status === 500, status: answer.status },
  );
}
