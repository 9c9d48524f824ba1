/** The server's side of Extended Protection: whom the client believed to talk to, compared with who answers. */
import { createHash, X509Certificate } from "node:crypto";
import type { GpOptions } from "../options.ts";
import type { Bound } from "./ntlmVerify.ts";

/** Why a logon is refused; HttpListener then answers as if the password were wrong. `undefined`: it may pass. */
export function extendedProtectionProblem(
  { extendedProtection, spns }: Pick<GpOptions, "extendedProtection" | "spns">,
  bound: Bound,
  channelBinding: Buffer | undefined,
): string | undefined {
  if (extendedProtection === "never") return undefined;
  if (channelBinding !== undefined) {
    // All zeros says: I know of Extended Protection and send nothing. That is refused like a wrong one.
    if (bound.channel === undefined) return extendedProtection === "always" ? "no channel binding" : undefined;
    return bound.channel.equals(channelBinding) ? undefined : "wrong channel binding";
  }
  if (bound.serviceName === "") return extendedProtection === "always" ? "no service name" : undefined;
  return spns.some((spn) => spn.toLowerCase() === bound.serviceName.toLowerCase()) ? undefined : "wrong service name";
}

/**
 * MD5 over the channel binding structure of `tls-server-end-point` (RFC 5929 4, MS-NLMP 2.2.2.1), or `undefined` where the certificate's
 * signature names no hash.
 */
export function channelBindingHash(certificate: string): Buffer | undefined {
  const parsed = new X509Certificate(certificate);
  const algorithm = hashOf(signatureAlgorithmOf(parsed));
  if (algorithm === undefined) return undefined;
  const endPoint = Buffer.concat([
    Buffer.from("tls-server-end-point:"),
    createHash(algorithm).update(parsed.raw).digest(),
  ]);
  const structure = Buffer.alloc(20);
  structure.writeUInt32LE(endPoint.length, 16);
  return createHash("md5").update(structure).update(endPoint).digest();
}

/** MD5 and SHA-1 count as SHA-256. */
function hashOf(algorithm: string): string | undefined {
  const name = /sha-?(256|384|512|1)|md5/i.exec(algorithm);
  if (name === null) return undefined;
  return name[1] === "384" || name[1] === "512" ? `sha${name[1]}` : "sha256";
}

/** `sha384WithRSAEncryption`, `ecdsa-with-SHA256`; the type declarations do not know the property yet. */
function signatureAlgorithmOf(certificate: X509Certificate): string {
  const { signatureAlgorithm } = certificate as X509Certificate & { signatureAlgorithm?: string };
  return signatureAlgorithm ?? "";
}
