/**
 * Channel bindings of the kind `tls-server-end-point` (RFC 5929 section 4), which Windows calls Extended Protection:
 * the logon names the TLS certificate that the client saw, so that it cannot be relayed through another server.
 */
import { createHash } from "node:crypto";
import { DerError, type DerValue, derChildren, derToObjectIdentifier, expectDer, tags } from "./der.ts";

/** Hash of the signature algorithm, RFC 5929: MD5 and SHA-1 are replaced by SHA-256. */
const hashOfSignature: Readonly<Record<string, string>> = {
  "1.2.840.113549.1.1.4": "sha256", // md5WithRSAEncryption
  "1.2.840.113549.1.1.5": "sha256", // sha1WithRSAEncryption
  "1.2.840.113549.1.1.11": "sha256",
  "1.2.840.113549.1.1.12": "sha384",
  "1.2.840.113549.1.1.13": "sha512",
  "1.2.840.113549.1.1.14": "sha224",
  "1.2.840.10040.4.3": "sha256", // dsa-with-sha1
  "2.16.840.1.101.3.4.3.2": "sha256", // dsa-with-sha256
  "1.2.840.10045.4.1": "sha256", // ecdsa-with-SHA1
  "1.2.840.10045.4.3.1": "sha224",
  "1.2.840.10045.4.3.2": "sha256",
  "1.2.840.10045.4.3.3": "sha384",
  "1.2.840.10045.4.3.4": "sha512",
};

/** Hashes named by RSASSA-PSS-params, RFC 4055. */
const hashOfIdentifier: Readonly<Record<string, string>> = {
  "1.3.14.3.2.26": "sha256", // SHA-1
  "2.16.840.1.101.3.4.2.1": "sha256",
  "2.16.840.1.101.3.4.2.2": "sha384",
  "2.16.840.1.101.3.4.2.3": "sha512",
  "2.16.840.1.101.3.4.2.4": "sha224",
};

const rsassaPss = "1.2.840.113549.1.1.10";

/**
 * The application data of the binding: `tls-server-end-point:` and the hash of the certificate.
 *
 * @param certificate the server's certificate, DER
 * @returns `undefined` where the signature algorithm names no hash (Ed25519, Ed448, unknown): RFC 5929 defines no binding then
 * @throws DerError if the bytes are not a certificate
 */
export function serverEndPoint(certificate: Buffer): Buffer | undefined {
  const hash = signatureHash(certificate);
  if (hash === undefined) return undefined;
  return Buffer.concat([Buffer.from("tls-server-end-point:"), createHash(hash).update(certificate).digest()]);
}

/** The hash to use for a certificate, by the name that `node:crypto` has for it. */
export function signatureHash(certificate: Buffer): string | undefined {
  const [, algorithm] = derChildren(expectDer(certificate, tags.sequence).content);
  if (algorithm?.tag !== tags.sequence) throw new DerError("the certificate has no signature algorithm");
  const [identifier, parameters] = derChildren(algorithm.content);
  if (identifier?.tag !== tags.objectIdentifier) throw new DerError("the signature algorithm has no identifier");
  const name = derToObjectIdentifier(identifier);
  return name === rsassaPss ? pssHash(parameters) : hashOfSignature[name];
}

function pssHash(parameters: DerValue | undefined): string | undefined {
  if (parameters?.tag !== tags.sequence) return "sha256"; // the default is SHA-1, which is replaced
  const hash = derChildren(parameters.content).find((child) => child.tag === 0xa0);
  if (hash === undefined) return "sha256";
  const [identifier] = derChildren(expectDer(hash.content, tags.sequence).content);
  if (identifier?.tag !== tags.objectIdentifier) throw new DerError("the hash algorithm has no identifier");
  return hashOfIdentifier[derToObjectIdentifier(identifier)];
}

/**
 * MD5 over gss_channel_bindings_struct with empty addresses (MS-NLMP 2.2.2.1, RFC 4121 4.1.1.2): the 16 bytes that NTLM
 * carries in AV pair 10 and Kerberos in the Bnd field of checksum 0x8003.
 */
export function bindingHash(applicationData: Uint8Array): Buffer {
  const header = Buffer.alloc(20);
  header.writeUInt32LE(applicationData.length, 16);
  return createHash("md5").update(header).update(applicationData).digest();
}
