/** What is demanded of Cleo's certificate, beyond a trusted authority and the right name. */
import { createHash, X509Certificate } from "node:crypto";
import { checkServerIdentity, getCACertificates, type PeerCertificate } from "node:tls";

export interface Trust {
  /** PEM of a private authority, trusted beside the public ones. */
  ca?: string | undefined;
  /** Name to verify in the certificate, where it is not the host of the address. */
  serverName?: string | undefined;
  /** SHA-256 of the server's public key (SubjectPublicKeyInfo), base64 or hexadecimal. */
  pin?: string | undefined;
}

/** Code of a failure where all is in order but the key. */
export const otherKey = "CERT_KEY_NOT_PINNED";

/** As `tls.connect` takes them. */
export function trustOptions({ ca, serverName, pin }: Trust) {
  return {
    ...(ca !== undefined && { ca: [...getCACertificates("default"), ca] }),
    ...(serverName !== undefined && { servername: serverName }),
    ...(pin !== undefined && { checkServerIdentity: identityWithKey(pinBytes(pin)) }),
  };
}

function identityWithKey(pinned: Buffer) {
  return (host: string, certificate: PeerCertificate): Error | undefined => {
    const wrongName = checkServerIdentity(host, certificate);
    if (wrongName) return wrongName;
    const key = new X509Certificate(certificate.raw).publicKey.export({ type: "spki", format: "der" });
    const found = createHash("sha256").update(key).digest();
    if (found.equals(pinned)) return undefined;
    const message = `the key of ${host} is not the pinned one: it has sha256/${found.toString("base64")}`;
    return Object.assign(new Error(message), { code: otherKey });
  };
}

function pinBytes(pin: string): Buffer {
  const text = pin.replace(/^sha256\//, "");
  return Buffer.from(text, /^[0-9a-f]{64}$/i.test(text) ? "hex" : "base64");
}
