/** What a KRB-ERROR means to the person who has to act on it. Numbers: RFC 4120 7.5.9. */
import { type LogonRefusal, WindowsAuthError, type WindowsAuthErrorCode } from "../error.ts";
import type { KerberosError } from "./kdcMessages.ts";

export const kdcErrors = {
  clientExpired: 1,
  unknownClient: 6,
  unknownService: 7,
  noCommonEncryption: 14,
  policy: 12,
  clientRevoked: 18,
  keyExpired: 23,
  preauthenticationFailed: 24,
  preauthenticationRequired: 25,
  badIntegrity: 31,
  clockSkew: 37,
  wrongRealm: 68,
} as const;

export interface RefusalSubject {
  /** Milliseconds since 1970 on this machine. */
  readonly now: number;
  readonly realm: string;
  readonly servicePrincipalName: string;
  readonly user: string;
}

export function kdcRefusal(error: KerberosError, exchange: "as" | "tgs", subject: RefusalSubject): WindowsAuthError {
  const { code, message, reason } = explain(error, exchange, subject);
  return new WindowsAuthError(code, message, { kdcError: error.code, leg: "kdc", reason, scheme: "kerberos" });
}

interface Explanation {
  readonly code: WindowsAuthErrorCode;
  readonly message: string;
  readonly reason?: LogonRefusal;
}

function explain({ code, serverTime }: KerberosError, exchange: "as" | "tgs", subject: RefusalSubject): Explanation {
  const { realm, servicePrincipalName, user } = subject;
  const refused = (reason: LogonRefusal, why: string): Explanation => ({
    code: "LOGON_REFUSED",
    message: `the domain ${realm} refused the logon of ${user}: ${why}`,
    reason,
  });
  switch (code) {
    case kdcErrors.unknownClient:
      return refused("unknown-user", "there is no such user");
    case kdcErrors.clientRevoked:
      return refused("disabled-or-locked", "the account is disabled or locked, or may not log on at this hour");
    case kdcErrors.clientExpired:
      return refused("disabled-or-locked", "the account has expired");
    case kdcErrors.policy:
      return refused(
        "unspecified",
        "a policy forbids it, such as the workstations or hours that the account is limited to",
      );
    case kdcErrors.keyExpired:
      return refused("password-expired", "the password has expired or must be changed");
    case kdcErrors.preauthenticationFailed:
      return refused("wrong-password", "the password is wrong");
    case kdcErrors.badIntegrity:
      if (exchange === "as") return refused("wrong-password", "the password is wrong");
      break;
    case kdcErrors.unknownService:
      return {
        code: "KERBEROS_UNKNOWN_SPN",
        message: `the domain ${realm} knows no service ${servicePrincipalName}: register this SPN on the account that runs the service (setspn -S), or give its SPN as the option spn`,
      };
    case kdcErrors.noCommonEncryption:
      return {
        code: "KERBEROS_NO_COMMON_ENCRYPTION",
        message: `the domain ${realm} has no key for ${exchange === "as" ? user : servicePrincipalName} of an encryption type that is allowed here`,
      };
    case kdcErrors.clockSkew: {
      const seconds = Math.round((subject.now - serverTime) / 1000);
      const which = seconds > 0 ? "ahead of" : "behind";
      return {
        code: "KERBEROS_CLOCK_SKEW",
        message: `the clock of this machine is ${Math.abs(seconds)} s ${which} that of the domain ${realm}; at most 300 s are allowed`,
      };
    }
  }
  return {
    code: "KERBEROS_KDC_REFUSED",
    message: `the domain ${realm} answered with Kerberos error ${code} ${exchange === "as" ? `to the logon of ${user}` : `when asked for ${servicePrincipalName}`}`,
  };
}
