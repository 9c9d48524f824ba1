import { randomBytes } from "node:crypto";
import { parseChallenges } from "../challenges.ts";
import { bindingHash } from "../channelBinding.ts";
import type { Answer } from "../connection.ts";
import { DerError } from "../der.ts";
import { isWindowsAuthError, WindowsAuthError, type WindowsAuthErrorCode } from "../error.ts";
import type { Attempt, AttemptContext, MechanismLogon } from "../logon.ts";
import type { Settings } from "../options.ts";
import { judgeAnswer } from "../refusal.ts";
import type { Secrets } from "../secrets.ts";
import {
  type AuthenticatorTime,
  encodeApRequest,
  encodeInitialToken,
  gssChecksum,
  verifyReplyToken,
} from "./apMessages.ts";
import { encryptionTypes, keyUsage } from "./encryption.ts";
import { askKdc, findKdcs, parseKdc } from "./kdc.ts";
import { parseKeytab } from "./keytab.ts";
import { keytabKeys, keytabPrincipal, passwordKeys } from "./longTermKey.ts";
import { KerberosMessageError } from "./messageError.ts";
import { enterprisePrincipal, userPrincipal } from "./principal.ts";
import { encodeNegTokenInit, parseNegTokenResp } from "./spnego.ts";
import { createTicketCache, type TicketCache } from "./ticketCache.ts";
import {
  type GrantedTicket,
  obtainGrantingTicket,
  obtainServiceTicket,
  type TicketEnvironment,
  type TicketRequest,
} from "./tickets.ts";
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

  const nextTime = createAuthenticatorClock(settings.now);
  const cache = createCache(settings, nextTime);

  return async (context) => {
    for (let fresh = false; ; fresh = true) {
      let found: { readonly cached: boolean; readonly ticket: GrantedTicket };
      try {
        found = await cache.get(context.secrets, settings.now(), fresh);
      } catch (error) {
        const typed = kerberosError(error, "kdc", false);
        if (!unavailable.has(typed.code)) throw typed;
        return { kind: "unavailable", error: typed, offered: [] };
      }
      const attempt = await present(found.ticket, nextTime(), context);
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
      checksum: gssChecksum(binding === undefined ? undefined : bindingHash(binding)),
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

function createCache(settings: Settings, authenticatorTime: () => AuthenticatorTime): TicketCache {
  const { credentials, identity, kerberos: options = {}, now, servicePrincipalName } = settings;
  const configuredRealm = realmOf(settings);
  const configuredKdcs = [options.kdc ?? []].flat().map(parseKdc);
  const allowed = encryptionTypes(options.encryptionTypes);
  const timeouts = { connect: options.timeouts?.connect ?? 3000, response: options.timeouts?.response ?? 10_000 };

  const requestFor = (secrets: Secrets): TicketRequest => {
    const shared = { encryptionTypes: allowed, servicePrincipalName, user: identity.display };
    if (secrets.keytab !== undefined) {
      const found = keytabPrincipal(parseKeytab(secrets.keytab), identity.user);
      const keys = keytabKeys(found.entries, identity.display);
      return { ...shared, client: userPrincipal(found.user), keys, realm: options.realm ?? found.realm };
    }
    if (configuredRealm === undefined) throw noRealm(identity.display);
    const client = identity.suffix === undefined ? userPrincipal(identity.user) : enterprisePrincipal(identity.user);
    return { ...shared, client, keys: passwordKeys(secrets.password, identity.display), realm: configuredRealm };
  };
  if (credentials.keytab === undefined && configuredRealm === undefined) throw noRealm(identity.display);

  let request: TicketRequest;
  const environment: TicketEnvironment = {
    ask: askKdc,
    authenticatorTime,
    kdcsOf: async (realm) =>
      configuredKdcs.length > 0 && realm.toUpperCase() === request.realm.toUpperCase()
        ? configuredKdcs
        : findKdcs(realm, timeouts.connect),
    now,
    // An exchange is shared by all requests that wait for it: none of them may call it off.
    signal: undefined,
    timeouts,
  };
  return createTicketCache(
    (secrets) => {
      request = requestFor(secrets);
      return obtainGrantingTicket(request, environment);
    },
    (granting) => obtainServiceTicket(request, granting, environment),
  );
}

function realmOf({ identity, kerberos }: Settings): string | undefined {
  const dnsDomain = identity.domain?.includes(".") ? identity.domain : undefined;
  return (kerberos?.realm ?? identity.suffix ?? dnsDomain)?.toUpperCase();
}

const noRealm = (user: string) =>
  new WindowsAuthError(
    "INVALID_OPTIONS",
    `the Kerberos realm of ${user} is not known: give kerberos.realm, or the user as a UPN (user@corp.example.com)`,
  );

function kerberosError(error: unknown, leg: "kdc", sent: boolean): WindowsAuthError {
  if (isWindowsAuthError(error)) return error;
  if (error instanceof DerError || error instanceof KerberosMessageError) {
    const message = `the domain controller's answer cannot be used: ${error.message}`;
    return new WindowsAuthError("KERBEROS_PROTOCOL", message, { cause: error, leg, scheme: "kerberos", sent });
  }
  return new WindowsAuthError(
    "CRYPTOGRAPHY_UNAVAILABLE",
    "an algorithm that Kerberos needs is not available in this Node.js",
    {
      cause: error,
      leg,
      scheme: "kerberos",
      sent,
    },
  );
}

/** Strictly increasing, also within one millisecond and when the clock is set back a little. */
function createAuthenticatorClock(now: () => number): () => AuthenticatorTime {
  let last = 0n;
  return () => {
    const current = BigInt(Math.trunc(now())) * 1000n;
    last = current > last ? current : last + 1n;
    return last;
  };
}
