/** Logs on over one connection: tries the mechanisms in order until one is accepted, each at most once. */

import type { Challenge } from "./challenges.ts";
import { parseChallenges } from "./challenges.ts";
import { serverEndPoint } from "./channelBinding.ts";
import type { Answer, Connection } from "./connection.ts";
import { DerError } from "./der.ts";
import { type AuthenticationLeg, type AuthenticationScheme, isWindowsAuthError, WindowsAuthError } from "./error.ts";
import type { Settings } from "./options.ts";
import type { PreparedRequest } from "./request.ts";
import { chooseMechanism, firstMechanism, type Mechanism } from "./scheme.ts";
import type { Secrets } from "./secrets.ts";

export type Attempt =
  /** The credentials were accepted; this is the service's answer. */
  | { readonly kind: "accepted"; readonly answer: Answer; readonly scheme: AuthenticationScheme }
  /** The mechanism is not offered here. Nothing was refused. */
  | { readonly kind: "notOffered"; readonly offered: readonly Challenge[] }
  /** The server answered without asking who it is. */
  | { readonly kind: "unasked"; readonly answer: Answer }
  /** The mechanism cannot be had at the moment, another may. */
  | { readonly kind: "unavailable"; readonly error: WindowsAuthError; readonly offered: readonly Challenge[] };

export interface AttemptContext {
  /** `tls-server-end-point:` and the hash; `undefined` to send none. */
  readonly binding: Buffer | undefined;
  readonly connection: Connection;
  readonly secrets: Secrets;
  readonly send: (message: {
    authorization?: string;
    leg: AuthenticationLeg;
    scheme: AuthenticationScheme;
  }) => Promise<Answer>;
  readonly settings: Settings;
}

/** What a client has learned about its server. */
export interface ServerMemory {
  /** The one that was accepted last. */
  mechanism: Mechanism | undefined;
  /** What the server offered last. */
  offered: readonly Challenge[];
  /** Stronger mechanisms that could not be had; they are left alone until `reviewAt`. */
  readonly unavailable: Set<Mechanism>;
  /** Milliseconds since 1970. */
  reviewAt: number;
}

export const createServerMemory = (): ServerMemory => ({
  mechanism: undefined,
  offered: [],
  unavailable: new Set(),
  reviewAt: Number.POSITIVE_INFINITY,
});

/** A missing SPN may be registered, a domain controller may come back: Kerberos is tried again after this time. */
const reviewInterval = 10 * 60_000;

export type MechanismLogon = (context: AttemptContext) => Promise<Attempt>;

export interface LogonResult {
  readonly answer: Answer;
  readonly scheme: AuthenticationScheme;
}

/**
 * @param open gives a connection without a logon of its own: the one at hand, or a new one if that is closed
 * @throws WindowsAuthError
 */
export async function logOn(
  settings: Settings,
  memory: ServerMemory,
  mechanisms: Readonly<Record<Exclude<Mechanism, "anonymous">, MechanismLogon>>,
  open: (fresh: boolean) => Promise<Connection>,
  request: PreparedRequest,
  secrets: Secrets,
): Promise<LogonResult> {
  if (settings.now() >= memory.reviewAt) {
    memory.unavailable.clear();
    memory.mechanism = undefined;
    memory.reviewAt = Number.POSITIVE_INFINITY;
  }
  const tried = new Set(memory.unavailable);
  let mechanism: Mechanism | undefined = memory.mechanism ?? firstMechanism(settings.policy);
  let unavailable: WindowsAuthError | undefined;
  let fresh = false;
  while (mechanism !== undefined) {
    const connection = await open(fresh);
    const wasAuthenticated = connection.authenticated !== undefined;
    connection.authenticated = undefined;
    const context: AttemptContext = {
      binding: channelBinding(connection, settings),
      connection,
      secrets,
      send: (message) => sendLeg(connection, settings, request, message),
      settings,
    };
    const attempt: Attempt = mechanism === "anonymous" ? await probe(context) : await mechanisms[mechanism](context);
    switch (attempt.kind) {
      case "accepted":
        memory.mechanism = mechanism;
        connection.authenticated = attempt.scheme;
        return attempt;
      case "unasked":
        return { answer: acceptUnasked(attempt.answer, request, settings), scheme: "none" };
      case "notOffered":
        // Some servers cannot log on anew over a connection that is logged on: a new connection decides.
        if (wasAuthenticated && !fresh) {
          fresh = true;
          continue;
        }
        break;
      case "unavailable":
        unavailable = attempt.error;
        memory.unavailable.add(mechanism);
        memory.reviewAt = settings.now() + reviewInterval;
        break;
    }
    fresh = false;
    tried.add(mechanism);
    if (memory.mechanism === mechanism) memory.mechanism = undefined;
    if (attempt.offered.length > 0) memory.offered = attempt.offered;
    const offered = memory.offered.length > 0 ? memory.offered : assumedOffer;
    mechanism = chooseMechanism(settings.policy, offered, tried);
    if (mechanism === undefined) {
      if (unavailable === undefined) throw notOffered(attempt.offered, tried, settings);
      // Nothing took its place: the next request shall not skip it.
      memory.unavailable.clear();
      throw unavailable;
    }
  }
  throw new WindowsAuthError("SCHEME_NOT_OFFERED", `no scheme is left to try with ${settings.origin}`);
}

/** Where Kerberos failed before the server was ever asked, NTLM may go under the name that goes with Kerberos. */
const assumedOffer: readonly Challenge[] = [{ scheme: "negotiate", token: undefined }];

async function probe({ send }: AttemptContext): Promise<Attempt> {
  const answer = await send({ leg: "probe", scheme: "none" });
  if (answer.status !== 401) return { kind: "unasked", answer };
  return { kind: "notOffered", offered: parseChallenges(answer.rawHeaders) };
}

function sendLeg(
  connection: Connection,
  settings: Settings,
  request: PreparedRequest,
  { authorization, leg, scheme }: { authorization?: string; leg: AuthenticationLeg; scheme: AuthenticationScheme },
): Promise<Answer> {
  const empty = leg === "probe" || leg === "negotiate";
  return connection.exchange({
    authorization,
    body: empty ? undefined : request.body,
    headers: empty ? withoutContent(request.headers) : request.headers,
    leg,
    maxResponseBytes: settings.maxResponseBytes,
    method: request.method,
    path: request.path,
    scheme,
    signal: request.signal,
    timeout: empty ? settings.timeouts.handshake : request.timeout,
  });
}

/** Headers that describe a body have no place on a leg without one. */
const withoutContent = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !/^content-/i.test(name)));

/**
 * An answer to an empty leg is the answer to the request only if that had no body, or was turned down for another reason
 * than the body. A success without the body means that something was done that was not asked for.
 */
function acceptUnasked(answer: Answer, request: PreparedRequest, { origin }: Settings): Answer {
  if (request.body === undefined || request.body.length === 0 || answer.status >= 300) return answer;
  throw new WindowsAuthError(
    "PROTOCOL",
    `${origin} answered ${answer.status} without asking for a logon, before the body was sent: Windows authentication is not required there`,
    { scheme: "none", sent: true, status: answer.status },
  );
}

/** @throws WindowsAuthError `CHANNEL_BINDING` where one is required and cannot be made */
function channelBinding(connection: Connection, { channelBinding: option, endpoint }: Settings): Buffer | undefined {
  if (option === "off" || connection.certificate === undefined) return undefined;
  try {
    const binding = serverEndPoint(connection.certificate);
    if (binding === undefined && option === "require") {
      throw new WindowsAuthError(
        "CHANNEL_BINDING",
        `the certificate of ${endpoint.host} is signed by an algorithm for which no channel binding is defined`,
      );
    }
    return binding;
  } catch (error) {
    if (isWindowsAuthError(error)) throw error;
    if (!(error instanceof DerError)) throw error;
    throw new WindowsAuthError(
      "CHANNEL_BINDING",
      `the certificate of ${endpoint.host} cannot be read: ${error.message}`,
      {
        cause: error,
      },
    );
  }
}

function notOffered(
  offered: readonly Challenge[],
  tried: ReadonlySet<Mechanism>,
  { origin, policy }: Settings,
): WindowsAuthError {
  const names = offered.map(({ scheme }) => scheme).filter((scheme, at, all) => all.indexOf(scheme) === at);
  const list = names.length === 0 ? "no scheme at all" : names.join(", ");
  if (chooseMechanism(policy, offered, new Set()) !== undefined) {
    const opened = [...tried].filter((mechanism) => mechanism !== "anonymous").join(", ");
    return new WindowsAuthError(
      "PROTOCOL",
      `${origin} offers ${list}, but did not go on with what was begun: ${opened}`,
      {
        leg: "negotiate",
        status: 401,
      },
    );
  }
  const basic = names.includes("basic") && !policy.secure ? "; Basic is spoken over https only" : "";
  return new WindowsAuthError(
    "SCHEME_NOT_OFFERED",
    `${origin} offers ${list}, but the options allow ${policy.scheme === "auto" ? "none of these with these credentials" : policy.scheme}${basic}`,
    { leg: "probe", status: 401 },
  );
}
