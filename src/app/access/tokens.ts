import { ConnectorError } from "../../errors/connectorError.ts";
import type { Role } from "../../ledger/accessSchema.ts";
import {
  type ApiToken,
  findApiToken,
  insertApiToken,
  listApiTokens,
  revokeApiToken,
  touchApiToken,
} from "../../ledger/apiTokens.ts";
import { recordAudit } from "../../ledger/audit.ts";
import { fingerprint, newBearerSecret } from "../../secrets/bearerSecret.ts";
import type { Application } from "../application.ts";
import type { Identity } from "./identity.ts";
import { rightsOf } from "./rights.ts";

type Acting = Pick<Application, "ledger" | "actor" | "clock">;

/** An API token as every face shows it: without its text, which nobody has but the one it was given to. */
export interface TokenProfile {
  id: string;
  name: string;
  role: Role;
  readsContent: boolean;
  createdAt: Date;
  createdBy: string;
  expiresAt: Date;
  lastUsedAt: Date | null;
  state: "valid" | "expired" | "revoked";
}

/** What every token begins with, so that a scanner of repositories and logs can find one that was lost. */
const prefix = "mlc_";
const day = 24 * 60 * 60 * 1000;

export async function tokenProfiles({ ledger, clock }: Pick<Application, "ledger" | "clock">): Promise<TokenProfile[]> {
  const now = clock();
  return (await listApiTokens(ledger)).map((token) => profileOf(token, now));
}

/** @returns the token's text, which cannot be shown again */
export async function addToken(
  { ledger, actor, clock }: Acting,
  request: { name: string; role: Role; readsContent: boolean; days: number },
): Promise<{ token: TokenProfile; text: string }> {
  const text = newBearerSecret(prefix);
  const { name, role, readsContent } = request;
  return ledger.transaction().execute(async (transaction) => {
    const now = clock();
    const expiresAt = new Date(now.getTime() + request.days * day);
    const token = { name, role, readsContent, createdBy: actor, fingerprint: fingerprint(text), expiresAt, now };
    const added = await insertApiToken(transaction, token);
    const detail = { name, role, readsContent, expiresAt: expiresAt.toISOString() };
    await recordAudit(transaction, { at: now, actor, action: "token.added", subject: added.id, detail });
    return { token: profileOf(added, now), text };
  });
}

/** @throws {ConnectorError} TOKEN_UNKNOWN */
export async function revokeToken({ ledger, actor, clock }: Acting, id: string): Promise<TokenProfile> {
  return ledger.transaction().execute(async (transaction) => {
    const now = clock();
    const revoked = await revokeApiToken(transaction, id, now);
    if (revoked === undefined) {
      throw new ConnectorError(
        "TOKEN_UNKNOWN",
        `there is no token ${JSON.stringify(id.slice(0, 60))} that still holds`,
      );
    }
    const detail = { name: revoked.name };
    await recordAudit(transaction, { at: now, actor, action: "token.revoked", subject: id, detail });
    return profileOf(revoked, now);
  });
}

/** Who a token stands for, while it holds. */
export async function identifyToken(
  { ledger, clock }: Pick<Application, "ledger" | "clock">,
  text: string,
): Promise<Identity | undefined> {
  if (!text.startsWith(prefix)) return undefined;
  const now = clock();
  const token = await findApiToken(ledger, fingerprint(text), now);
  if (token === undefined) return undefined;
  if (now.getTime() - (token.lastUsedAt?.getTime() ?? 0) > 60_000) await touchApiToken(ledger, token.id, now);
  const { name, role } = token;
  return { kind: "token", name, role, rights: rightsOf(token), actor: `token:${name}`, passwordTemporary: false };
}

function profileOf(token: ApiToken, now: Date): TokenProfile {
  const { fingerprint: _, revokedAt, ...shown } = token;
  const state = revokedAt !== null ? "revoked" : token.expiresAt <= now ? "expired" : "valid";
  return { ...shown, state };
}
