import { createHash } from "node:crypto";

/**
 * Our reference of a draft: by it the document is found again in GP after an unknown outcome. Made from what the partner's
 * document is, not from when or how often it came, so that the same document never becomes two drafts, whatever was lost
 * on our side meanwhile.
 *
 * @param identity database, partner, number, order and whatever else tells two documents apart
 * @param number the partner's number, for the eyes of a person
 * @returns such as `ML856-SHP8842-3FA9C2D1E0B7`, at most 30 characters, of capitals, digits and `-`
 */
export function draftReference(set: string, number: string, identity: readonly string[]): string {
  const digest = createHash("sha256")
    .update(JSON.stringify([set, ...identity]))
    .digest("hex");
  const readable = number
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, "")
    .slice(0, 8);
  return `ML${set}-${readable}-${digest.slice(0, 14).toUpperCase()}`;
}
