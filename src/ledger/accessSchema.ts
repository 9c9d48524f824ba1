/** Tables of users, sessions and API tokens. */
import type { Generated } from "kysely";

/** What somebody may do: administrators everything, operators run and repair, viewers look. */
export type Role = "administrator" | "operator" | "viewer";

export interface UserAccountTable {
  id: string;
  /** Lower case. */
  name: string;
  role: Role;
  /** May read the content of documents, and not only what became of them. */
  readsContent: boolean;
  passwordHash: string;
  /** Set by somebody else, and to be changed first. */
  passwordTemporary: boolean;
  disabledAt: Date | null;
  createdAt: Date;
  createdBy: string;
  lastSignInAt: Date | null;
}

export interface FirstAdministratorTable {
  onlyRow: Generated<boolean>;
  userId: string;
}

export interface UserSessionTable {
  fingerprint: string;
  userId: string;
  createdAt: Date;
  seenAt: Date;
  address: string;
}

export interface SignInFailureTable {
  name: string;
  address: string;
  failures: number;
  lastAt: Date;
  blockedUntil: Date | null;
}

export interface ApiTokenTable {
  id: string;
  name: string;
  fingerprint: string;
  role: Role;
  readsContent: boolean;
  createdAt: Date;
  createdBy: string;
  expiresAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

export interface AccessSchema {
  userAccount: UserAccountTable;
  firstAdministrator: FirstAdministratorTable;
  userSession: UserSessionTable;
  signInFailure: SignInFailureTable;
  apiToken: ApiTokenTable;
}
