import { createHmac, timingSafeEqual } from "node:crypto";
import { md4 } from "../../windows-auth/crypto/md4.ts";
import { type AuthenticateMessage, avId, flag, readAvPairs } from "./ntlmMessages.ts";

export interface ProofFacts {
  message: AuthenticateMessage;
  serverChallenge: Buffer;
  password: string;
  /** The three messages exactly as they went over the wire. */
  type1: Buffer;
  type2: Buffer;
  type3: Buffer;
  requireMic: boolean;
}

/** What the client bound its logon to. */
export interface Bound {
  /** SPN that the client named; empty when none. */
  serviceName: string;
  /** MD5 of the channel binding, 16 bytes; absent, or all zeros, when the client sends none. */
  channel?: Buffer;
}

/** `denied` is a wrong password (401); `invalid` is a broken or altered message (400). */
export type Proof =
  | { kind: "proven"; mic: boolean; bound: Bound }
  | { kind: "denied" }
  | { kind: "invalid"; reason: string };

/**
 * Checks an NTLMv2 response (MS-NLMP 3.3.2) and the message integrity code (3.1.5.1.2). NTLMv1 and LM are refused.
 */
export function verifyNtlmV2(facts: ProofFacts): Proof {
  const { message } = facts;
  if (message.ntResponse.length < 44 + 4) return { kind: "invalid", reason: "no NTLMv2 response" };
  if ((message.flags & flag.keyExchange) !== 0) return { kind: "invalid", reason: "key exchange was not offered" };
  const proof = message.ntResponse.subarray(0, 16);
  const blob = message.ntResponse.subarray(16);
  if (blob[0] !== 1 || blob[1] !== 1) return { kind: "invalid", reason: "unknown NTLMv2 response version" };
  const pairs = readAvPairs(blob.subarray(28));
  if (pairs === undefined) return { kind: "invalid", reason: "broken target information" };

  const key = responseKey(facts.password, message.user, message.domain);
  const expected = hmac(key, facts.serverChallenge, blob);
  if (!timingSafeEqual(expected, proof)) return { kind: "denied" };

  const channel = pairs.get(avId.channelBindings);
  const bound: Bound = {
    serviceName: pairs.get(avId.targetName)?.toString("utf16le") ?? "",
    ...(channel === undefined ? {} : { channel }),
  };
  const promised = ((pairs.get(avId.flags)?.length === 4 ? pairs.get(avId.flags)?.readUInt32LE() : 0) ?? 0) & 2;
  if (promised === 0) {
    if (facts.requireMic) return { kind: "invalid", reason: "message integrity code required" };
    return { kind: "proven", mic: false, bound };
  }
  if (message.mic === undefined) return { kind: "invalid", reason: "promised message integrity code is missing" };
  const unsigned = Buffer.from(facts.type3);
  unsigned.fill(0, 72, 88);
  const mic = hmac(hmac(key, proof), facts.type1, facts.type2, unsigned);
  if (!timingSafeEqual(mic, message.mic)) return { kind: "invalid", reason: "message integrity code is wrong" };
  return { kind: "proven", mic: true, bound };
}

/** NTOWFv2, with user and domain exactly as the client put them into its message. */
function responseKey(password: string, user: string, domain: string): Buffer {
  const hash = md4(Buffer.from(password, "utf16le"));
  return hmac(hash, Buffer.from(upperCase(user) + domain, "utf16le"));
}

/** Windows maps letter by letter; JavaScript would turn `ß` into `SS`. */
function upperCase(text: string): string {
  return Array.from(text, (letter) => {
    const upper = letter.toUpperCase();
    return upper.length === letter.length ? upper : letter;
  }).join("");
}

function hmac(key: Buffer, ...parts: readonly Buffer[]): Buffer {
  const mac = createHmac("md5", key);
  for (const part of parts) mac.update(part);
  return mac.digest();
}
