import { randomBytes, timingSafeEqual } from "node:crypto";
import type { Socket } from "node:net";
import type { GpOptions, WindowsAccount } from "../options.ts";
import type { Accounts } from "./accounts.ts";
import { extendedProtectionProblem } from "./extendedProtection.ts";
import { messageType, readAuthenticate, readNegotiate, writeChallenge } from "./ntlmMessages.ts";
import { verifyNtlmV2 } from "./ntlmVerify.ts";
import { unwrapNegotiate, wrapNegotiate } from "./spnego.ts";

/**
 * The logon of HTTP.sys and HttpListener. NTLM authenticates the TCP connection: the challenge is kept with the socket, a type 3 that comes
 * over another one is worth nothing, and an `Authorization` header on a connection that is logged on ends that logon first.
 */
export interface Logon {
  /**
   * @param remoteUser `X-Remote-User`, believed only where a front server does the logon (`gp.front`)
   * @returns who is logged on, or the answer that has to be given instead
   */
  check(socket: Socket, authorization: string | undefined, remoteUser?: string): LogonOutcome;
  /** Logons that this connection has completed. */
  handshakesOf(socket: Socket): number;
  readonly handshakes: number;
  /** The challenges of an answer to nobody in particular. */
  readonly offers: string[];
}

export type LogonOutcome = { credentials: string; note?: string } & (
  | { kind: "loggedOn"; account: WindowsAccount; user: string }
  | { kind: "refused"; status: 400 | 401; challenges: string[] }
);

interface ConnectionState {
  account?: { account: WindowsAccount; user: string };
  pending?: { scheme: string; type1: Buffer; type2: Buffer; challenge: Buffer };
  handshakes: number;
}

/** @param channelBinding the binding hash of the server's certificate, where it serves TLS */
export function createLogon(options: GpOptions, accounts: Accounts, now: () => Date, channelBinding?: Buffer): Logon {
  const connections = new WeakMap<Socket, ConnectionState>();
  let handshakes = 0;
  const offers = options.schemes.map((scheme) => (scheme === "Basic" ? `Basic realm="${options.dnsDomain}"` : scheme));
  const stateOf = (socket: Socket): ConnectionState => {
    let state = connections.get(socket);
    if (state === undefined) {
      state = { handshakes: 0 };
      connections.set(socket, state);
    }
    return state;
  };

  const offer = (credentials: string, note?: string): LogonOutcome => ({
    kind: "refused",
    status: 401,
    challenges: offers,
    credentials,
    ...(note === undefined ? {} : { note }),
  });
  const broken = (credentials: string, note: string): LogonOutcome => ({
    kind: "refused",
    status: 400,
    challenges: [],
    credentials,
    note,
  });

  const ntlm = (state: ConnectionState, scheme: string, token: Buffer): LogonOutcome => {
    const { message, wrapped } = unwrapNegotiate(token);
    switch (messageType(message)) {
      case 1: {
        const negotiate = readNegotiate(message);
        if (negotiate === undefined) return broken(`${scheme} type 1`, "type 1 is too short");
        const challenge = randomBytes(8);
        const type2 = writeChallenge({
          requested: negotiate.flags,
          challenge,
          domain: options.domain,
          computer: options.computer,
          dnsDomain: options.dnsDomain,
          now: now(),
        });
        state.pending = { scheme, type1: message, type2, challenge };
        return {
          kind: "refused",
          status: 401,
          challenges: [`${scheme} ${(wrapped ? wrapNegotiate(type2) : type2).toString("base64")}`],
          credentials: `${scheme} type 1`,
        };
      }
      case 3: {
        const { pending } = state;
        delete state.pending;
        const credentials = `${scheme} type 3`;
        if (pending === undefined || pending.scheme !== scheme) {
          return broken(credentials, "type 3 without a challenge on this connection");
        }
        const authenticate = readAuthenticate(message);
        if (authenticate === undefined) return broken(credentials, "type 3 is malformed");
        const account = accounts.find(authenticate.user, authenticate.domain);
        if (account === undefined) return offer(credentials, "no such account");
        if (!accounts.mayLogOn(account)) return offer(credentials, `account ${account.state}`);
        const proof = verifyNtlmV2({
          message: authenticate,
          serverChallenge: pending.challenge,
          password: account.password,
          type1: pending.type1,
          type2: pending.type2,
          type3: message,
          requireMic: options.requireMic,
        });
        if (proof.kind === "invalid") return broken(credentials, proof.reason);
        if (proof.kind === "denied") {
          accounts.failed(account);
          return offer(credentials, "wrong password");
        }
        const protection = extendedProtectionProblem(options, proof.bound, channelBinding);
        if (protection !== undefined) return offer(credentials, protection);
        return loggedOn(state, account, credentials, proof.mic ? "mic" : "no mic");
      }
      default:
        return broken(scheme, "no NTLM message; the sandbox has no Kerberos");
    }
  };

  const basic = (state: ConnectionState, token: Buffer): LogonOutcome => {
    const text = token.toString("utf8");
    const colon = text.indexOf(":");
    if (colon < 0) return broken("Basic", "no colon in the Basic credentials");
    const [domain, user] = splitName(text.slice(0, colon));
    const account = accounts.find(user, domain);
    if (account === undefined) return offer("Basic", "no such account");
    if (!accounts.mayLogOn(account)) return offer("Basic", `account ${account.state}`);
    if (!sameText(account.password, text.slice(colon + 1))) {
      accounts.failed(account);
      return offer("Basic", "wrong password");
    }
    return loggedOn(state, account, "Basic");
  };

  const loggedOn = (
    state: ConnectionState,
    account: WindowsAccount,
    credentials: string,
    note?: string,
  ): LogonOutcome => {
    accounts.succeeded(account);
    const who = { account, user: `${account.domain}\\${account.username}` };
    if (credentials !== "Basic") {
      handshakes += 1;
      state.handshakes += 1;
      if (options.authentication === "connection") state.account = who;
    }
    return { kind: "loggedOn", ...who, credentials, ...(note === undefined ? {} : { note }) };
  };

  /** Whom the front server let in. Windows knows them; GP need not. */
  const fromFront = (remoteUser: string | undefined): LogonOutcome => {
    if (remoteUser === undefined) return offer("none", "the front server names nobody");
    const [name = "", realm = ""] = remoteUser.includes("\\") ? splitName(remoteUser).reverse() : remoteUser.split("@");
    const known = accounts.find(name, "") ?? accounts.find(name, realm);
    const account = known ?? { domain: realm, username: name, password: "", gpUser: false, state: "active" };
    return { kind: "loggedOn", account, user: remoteUser, credentials: "front" };
  };

  return {
    check(socket, authorization, remoteUser) {
      if (options.front) return fromFront(remoteUser);
      const state = stateOf(socket);
      if (authorization === undefined) {
        if (state.account !== undefined) return { kind: "loggedOn", ...state.account, credentials: "session" };
        return offer("none");
      }
      delete state.account;
      const [given = "", encoded = ""] = authorization.trim().split(/\s+/, 2);
      const scheme = options.schemes.find((each) => each.toLowerCase() === given.toLowerCase());
      if (scheme === undefined) return offer("not offered", "scheme not offered");
      const token = Buffer.from(encoded, "base64");
      return scheme === "Basic" ? basic(state, token) : ntlm(state, scheme, token);
    },
    handshakesOf: (socket) => connections.get(socket)?.handshakes ?? 0,
    get handshakes() {
      return handshakes;
    },
    offers,
  };
}

function splitName(name: string): [domain: string, user: string] {
  const slash = name.indexOf("\\");
  return slash < 0 ? ["", name] : [name.slice(0, slash), name.slice(slash + 1)];
}

function sameText(left: string, right: string): boolean {
  const [one, other] = [Buffer.from(left), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
}
