import { parseChallenges } from "../challenges.ts";
import { WindowsAuthError } from "../error.ts";
import type { Attempt, MechanismLogon } from "../logon.ts";
import type { Settings } from "../options.ts";
import { judgeAnswer } from "../refusal.ts";
import type { TokenProvider } from "./options.ts";

const maxLegs = 3;

/** Negotiate with the tokens of somebody else: the body goes with each, unless the token is an NTLM one that only opens. */
export function createTokenProviderLogon(settings: Settings, provider: TokenProvider): MechanismLogon {
  return async ({ binding, send }) => {
    let inToken: Buffer | undefined;
    for (let leg = 1; ; leg++) {
      const token = await nextToken(provider, settings.servicePrincipalName, binding, inToken);
      if (token === undefined || token.length === 0) {
        throw new WindowsAuthError("TOKEN_PROVIDER", "the token provider returned no token", { scheme: "kerberos" });
      }
      const opening = token.includes("NTLMSSP\0\x01", 0, "latin1");
      const name = opening ? "negotiate" : "ticket";
      const answer = await send({
        authorization: `Negotiate ${token.toString("base64")}`,
        leg: name,
        scheme: "kerberos",
      });
      const challenges = parseChallenges(answer.rawHeaders);
      const negotiate = challenges.find(({ scheme }) => scheme === "negotiate");
      if (answer.status === 401) {
        if (challenges.length > 0 && negotiate === undefined) return { kind: "notOffered", offered: challenges };
        if (negotiate?.token !== undefined && leg < maxLegs) {
          inToken = negotiate.token;
          continue;
        }
      }
      const failure = judgeAnswer(
        answer,
        { bindingSent: binding !== undefined, leg: name, scheme: "kerberos" },
        settings,
      );
      if (failure !== undefined) throw failure;
      if (opening) return { kind: "unasked", answer };
      // The provider checks the service's proof, if it wants to, by throwing.
      if (negotiate?.token !== undefined)
        await nextToken(provider, settings.servicePrincipalName, binding, negotiate.token);
      return { kind: "accepted", answer, scheme: "kerberos" } satisfies Attempt;
    }
  };
}

async function nextToken(
  provider: TokenProvider,
  spn: string,
  binding: Buffer | undefined,
  inToken: Buffer | undefined,
): Promise<Buffer | undefined> {
  try {
    const token = await provider(spn, binding, inToken);
    return token === undefined ? undefined : Buffer.from(token);
  } catch (error) {
    throw new WindowsAuthError("TOKEN_PROVIDER", "the token provider failed", {
      cause: error,
      leg: "ticket",
      scheme: "kerberos",
      sent: inToken !== undefined,
    });
  }
}
