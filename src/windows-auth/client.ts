/**
 * An HTTP client for services behind Windows authentication.
 *
 * Concurrency. A client serves one identity at one server. It has a fixed number of slots with at most one connection each;
 * a request holds a slot from its first leg to the end of its answer, so the legs of a handshake share a socket and no other
 * request can come between them. Requests beyond the slots wait, first come first served. Until the password has been accepted
 * once, logons go one at a time through the logon guard, so that a wrong password costs one try however many requests wait.
 *
 * Failure. What breaks before the request itself was sent is repeated once if the connection was an old one, which servers
 * close without notice; after that, only reads are. An error says in `sent` whether the request may have had an effect.
 */
import { basicLogon } from "./basicLogon.ts";
import { type Connection, createConnection } from "./connection.ts";
import { createConnectionPool, type Slot } from "./connectionPool.ts";
import { type AuthenticationScheme, isWindowsAuthError } from "./error.ts";
import { createKerberosLogon } from "./kerberos/logon.ts";
import { createServerMemory, type LogonResult, logOn } from "./logon.ts";
import { ntlmLogon } from "./ntlmLogon.ts";
import { resolveOptions, type WindowsHttpOptions } from "./options.ts";
import { createPersistenceMemory, type Persistence, type PersistenceMemory } from "./persistence.ts";
import { type PreparedRequest, prepareRequest, type WindowsHttpRequest, type WindowsHttpResponse } from "./request.ts";
import { currentSecrets } from "./secrets.ts";
import { openSocket } from "./socket.ts";

export interface WindowsHttpStatistics {
  /** TCP connections opened so far. */
  connections: number;
  /** Logons tried so far, whatever came of them. */
  handshakes: number;
  /** Connections open now. */
  open: number;
  /** What is known about how long a logon lasts at this server. */
  persistence: Persistence;
  /** Answers returned so far. */
  requests: number;
  /** Answers that needed no logon of their own. */
  reused: number;
  /** The scheme that the server accepted last. */
  scheme: AuthenticationScheme | undefined;
  /** Requests waiting for a connection now. */
  waiting: number;
}

export interface WindowsHttpClient {
  /**
   * Sends a request as the configured user. Any status is an answer, except a 401 to credentials and what can only be a
   * failure of the logon itself. Redirects are answers, too: they are not followed.
   *
   * @throws WindowsAuthError
   */
  request(request: WindowsHttpRequest): Promise<WindowsHttpResponse>;
  /** Lets requests under way finish, turns away those that wait, closes all connections. */
  close(): Promise<void>;
  /** Allows one more logon with a password that was refused, after the account was put right. */
  forgetRefusal(): void;
  statistics(): WindowsHttpStatistics;
}

/** @throws WindowsAuthError `INVALID_OPTIONS` */
export function createWindowsHttpClient(options: WindowsHttpOptions): WindowsHttpClient {
  const settings = resolveOptions(options);
  const pool = createConnectionPool(settings.maxConnections, settings.timeouts.idle);
  const memory = createServerMemory();
  const persistence: Readonly<Record<AuthenticationScheme, PersistenceMemory>> = {
    basic: createPersistenceMemory("request", false),
    kerberos: createPersistenceMemory(settings.persistence, false),
    none: createPersistenceMemory("request", false),
    ntlm: createPersistenceMemory(settings.persistence, true),
  };
  const mechanisms = {
    basic: basicLogon,
    kerberos: createKerberosLogon(settings),
    ntlm: (context: Parameters<typeof ntlmLogon>[0]) => ntlmLogon(context, "NTLM"),
    "ntlm-as-negotiate": (context: Parameters<typeof ntlmLogon>[0]) => ntlmLogon(context, "Negotiate"),
  };
  const counts = { connections: 0, handshakes: 0, requests: 0, reused: 0 };

  const openIn = async (slot: Slot, fresh: boolean, signal: AbortSignal | undefined): Promise<Connection> => {
    if (!fresh && slot.connection?.usable) return slot.connection;
    slot.connection?.close();
    slot.connection = undefined;
    const { socket, certificate } = await openSocket(settings.endpoint, settings.timeouts.connect, signal);
    counts.connections++;
    slot.connection = createConnection(socket, certificate, settings.host);
    return slot.connection;
  };

  const acceptedScheme = () => (memory.mechanism === undefined ? undefined : schemeOf[memory.mechanism]);

  const sendWithoutLogon = (connection: Connection, scheme: AuthenticationScheme, request: PreparedRequest) =>
    connection.exchange({
      ...request,
      authorization: undefined,
      leg: "request",
      maxResponseBytes: settings.maxResponseBytes,
      scheme,
    });

  const respond = ({ answer, scheme }: LogonResult, handshakes: number): WindowsHttpResponse => {
    counts.requests++;
    const reused = handshakes === 0 && scheme !== "none";
    if (reused) counts.reused++;
    return {
      status: answer.status,
      headers: answer.headers,
      body: answer.body,
      authentication: { scheme, handshakes, reused },
    };
  };

  /** Tells the observer how a logon ended, and changes nothing else. */
  const reported = async (logon: () => Promise<LogonResult>): Promise<LogonResult> => {
    const { identity, onLogon, servicePrincipalName } = settings;
    if (onLogon === undefined) return logon();
    const event = { spn: servicePrincipalName, user: identity.display };
    try {
      const result = await logon();
      onLogon({ ...event, outcome: "accepted", leg: undefined, scheme: result.scheme, status: result.answer.status });
      return result;
    } catch (error) {
      if (isWindowsAuthError(error)) {
        const { code, leg, scheme, status } = error;
        onLogon({ ...event, outcome: code, leg, scheme, status });
      }
      throw error;
    }
  };

  const sendOver = async (slot: Slot, request: PreparedRequest): Promise<WindowsHttpResponse> => {
    const held = slot.connection?.usable ? slot.connection : undefined;
    const scheme = held?.authenticated;
    if (held !== undefined && scheme !== undefined && persistence[scheme].trusts(request.method)) {
      const answer = await sendWithoutLogon(held, scheme, request);
      if (answer.status !== 401) {
        persistence[scheme].lasted();
        return respond({ answer, scheme }, 0);
      }
      persistence[scheme].ended();
      held.authenticated = undefined;
    }
    const secrets = await currentSecrets(settings.credentials);
    const attempt = async () => {
      counts.handshakes++;
      const open = (fresh: boolean) => openIn(slot, fresh, request.signal);
      const result = await reported(() => logOn(settings, memory, mechanisms, open, request, secrets));
      const announced = result.answer.headers["persistent-auth"];
      persistence[result.scheme].announced(typeof announced === "string" ? announced : undefined);
      return { proven: result.scheme !== "none", value: respond(result, result.scheme === "none" ? 0 : 1) };
    };
    return settings.guard.admit(settings.guardKey, secrets.fingerprint, attempt, request.signal);
  };

  return {
    async request(request) {
      const prepared = prepareRequest(request, settings.timeouts.response);
      const slot = await pool.acquire(prepared.signal);
      try {
        const old = slot.connection !== undefined && slot.connection.exchanges > 0;
        try {
          return await sendOver(slot, prepared);
        } catch (error) {
          if (!old || !mayRepeat(error, prepared)) throw error;
          return await sendOver(slot, prepared);
        }
      } finally {
        pool.release(slot);
      }
    },
    close: () => pool.close(),
    forgetRefusal: () => settings.guard.forget(settings.guardKey),
    statistics: () => ({
      ...counts,
      open: pool.open,
      persistence: persistence[acceptedScheme() ?? "ntlm"].state,
      scheme: acceptedScheme(),
      waiting: pool.waiting,
    }),
  };
}

const schemeOf = {
  anonymous: undefined,
  basic: "basic",
  kerberos: "kerberos",
  ntlm: "ntlm",
  "ntlm-as-negotiate": "ntlm",
} as const;

/** A lost type 3 is not repeated: the server may have counted it as a failed logon. */
function mayRepeat(error: unknown, request: PreparedRequest): boolean {
  if (!isWindowsAuthError(error) || error.code !== "CONNECTION_LOST") return false;
  if (error.leg === "authenticate") return false;
  return !error.sent || request.idempotent;
}
