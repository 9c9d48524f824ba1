/** One scheme of a `WWW-Authenticate` header, RFC 9110 11.3. */
export interface Challenge {
  /** Lower case. */
  readonly scheme: string;
  /** The token of Negotiate and NTLM; `undefined` where none was sent or it is not base64. */
  readonly token: Buffer | undefined;
}

// Parameters (realm="…") are skipped: none of the schemes here needs one.
const item =
  /([!#$%&'*+.^_`|~0-9A-Za-z-]+)(?:[ \t]*=[ \t]*("(?:[^"\\]|\\.)*"|[^\s,"]*)|[ \t]+([A-Za-z0-9+/]+={0,2})(?=[ \t]*(?:,|$)))?/gy;

/**
 * Reads every challenge of an answer, whether the server sends a header for each or joins them by commas.
 *
 * @param rawHeaders name, value, name, value: as in `IncomingMessage.rawHeaders`
 */
export function parseChallenges(rawHeaders: readonly string[]): Challenge[] {
  const challenges: Challenge[] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    if (rawHeaders[at]?.toLowerCase() === "www-authenticate") challenges.push(...parseHeader(rawHeaders[at + 1] ?? ""));
  }
  return challenges;
}

function parseHeader(value: string): Challenge[] {
  const challenges: Challenge[] = [];
  let at = 0;
  while (at < value.length) {
    item.lastIndex = at;
    const match = item.exec(value);
    if (match === null) {
      at++;
      continue;
    }
    at = item.lastIndex;
    const [, word = "", parameter, token] = match;
    if (parameter !== undefined) continue;
    challenges.push({
      scheme: word.toLowerCase(),
      token: token === undefined ? undefined : Buffer.from(token, "base64"),
    });
  }
  return challenges;
}
