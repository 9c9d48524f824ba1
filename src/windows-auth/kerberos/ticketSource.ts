/** Puts the parts together that get one client's tickets: whose they are, from which domain controllers, by which keys. */
import { WindowsAuthError } from "../error.ts";
import type { Settings } from "../options.ts";
import type { Secrets } from "../secrets.ts";
import type { AuthenticatorTime } from "./apMessages.ts";
import { encryptionTypes } from "./encryption.ts";
import { askKdc, findKdcs, parseKdc } from "./kdc.ts";
import { parseKeytab } from "./keytab.ts";
import { keytabKeys, keytabPrincipal, passwordKeys } from "./longTermKey.ts";
import { enterprisePrincipal, userPrincipal } from "./principal.ts";
import { createTicketCache, type TicketCache } from "./ticketCache.ts";
import { obtainGrantingTicket, obtainServiceTicket, type TicketEnvironment, type TicketRequest } from "./tickets.ts";

export interface TicketSource {
  /** Strictly increasing microseconds since 1970: no two authenticators of a client may carry the same. */
  readonly authenticatorTime: () => AuthenticatorTime;
  readonly tickets: TicketCache;
}

/** @throws WindowsAuthError `INVALID_OPTIONS` if the realm is not known and cannot be derived, or a KDC is malformed */
export function createTicketSource(settings: Settings): TicketSource {
  const authenticatorTime = createAuthenticatorClock(settings.now);
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
  const tickets = createTicketCache(
    (secrets) => {
      request = requestFor(secrets);
      return obtainGrantingTicket(request, environment);
    },
    (granting) => obtainServiceTicket(request, granting, environment),
  );
  return { authenticatorTime, tickets };
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

/** Strictly increasing, also within one millisecond and when the clock is set back a little. */
function createAuthenticatorClock(now: () => number): () => AuthenticatorTime {
  let last = 0n;
  return () => {
    const current = BigInt(Math.trunc(now())) * 1000n;
    last = current > last ? current : last + 1n;
    return last;
  };
}
