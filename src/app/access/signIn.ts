/**
 * Signing in and out. A session ends an hour after its last use, and twelve hours after it began in any case; it is a new
 * one at every sign-in, so that an identifier that was planted before is worth nothing after.
 *
 * Wrong passwords slow down further attempts *for that name from that address*. Who guesses at somebody's password shuts
 * the door in front of themselves only.
 */
import { isIPv6 } from "node:net";
import { ConnectorError } from "../../errors/connectorError.ts";
import { recordAudit } from "../../ledger/audit.ts";
import {
  deleteExpiredSessions,
  deleteSession,
  deleteSessionsOf,
  findSession,
  insertSession,
  touchSession,
} from "../../ledger/sessions.ts";
import { beginSignIn, forgetOldSignInFailures, forgetSignInFailures } from "../../ledger/signInFailures.ts";
import { findUser, type User, updateUser } from "../../ledger/users.ts";
import { fingerprint, newBearerSecret } from "../../secrets/bearerSecret.ts";
import { hashPassword, verifyPassword } from "../../secrets/passwordHash.ts";
import type { Application } from "../application.ts";
import type { Identity } from "./identity.ts";
import { checkPassword } from "./password.ts";
import { rightsOf } from "./rights.ts";

type Acting = Pick<Application, "ledger" | "clock">;

const minute = 60_000;
const idle = 60 * minute;
const longestSession = 12 * 60 * minute;

/** Failures in a row that cost no wait; from then on the wait doubles, up to an hour. */
const patience = 5;
export function signInDelay(failures: number): number {
  return failures < patience ? 0 : Math.min(60 * minute, 15_000 * 2 ** (failures - patience));
}

export interface SignIn {
  name: string;
  password: string;
  /** Of the person who signs in. */
  address: string;
  /** The session that came with the request, if any: it ends. */
  replaces?: string;
}

/**
 * @returns the session's secret, for the cookie and nowhere else
 * @throws {ConnectorError} SIGN_IN_REFUSED, SIGN_IN_DELAYED
 */
export async function signIn(application: Acting, request: SignIn): Promise<{ session: string; identity: Identity }> {
  const { ledger, clock } = application;
  const name = request.name.toLowerCase();
  const address = networkOf(request.address);
  const began = await beginSignIn(ledger, { name, address, now: clock() }, signInDelay);
  if ("waitUntil" in began) {
    const wait = Math.ceil((began.waitUntil.getTime() - clock().getTime()) / 1000);
    throw new ConnectorError("SIGN_IN_DELAYED", `too many wrong passwords from here; try again in ${inWords(wait)}`, {
      retryAfter: wait * 1000,
    });
  }
  const user = await findUser(ledger, name);
  const right = await verifyPassword(request.password, user?.disabledAt === null ? user.passwordHash : undefined);
  if (!right || user === undefined) {
    if (began.failures === patience) {
      await ledger.transaction().execute((transaction) =>
        recordAudit(transaction, {
          at: clock(),
          actor: "http",
          action: "user.signInDelayed",
          subject: `user:${name.slice(0, 60)}`,
          detail: { address, failures: began.failures },
        }),
      );
    }
    throw new ConnectorError("SIGN_IN_REFUSED", "user name and password do not belong together");
  }
  const session = await ledger.transaction().execute(async (transaction) => {
    const now = clock();
    if (request.replaces !== undefined) await deleteSession(transaction, fingerprint(request.replaces));
    await forgetSignInFailures(transaction, { name, address });
    await updateUser(transaction, user.id, { lastSignInAt: now });
    const secret = newBearerSecret();
    await insertSession(transaction, { fingerprint: fingerprint(secret), userId: user.id, address, now });
    await recordAudit(transaction, {
      at: now,
      actor: `user:${user.name}`,
      action: "user.signedIn",
      subject: `user:${user.name}`,
      detail: { address },
    });
    return secret;
  });
  await deleteExpiredSessions(ledger, limits(clock()));
  await forgetOldSignInFailures(ledger, new Date(clock().getTime() - 24 * 60 * minute));
  return { session, identity: identityOf(user, fingerprint(session), clock()) };
}

/** Who a session belongs to, while it lasts. */
export async function identifySession(
  { ledger, clock }: Acting,
  secret: string,
  inUse = true,
): Promise<Identity | undefined> {
  const now = clock();
  const session = await findSession(ledger, fingerprint(secret), limits(now));
  if (session === undefined) return undefined;
  // Once a minute is exact enough for an hour, and spares a write at every request.
  if (inUse && now.getTime() - session.seenAt.getTime() > minute) await touchSession(ledger, session.fingerprint, now);
  return identityOf(session.user, session.fingerprint, session.createdAt);
}

export async function signOut({ ledger, clock }: Acting, identity: Identity): Promise<void> {
  const { session, actor } = identity;
  if (session === undefined) return;
  await ledger.transaction().execute(async (transaction) => {
    await deleteSession(transaction, session.fingerprint);
    await recordAudit(transaction, { at: clock(), actor, action: "user.signedOut", subject: actor });
  });
}

/**
 * A user changes their own password; their other sessions end.
 *
 * @throws {ConnectorError} SIGN_IN_REFUSED, SIGN_IN_DELAYED, PASSWORD_WEAK
 */
export async function changeOwnPassword(
  { ledger, clock }: Acting,
  identity: Identity,
  { current, wanted, address }: { current: string; wanted: string; address: string },
): Promise<void> {
  const attempt = { name: identity.name, address: networkOf(address), now: clock() };
  const began = await beginSignIn(ledger, attempt, signInDelay);
  const user = await findUser(ledger, identity.name);
  if ("waitUntil" in began || user === undefined || !(await verifyPassword(current, user.passwordHash))) {
    throw new ConnectorError("SIGN_IN_REFUSED", "the current password is not right", { at: { field: "current" } });
  }
  checkPassword(wanted, user.name);
  if (wanted === current) throw new ConnectorError("PASSWORD_WEAK", "the new password is the old one");
  const passwordHash = await hashPassword(wanted);
  await ledger.transaction().execute(async (transaction) => {
    await forgetSignInFailures(transaction, attempt);
    await updateUser(transaction, user.id, { passwordHash, passwordTemporary: false });
    await deleteSessionsOf(transaction, user.id, identity.session?.fingerprint);
    await recordAudit(transaction, {
      at: clock(),
      actor: identity.actor,
      action: "user.passwordChanged",
      subject: identity.actor,
    });
  });
}

function identityOf(user: User, session: string, openedAt: Date): Identity {
  return {
    kind: "user",
    name: user.name,
    role: user.role,
    rights: rightsOf(user),
    actor: `user:${user.name}`,
    passwordTemporary: user.passwordTemporary,
    session: { fingerprint: session, expiresAt: new Date(openedAt.getTime() + longestSession) },
  };
}

function limits(now: Date): { idleSince: Date; openedSince: Date } {
  return { idleSince: new Date(now.getTime() - idle), openedSince: new Date(now.getTime() - longestSession) };
}

/** One household or machine has a whole /64 of IPv6 addresses at its disposal. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [head = "", tail] = (address.split("%")[0] ?? "").split("::");
  const front = head === "" ? [] : head.split(":");
  const back = tail === undefined || tail === "" ? [] : tail.split(":");
  const middle = tail === undefined ? [] : Array.from({ length: 8 - front.length - back.length }, () => "0");
  const groups = [...front, ...middle, ...back].slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${groups.join(":")}::/64`;
}

function inWords(seconds: number): string {
  return seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
}
