import type { Role } from "../../ledger/accessSchema.ts";
import type { Right } from "./rights.ts";

/** Who asks, as proven by a session or an API token. */
export interface Identity {
  kind: "user" | "token";
  name: string;
  role: Role;
  rights: readonly Right[];
  /** As the audit trail names them: `user:alice`, `token:nightly`. */
  actor: string;
  /** A user whose password was set by somebody else and has to be changed first. */
  passwordTemporary: boolean;
  /** Of a user's session. */
  session?: { fingerprint: string; expiresAt: Date };
}
