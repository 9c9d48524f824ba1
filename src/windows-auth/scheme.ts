/** Which mechanism to try, and in which order: a pure decision from the options and what the server offers. */
import type { Challenge } from "./challenges.ts";

export type SchemeOption = "auto" | "negotiate" | "ntlm" | "basic";

/** NTLM travels under its own name or, bare, under `Negotiate`; one handshake keeps one name. */
export type Mechanism = "anonymous" | "kerberos" | "ntlm" | "ntlm-as-negotiate" | "basic";

export interface SchemePolicy {
  readonly scheme: SchemeOption;
  /** A KDC, a keytab or a token provider is configured, or `negotiate` was asked for. */
  readonly kerberos: boolean;
  /** NTLM may stand in where Kerberos cannot be had. Always so under `auto`. */
  readonly ntlmFallback: boolean;
  /** There is a password: a keytab or a token provider alone can do neither NTLM nor Basic. */
  readonly password: boolean;
  /** Basic is allowed: the connection is TLS. */
  readonly secure: boolean;
}

/** What to send to a server of which nothing is known yet. */
export function firstMechanism(policy: SchemePolicy): Mechanism {
  switch (policy.scheme) {
    case "basic":
      return "basic";
    case "ntlm":
      return "ntlm";
    case "negotiate":
      return "kerberos";
    case "auto":
      // Type 1 asks for the server's offer and begins NTLM in one round trip; a ticket must not go where it is not wanted.
      return policy.kerberos || !policy.password ? "anonymous" : "ntlm";
  }
}

/**
 * The strongest mechanism that is offered, allowed and not excluded: Kerberos, NTLM, Basic.
 *
 * @param excluded those that have failed on this server in a way that makes another try pointless
 */
export function chooseMechanism(
  policy: SchemePolicy,
  offered: readonly Challenge[],
  excluded: ReadonlySet<Mechanism>,
): Mechanism | undefined {
  const schemes = new Set(offered.map(({ scheme }) => scheme));
  const wanted = (scheme: SchemeOption) => policy.scheme === "auto" || policy.scheme === scheme;
  const kerberos = policy.kerberos && wanted("negotiate");
  const ntlm = policy.password && (wanted("ntlm") || (policy.scheme === "negotiate" && policy.ntlmFallback));
  const basic = policy.password && policy.secure && wanted("basic");
  const strongestFirst: readonly (readonly [Mechanism, possible: boolean])[] = [
    ["kerberos", kerberos && schemes.has("negotiate")],
    ["ntlm", ntlm && schemes.has("ntlm")],
    ["ntlm-as-negotiate", ntlm && schemes.has("negotiate")],
    ["basic", basic && schemes.has("basic")],
  ];
  return strongestFirst.find(([mechanism, possible]) => possible && !excluded.has(mechanism))?.[0];
}
