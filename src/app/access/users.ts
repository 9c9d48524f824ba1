import { ConnectorError } from "../../errors/connectorError.ts";
import type { Role } from "../../ledger/accessSchema.ts";
import { recordAudit } from "../../ledger/audit.ts";
import type { LedgerTransaction } from "../../ledger/ledger.ts";
import { deleteSessionsOf } from "../../ledger/sessions.ts";
import { forgetSignInFailures } from "../../ledger/signInFailures.ts";
import {
  activeAdministrators,
  anyUser,
  findUser,
  insertUser,
  listUsers,
  markFirstAdministrator,
  type User,
  updateUser,
} from "../../ledger/users.ts";
import { hashPassword } from "../../secrets/passwordHash.ts";
import type { Application } from "../application.ts";
import { checkPassword, temporaryPassword } from "./password.ts";

type Acting = Pick<Application, "ledger" | "actor" | "clock">;

/** A user as every face shows them: without the password's hash. */
export interface UserProfile {
  name: string;
  role: Role;
  readsContent: boolean;
  disabled: boolean;
  passwordTemporary: boolean;
  createdAt: Date;
  createdBy: string;
  lastSignInAt: Date | null;
}

export async function userProfiles({ ledger }: Pick<Application, "ledger">): Promise<UserProfile[]> {
  return (await listUsers(ledger)).map(profileOf);
}

/** Upper and lower case are the same. */
export const userNameForm = /^[A-Za-z0-9][A-Za-z0-9._@-]{0,59}$/;

export interface UserRequest {
  /** Letters, digits, `.`, `_`, `-` and `@`; upper and lower case are the same. */
  name: string;
  role: Role;
  readsContent: boolean;
  /** A temporary one is made if not given. */
  password?: string;
}

/**
 * Adds a user whose password has to be changed at the first sign-in.
 *
 * @returns with the password only where it was made here
 * @throws {ConnectorError} USER_NAME_INVALID, USER_NAME_TAKEN, PASSWORD_WEAK
 */
export async function addUser(
  application: Acting,
  request: UserRequest,
): Promise<{ user: UserProfile; password?: string }> {
  if (!userNameForm.test(request.name)) {
    throw new ConnectorError("USER_NAME_INVALID", `${JSON.stringify(request.name.slice(0, 60))} is no user name`);
  }
  if (request.password !== undefined) checkPassword(request.password, request.name);
  const password = request.password ?? temporaryPassword();
  const passwordHash = await hashPassword(password);
  const { role, readsContent } = request;
  const name = request.name.toLowerCase();
  await application.ledger.transaction().execute(async (transaction) => {
    const now = application.clock();
    const user = { name, role, readsContent, passwordHash, passwordTemporary: true, createdBy: application.actor, now };
    if ((await insertUser(transaction, user)) === undefined) {
      throw new ConnectorError("USER_NAME_TAKEN", `there is a user ${name} already`, { at: { field: "name" } });
    }
    await audit(application, transaction, "user.added", name, { role, readsContent });
  });
  const user = profileOf(await mustFind(application, name));
  return request.password === undefined ? { user, password } : { user };
}

/**
 * Whether nobody can use the console yet, so that the first administrator may be created.
 */
export async function needsFirstAdministrator({ ledger }: Pick<Application, "ledger">): Promise<boolean> {
  return !(await anyUser(ledger));
}

/**
 * Creates the first administrator, once in the life of a database.
 *
 * @throws {ConnectorError} SETUP_DONE, PASSWORD_WEAK
 */
export async function createFirstAdministrator(
  application: Omit<Acting, "actor">,
  { name: given, password }: { name: string; password: string },
): Promise<UserProfile> {
  const name = given.toLowerCase();
  checkPassword(password, name);
  const passwordHash = await hashPassword(password);
  const done = () => new ConnectorError("SETUP_DONE", "the first administrator was created already");
  await application.ledger.transaction().execute(async (transaction) => {
    const now = application.clock();
    const actor = `user:${name}`;
    if (await anyUser(transaction)) throw done();
    const user = { name, role: "administrator", readsContent: true, passwordHash, passwordTemporary: false } as const;
    const id = await insertUser(transaction, { ...user, createdBy: actor, now });
    if (id === undefined || !(await markFirstAdministrator(transaction, id))) throw done();
    await audit({ ...application, actor }, transaction, "user.added", name, { role: user.role, first: true });
  });
  return profileOf(await mustFind(application, name));
}

export interface UserChange {
  role?: Role;
  readsContent?: boolean;
  disabled?: boolean;
}

/**
 * Changes what a user may do, from their next request on. The sessions of one who is disabled end.
 *
 * @throws {ConnectorError} USER_UNKNOWN, USER_LAST_ADMINISTRATOR
 */
export async function changeUser(application: Acting, name: string, change: UserChange): Promise<UserProfile> {
  await application.ledger.transaction().execute(async (transaction) => {
    const now = application.clock();
    const user = await mustFind({ ledger: transaction }, name);
    const administrators = await activeAdministrators(transaction);
    const loses = change.disabled === true || (change.role !== undefined && change.role !== "administrator");
    if (loses && administrators.length === 1 && administrators[0] === user.name) {
      throw new ConnectorError("USER_LAST_ADMINISTRATOR", `${user.name} is the last administrator`);
    }
    await updateUser(transaction, user.id, {
      ...(change.role !== undefined && { role: change.role }),
      ...(change.readsContent !== undefined && { readsContent: change.readsContent }),
      ...(change.disabled !== undefined && { disabledAt: change.disabled ? (user.disabledAt ?? now) : null }),
    });
    if (change.disabled === true) await deleteSessionsOf(transaction, user.id);
    const before = { role: user.role, readsContent: user.readsContent, disabled: user.disabledAt !== null };
    await audit(application, transaction, "user.changed", user.name, { before, after: { ...before, ...change } });
  });
  return profileOf(await mustFind(application, name));
}

/**
 * Gives a user a new password, which they have to change, and ends their sessions.
 *
 * @returns the password where it was made here
 * @throws {ConnectorError} USER_UNKNOWN, PASSWORD_WEAK
 */
export async function resetPassword(
  application: Acting,
  name: string,
  given?: string,
): Promise<{ user: UserProfile; password?: string }> {
  if (given !== undefined) checkPassword(given, name);
  const password = given ?? temporaryPassword();
  const passwordHash = await hashPassword(password);
  await application.ledger.transaction().execute(async (transaction) => {
    const user = await mustFind({ ledger: transaction }, name);
    await updateUser(transaction, user.id, { passwordHash, passwordTemporary: true });
    await deleteSessionsOf(transaction, user.id);
    await forgetSignInFailures(transaction, { name: user.name });
    await audit(application, transaction, "user.passwordReset", user.name, {});
  });
  const user = profileOf(await mustFind(application, name));
  return given === undefined ? { user, password } : { user };
}

export function profileOf(user: User): UserProfile {
  const { name, role, readsContent, disabledAt, passwordTemporary, createdAt, createdBy, lastSignInAt } = user;
  return {
    name,
    role,
    readsContent,
    disabled: disabledAt !== null,
    passwordTemporary,
    createdAt,
    createdBy,
    lastSignInAt,
  };
}

async function mustFind({ ledger }: Pick<Application, "ledger">, name: string): Promise<User> {
  const user = await findUser(ledger, name);
  if (user !== undefined) return user;
  throw new ConnectorError("USER_UNKNOWN", `there is no user ${JSON.stringify(name.slice(0, 60))}`);
}

async function audit(
  { actor, clock }: Omit<Acting, "ledger">,
  transaction: LedgerTransaction,
  action: string,
  subject: string,
  detail: object,
): Promise<void> {
  await recordAudit(transaction, { at: clock(), actor, action, subject: `user:${subject}`, detail });
}
