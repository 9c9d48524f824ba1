import { randomBytes } from "node:crypto";
import { parseChallenges } from "../challenges.ts";
import { bindingHash } from "../channelBinding.ts";
import type { Answer } from "../connection.ts";
import { DerError } from "../der.ts";
import { isWindowsAuthError, WindowsAuthError, type WindowsAuthErrorCode } from "../error.ts";
import type { Attempt, AttemptContext, MechanismLogon } from "../logon.ts";
import type { Settings } from "../options.ts";
import { judgeAnswer } from "../refusal.ts";
import {
  type AuthenticatorTime,
  type Checksum,
  encodeApRequest,
  encodeInitialToken,
  gssChecksum,
  verifyReplyToken,
} from "./apMessages.ts";
import { keyUsage } from "./encryption.ts";
import { KerberosMessageError } from "./messageError.ts";
import { encodeNegTokenInit, parseNegTokenResp } from "./spnego.ts";
import { createTicketSource } from "./ticketSource.ts";
import type { GrantedTicket } from "./tickets.ts";
import { createTokenProviderLogon } from "./tokenProviderLogon.ts";

/** Errors after which another mechanism may be tried: the domain has not judged the password, or has accepted it. */
const unavailable: ReadonlySet<WindowsAuthErrorCode> = new Set<WindowsAuthErrorCode>([
  "KERBEROS_CLOCK_SKEW",
  "KERBEROS_KDC_REFUSED",
  "KERBEROS_KDC_UNREACHABLE",
  "KERBEROS_NO_COMMON_ENCRYPTION",
  "KERBEROS_UNKNOWN_SPN",
]);

/**
 * Kerberos through SPNEGO: a ticket from the domain, then one round trip with the token and the body together.
 *
 * @throws WindowsAuthError `INVALID_OPTIONS` if the realm is not known and cannot be derived
 */
export function createKerberosLogon(settings: Settings): MechanismLogon {
  const options = settings.kerberos;
  if (options?.tokenProvider !== undefined) return createTokenProviderLogon(settings, options.tokenProvider);
  if (options === undefined) return async () => ({ kind: "notOffered", offered: [] });

  const source = createTicketSource(settings);

  return async (context) => {
    for (let fresh = false; ; fresh = true) {
      let found: { readonly cached: boolean; readonly ticket: GrantedTicket };
      try {
        found = await source.tickets.get(context.secrets, settings.now(), fresh);
      } catch (error) {
        const typed = kerberosError(error);
        if (!unavailable.has(typed.code)) throw typed;
        return { kind: "unavailable", error: typed, offered: [] };
      }
      const attempt = await present(found.ticket, source.authenticatorTime(), context);
      // The service may have got a new key since the ticket was made. A ticket costs no logon, so one more may be asked for.
      if (attempt.kind === "unavailable" && found.cached && context.connection.usable) continue;
      return attempt;
    }
  };
}

async function present(ticket: GrantedTicket, time: AuthenticatorTime, context: AttemptContext): Promise<Attempt> {
  const { binding, send, settings } = context;
  const { sessionKey } = ticket;
  const apRequest = encodeApRequest(
    ticket,
    {
      checksum: bindingChecksum(binding),
      confounder: randomBytes(sessionKey.type.confounderLength),
      sequenceNumber: randomBytes(4).readUInt32BE() >>> 2,
      subkey: { type: sessionKey.type, value: randomBytes(sessionKey.type.keyLength) },
      time,
    },
    keyUsage.apReqAuthenticator,
    true,
  );
  const token = encodeNegTokenInit(encodeInitialToken(apRequest));
  const answer = await send({
    authorization: `Negotiate ${token.toString("base64")}`,
    leg: "ticket",
    scheme: "kerberos",
  });
  const challenges = parseChallenges(answer.rawHeaders);
  const negotiate = challenges.find(({ scheme }) => scheme === "negotiate");
  if (answer.status === 401 && challenges.length > 0 && negotiate === undefined)
    return { kind: "notOffered", offered: challenges };

  const failure = judgeAnswer(
    answer,
    { bindingSent: binding !== undefined, leg: "ticket", scheme: "kerberos" },
    settings,
  );
  if (failure !== undefined) {
    if (failure.sent) throw failure;
    return { kind: "unavailable", error: failure, offered: challenges };
  }
  verifyMutually(answer, negotiate?.token, time, ticket, settings);
  return { kind: "accepted", answer, scheme: "kerberos" };
}

function bindingChecksum(binding: Buffer | undefined): Checksum {
  try {
    return gssChecksum(binding === undefined ? undefined : bindingHash(binding));
  } catch (error) {
    throw kerberosError(error);
  }
}

function verifyMutually(
  answer: Answer,
  proof: Buffer | undefined,
  time: AuthenticatorTime,
  { sessionKey }: GrantedTicket,
  { endpoint, kerberos, origin }: Settings,
): void {
  const required =
    (kerberos?.mutualAuthentication ?? (endpoint.tls === undefined ? "require" : "ifOffered")) === "require";
  const failed = (why: string, cause?: unknown) =>
    new WindowsAuthError("KERBEROS_MUTUAL_AUTHENTICATION", `${origin} did not prove its identity: ${why}`, {
      cause,
      leg: "ticket",
      scheme: "kerberos",
      sent: true,
      status: answer.status,
    });
  if (proof === undefined) {
    // A gateway's own error page comes without a proof, and is nothing that anyone would act upon.
    if (required && answer.status < 500) throw failed("its answer carries no Kerberos token");
    return;
  }
  try {
    const { state, token } = parseNegTokenResp(proof);
    if (state === "reject" || state === "accept-incomplete" || state === "request-mic") {
      throw new KerberosMessageError(`the negotiation ends in the state ${state}`);
    }
    if (token !== undefined) verifyReplyToken(token, sessionKey, time);
    else if (required) throw new KerberosMessageError("its answer carries no Kerberos token");
  } catch (error) {
    if (error instanceof DerError || error instanceof KerberosMessageError) throw failed(error.message, error);
    throw error;
  }
}

function kerberosError(error: unknown): WindowsAuthError {
  if (isWindowsAuthError(error)) return error;
  const details = { cause: error, leg: "kdc", scheme: "kerberos" } as const;
  if (error instanceof DerError || error instanceof KerberosMessageError) {
    return new WindowsAuthError(
      "KERBEROS_PROTOCOL",
      `what the domain controller or the keytab holds cannot be used: ${error.message}`,
      details,
    );
  }
  return new WindowsAuthError(
    "CRYPTOGRAPHY_UNAVAILABLE",
    "an algorithm that Kerberos needs is not available in this Node.js; in FIPS mode there is no MD5 for channel bindings",
    details,
  );
}
