import { randomBytes } from "node:crypto";
import { parseChallenges } from "./challenges.ts";
import { bindingHash } from "./channelBinding.ts";
import type { Answer } from "./connection.ts";
import { WindowsAuthError } from "./error.ts";
import type { Attempt, AttemptContext } from "./logon.ts";
import { encodeAuthenticateMessage } from "./ntlm/authenticateMessage.ts";
import { parseChallengeMessage } from "./ntlm/challengeMessage.ts";
import { NtlmMessageError } from "./ntlm/messageError.ts";
import { encodeNegotiateMessage } from "./ntlm/negotiateMessage.ts";
import { judgeAnswer } from "./refusal.ts";

/**
 * The NTLM handshake: type 1 with an empty body, type 2, type 3 with the request, all under one scheme name.
 *
 * The body waits for type 3 because a server may hang up rather than read a body that it is going to refuse.
 */
export async function ntlmLogon(context: AttemptContext, schemeName: "NTLM" | "Negotiate"): Promise<Attempt> {
  const { binding, connection, secrets, send, settings } = context;
  const negotiate = encodeNegotiateMessage();
  const open = () => send({ authorization: authorization(schemeName, negotiate), leg: "negotiate", scheme: "ntlm" });
  const opensConnection = connection.exchanges === 0;
  let first = await open();
  // Some servers (IIS 7 in kernel mode) look at nothing in the first request of a connection but that it came.
  if (opensConnection && connection.usable && offersWithoutToken(first, schemeName)) first = await open();
  if (first.status !== 401) {
    const failure = judgeAnswer(first, { bindingSent: false, leg: "negotiate", scheme: "ntlm" }, settings);
    if (failure !== undefined) throw failure;
    return { kind: "unasked", answer: first };
  }
  const challenge = challengeOf(first, schemeName);
  if (challenge === undefined) return { kind: "notOffered", offered: parseChallenges(first.rawHeaders) };
  if (!connection.usable) {
    throw new WindowsAuthError(
      "PROTOCOL",
      `${settings.origin} closes the connection in the middle of the NTLM handshake, which is bound to it: a proxy between may be the cause`,
      { leg: "negotiate", scheme: "ntlm", status: 401 },
    );
  }
  const message = authenticate(challenge, negotiate, context, binding, secrets.password);
  const answer = await send({ authorization: authorization(schemeName, message), leg: "authenticate", scheme: "ntlm" });
  const failure = judgeAnswer(
    answer,
    { bindingSent: binding !== undefined, leg: "authenticate", scheme: "ntlm" },
    settings,
  );
  if (failure !== undefined) throw failure;
  return { kind: "accepted", answer, scheme: "ntlm" };
}

const authorization = (schemeName: string, message: Buffer) => `${schemeName} ${message.toString("base64")}`;

const offersWithoutToken = ({ rawHeaders, status }: Answer, schemeName: string): boolean =>
  status === 401 &&
  parseChallenges(rawHeaders).some(({ scheme, token }) => scheme === schemeName.toLowerCase() && token === undefined);

function challengeOf(answer: Answer, schemeName: string): Buffer | undefined {
  return parseChallenges(answer.rawHeaders).find(
    ({ scheme, token }) => scheme === schemeName.toLowerCase() && token !== undefined,
  )?.token;
}

function authenticate(
  encodedChallenge: Buffer,
  negotiate: Buffer,
  { settings }: AttemptContext,
  binding: Buffer | undefined,
  password: string,
): Buffer {
  try {
    return encodeAuthenticateMessage({
      challenge: parseChallengeMessage(encodedChallenge),
      channelBindingHash: binding === undefined ? undefined : bindingHash(binding),
      clientChallenge: randomBytes(8),
      domain: settings.identity.domain,
      negotiate,
      now: settings.now(),
      password,
      servicePrincipalName: settings.servicePrincipalName,
      user: settings.identity.user,
      workstation: settings.workstation,
    });
  } catch (error) {
    const details = { cause: error, leg: "authenticate", scheme: "ntlm" } as const;
    if (error instanceof NtlmMessageError) {
      throw new WindowsAuthError("PROTOCOL", `NTLM with ${settings.origin} is not possible: ${error.message}`, details);
    }
    throw new WindowsAuthError(
      "CRYPTOGRAPHY_UNAVAILABLE",
      "NTLM needs MD5, which this Node.js does not provide: it cannot be used in FIPS mode; use Kerberos with AES keys",
      details,
    );
  }
}
