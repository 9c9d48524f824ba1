import { createHash, X509Certificate } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeCertificate } from "../../test/windows-auth/certificate.ts";
import { bindingHash, serverEndPoint, signatureHash } from "./channelBinding.ts";
import { DerError } from "./der.ts";

describe("the hash of the certificate", () => {
  // RFC 5929 4.1
  test.each([
    ["rsa-sha1", "sha256"],
    ["rsa-sha256", "sha256"],
    ["rsa-sha384", "sha384"],
    ["rsa-sha512", "sha512"],
    ["rsa-pss-sha384", "sha384"],
    ["ecdsa-sha256", "sha256"],
    ["ecdsa-sha384", "sha384"],
  ] as const)("of one signed by %s is %s", (kind, hash) => {
    const { cert, der } = makeCertificate(kind);
    expect(new X509Certificate(cert).raw.equals(der)).toBe(true);
    expect(signatureHash(der)).toBe(hash);
    const expected = Buffer.concat([Buffer.from("tls-server-end-point:"), createHash(hash).update(der).digest()]);
    expect(serverEndPoint(der)).toEqual(expected);
  });

  test("does not exist for Ed25519, so there is no binding", () => {
    expect(serverEndPoint(makeCertificate("ed25519").der)).toBeUndefined();
  });

  test("is not looked for in bytes that are no certificate", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        try {
          serverEndPoint(Buffer.from(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(DerError);
        }
      }),
    );
  });
});

test("the binding hash is the one that Windows computes", () => {
  // Published with the Python package ntlm-auth, taken from a Windows client.
  const certificateHash = "e3ca49271e5089cc48ce82109f1324f41dbeddc29a777410c738f7868c4ff405";
  const data = Buffer.concat([Buffer.from("tls-server-end-point:"), Buffer.from(certificateHash, "hex")]);
  expect(bindingHash(data).toString("hex")).toBe("6ea19df066da4622051f9c4f92c6df74");
});
