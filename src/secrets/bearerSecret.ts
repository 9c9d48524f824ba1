/**
 * Session identifiers and API tokens: 256 bits of chance that prove by themselves who asks. The database keeps their
 * fingerprint only; with so much chance in them a plain hash needs no salt and no cost.
 */
import { createHash, randomBytes } from "node:crypto";

/** A new one, safe in headers and cookies. */
export function newBearerSecret(prefix = ""): string {
  return prefix + randomBytes(32).toString("base64url");
}

/** SHA-256, hexadecimal: what is stored and looked up. */
export function fingerprint(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
