/** The NTLMv2 computations of MS-NLMP 3.3.2. */
import { createHmac } from "node:crypto";
import { md4 } from "../crypto/md4.ts";
import { type AvPair, encodeAvPairs } from "./avPairs.ts";

const hmacMd5 = (key: Uint8Array, ...parts: readonly Uint8Array[]): Buffer => {
  const hmac = createHmac("md5", key);
  for (const part of parts) hmac.update(part);
  return hmac.digest();
};

/** NTOWFv1: MD4 of the password in UTF-16LE. It is as good as the password itself: treat it as such. */
export const passwordHash = (password: string): Buffer => md4(Buffer.from(password, "utf16le"));

/**
 * NTOWFv2. User and domain exactly as they stand in the type 3 message; only the user is upper-cased, code unit by code
 * unit as Windows does it, so that no letter changes into two and no other letter into an ASCII one.
 */
export function responseKey(hash: Uint8Array, user: string, domain: string): Buffer {
  return hmacMd5(hash, Buffer.from(upperCase(user) + domain, "utf16le"));
}

function upperCase(text: string): string {
  let upper = "";
  for (let at = 0; at < text.length; at++) {
    const unit = text.charAt(at);
    const raised = unit.toUpperCase();
    const fits = raised.length === 1 && (raised > "\x7f" || unit <= "\x7f");
    upper += fits ? raised : unit;
  }
  return upper;
}

export interface Ntlmv2Response {
  /** NTProofStr and the blob: the NtChallengeResponse field. */
  readonly ntChallengeResponse: Buffer;
  /** LMv2 response; only for servers that send no timestamp. */
  readonly lmChallengeResponse: Buffer;
  /** SessionBaseKey, which without KEY_EXCH is also the key of the MIC. */
  readonly sessionKey: Buffer;
}

export function ntlmv2Response(input: {
  readonly attributes: readonly AvPair[];
  /** Eight random bytes. */
  readonly clientChallenge: Uint8Array;
  readonly key: Uint8Array;
  readonly serverChallenge: Uint8Array;
  /** FILETIME, eight bytes. */
  readonly timestamp: Uint8Array;
}): Ntlmv2Response {
  const blob = Buffer.concat([
    Buffer.from([1, 1, 0, 0, 0, 0, 0, 0]),
    input.timestamp,
    input.clientChallenge,
    Buffer.alloc(4),
    encodeAvPairs(input.attributes),
    Buffer.alloc(4),
  ]);
  const proof = hmacMd5(input.key, input.serverChallenge, blob);
  const lmProof = hmacMd5(input.key, input.serverChallenge, input.clientChallenge);
  return {
    ntChallengeResponse: Buffer.concat([proof, blob]),
    lmChallengeResponse: Buffer.concat([lmProof, input.clientChallenge]),
    sessionKey: hmacMd5(input.key, proof),
  };
}

/** Message integrity code over the three messages, the third with 16 zero bytes in the MIC's place (MS-NLMP 3.1.5.1.2). */
export const messageIntegrityCode = (
  sessionKey: Uint8Array,
  negotiate: Uint8Array,
  challenge: Uint8Array,
  authenticate: Uint8Array,
): Buffer => hmacMd5(sessionKey, negotiate, challenge, authenticate);

/** FILETIME of an instant: 100 ns since 1601-01-01, little-endian. */
export function fileTime(milliseconds: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE((BigInt(Math.trunc(milliseconds)) + 11_644_473_600_000n) * 10_000n);
  return bytes;
}
