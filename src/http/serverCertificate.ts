/** The certificate by which this server speaks HTTPS itself. */
import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";
import { ConnectorError } from "../errors/connectorError.ts";

export interface ServerCertificate {
  /** The chain, the server's own first (PEM). */
  cert: string;
  /** Not encrypted (PEM). */
  key: string;
  /** Reads both anew, as after a renewal. */
  again(): ServerCertificate;
}

/**
 * Reads a certificate and its key, and sees that they can be used together. One that has expired is taken: browsers say so, and
 * a server that stays down says less.
 *
 * @throws {ConnectorError} CONFIGURATION_FILE_UNREADABLE, SERVER_CERTIFICATE_UNUSABLE
 */
export function readServerCertificate(certFile: string, keyFile: string): ServerCertificate {
  const [cert, key] = [textOf(certFile), textOf(keyFile)];
  unlessUsable(certFile, "holds no certificate in PEM", () => new X509Certificate(cert));
  if (/^(-----BEGIN ENCRYPTED|Proc-Type: 4,ENCRYPTED)/m.test(key)) {
    throw unusable(
      keyFile,
      "is protected by a passphrase",
      "Give the key without one (`openssl pkey -in KEY -out PLAIN`).",
    );
  }
  unlessUsable(keyFile, `holds no key in PEM that belongs to ${certFile}`, () => {
    // A secure context takes a key of another kind than the certificate's without a word, and then nobody can connect.
    if (!new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))) throw new Error("the key is another one's");
    createSecureContext({ cert, key });
  });
  return { cert, key, again: () => readServerCertificate(certFile, keyFile) };
}

function unlessUsable(file: string, what: string, attempt: () => unknown): void {
  try {
    attempt();
  } catch (cause) {
    throw unusable(file, what, undefined, cause);
  }
}

function unusable(file: string, what: string, fix?: string, cause?: unknown): ConnectorError {
  return new ConnectorError("SERVER_CERTIFICATE_UNUSABLE", `${file} ${what}`, {
    at: { file },
    ...(fix && { fix }),
    cause,
  });
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new ConnectorError("CONFIGURATION_FILE_UNREADABLE", `${file} cannot be read`, { at: { file }, cause });
  }
}
