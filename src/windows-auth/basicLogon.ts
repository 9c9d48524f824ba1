import { parseChallenges } from "./challenges.ts";
import { WindowsAuthError } from "./error.ts";
import type { Attempt, AttemptContext } from "./logon.ts";
import { judgeAnswer } from "./refusal.ts";

/** Basic, RFC 7617, in UTF-8. The options have made sure that the connection is TLS. */
export async function basicLogon({ secrets, send, settings }: AttemptContext): Promise<Attempt> {
  const { domain, user } = settings.identity;
  const name = domain ? `${domain}\\${user}` : user;
  if (name.includes(":")) {
    throw new WindowsAuthError("INVALID_OPTIONS", "a user name with a colon cannot be sent by Basic", {
      scheme: "basic",
    });
  }
  const answer = await send({
    authorization: `Basic ${Buffer.from(`${name}:${secrets.password}`, "utf8").toString("base64")}`,
    leg: "password",
    scheme: "basic",
  });
  const offered = parseChallenges(answer.rawHeaders);
  // A server that does not know Basic has not looked at the password: that is no refused logon.
  if (answer.status === 401 && offered.length > 0 && !offered.some(({ scheme }) => scheme === "basic")) {
    return { kind: "notOffered", offered };
  }
  const failure = judgeAnswer(answer, { bindingSent: false, leg: "password", scheme: "basic" }, settings);
  if (failure !== undefined) throw failure;
  return { kind: "accepted", answer, scheme: "basic" };
}
