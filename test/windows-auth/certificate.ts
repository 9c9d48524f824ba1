/** Makes self-signed certificates for tests, so that no private key lies in the repository. */
import { constants, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import {
  der,
  derField,
  derInteger,
  derObjectIdentifier,
  derOctets,
  derSequence,
  tags,
} from "../../src/windows-auth/der.ts";

export type SignatureKind =
  | "rsa-sha1"
  | "rsa-sha256"
  | "rsa-sha384"
  | "rsa-sha512"
  | "rsa-pss-sha384"
  | "ecdsa-sha256"
  | "ecdsa-sha384"
  | "ed25519";

export interface TestCertificate {
  readonly cert: string;
  readonly der: Buffer;
  readonly key: string;
}

const utf8String = 0x0c;
const nullValue = der(0x05);

const sha384 = "2.16.840.1.101.3.4.2.2";

const kinds: Readonly<
  Record<
    SignatureKind,
    {
      readonly algorithm: Buffer;
      readonly hash: string | null;
      readonly keys: () => { privateKey: KeyObject; publicKey: KeyObject };
    }
  >
> = {
  "rsa-sha1": rsa("1.2.840.113549.1.1.5", "sha1"),
  "rsa-sha256": rsa("1.2.840.113549.1.1.11", "sha256"),
  "rsa-sha384": rsa("1.2.840.113549.1.1.12", "sha384"),
  "rsa-sha512": rsa("1.2.840.113549.1.1.13", "sha512"),
  "rsa-pss-sha384": {
    algorithm: derSequence(
      derObjectIdentifier("1.2.840.113549.1.1.10"),
      derSequence(
        derField(0, derSequence(derObjectIdentifier(sha384), nullValue)),
        derField(
          1,
          derSequence(derObjectIdentifier("1.2.840.113549.1.1.8"), derSequence(derObjectIdentifier(sha384), nullValue)),
        ),
        derField(2, derInteger(48)),
      ),
    ),
    hash: "sha384",
    keys: () => generateKeyPairSync("rsa", { modulusLength: 2048 }),
  },
  "ecdsa-sha256": ecdsa("1.2.840.10045.4.3.2", "sha256"),
  "ecdsa-sha384": ecdsa("1.2.840.10045.4.3.3", "sha384"),
  ed25519: {
    algorithm: derSequence(derObjectIdentifier("1.3.101.112")),
    hash: null,
    keys: () => generateKeyPairSync("ed25519"),
  },
};

function rsa(identifier: string, hash: string) {
  return {
    algorithm: derSequence(derObjectIdentifier(identifier), nullValue),
    hash,
    keys: () => generateKeyPairSync("rsa", { modulusLength: 2048 }),
  };
}

function ecdsa(identifier: string, hash: string) {
  return {
    algorithm: derSequence(derObjectIdentifier(identifier)),
    hash,
    keys: () => generateKeyPairSync("ec", { namedCurve: "P-256" }),
  };
}

/** @param names DNS names for the subject alternative name; the first is the common name */
export function makeCertificate(
  kind: SignatureKind,
  names: readonly [string, ...string[]] = ["localhost"],
): TestCertificate {
  const { algorithm, hash, keys } = kinds[kind];
  const { privateKey, publicKey } = keys();
  const name = derSequence(
    der(0x31, derSequence(derObjectIdentifier("2.5.4.3"), der(utf8String, Buffer.from(names[0])))),
  );
  const time = (text: string) => der(tags.generalizedTime, Buffer.from(text));
  const alternativeNames = derSequence(...names.map((dns) => der(0x82, Buffer.from(dns))));
  const body = derSequence(
    derField(0, derInteger(2)),
    derInteger(1),
    algorithm,
    name,
    derSequence(time("20200101000000Z"), time("21200101000000Z")),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    derField(3, derSequence(derSequence(derObjectIdentifier("2.5.29.17"), derOctets(alternativeNames)))),
  );
  const padding = kind === "rsa-pss-sha384" ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 } : {};
  const signature = sign(hash, body, { key: privateKey, ...padding });
  const certificate = derSequence(body, algorithm, der(tags.bitString, Buffer.concat([Buffer.from([0]), signature])));
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${certificate.toString("base64").replace(/.{1,63}(?=.)/g, "$&\n")}\n-----END CERTIFICATE-----\n`,
    der: certificate,
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}
