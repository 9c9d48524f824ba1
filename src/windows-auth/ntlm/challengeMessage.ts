import { type AvPair, avIds, encodeAvPairs, findAvPair, parseAvPairs } from "./avPairs.ts";
import { has, negotiateFlags, signature, versionField } from "./flags.ts";
import { NtlmMessageError } from "./messageError.ts";
import { messageType } from "./negotiateMessage.ts";
import { payloadField } from "./payload.ts";

/** CHALLENGE_MESSAGE (type 2), MS-NLMP 2.2.1.2. */
export interface ChallengeMessage {
  /** The message as received: the MIC is computed over these very bytes. */
  readonly encoded: Buffer;
  readonly flags: number;
  /** Eight bytes. */
  readonly serverChallenge: Buffer;
  /** The server's domain or computer name; empty where it names none. */
  readonly targetName: string;
  readonly targetInformation: readonly AvPair[];
  /** FILETIME, 100 ns since 1601, little-endian; absent from servers older than Windows Vista. */
  readonly timestamp: Buffer | undefined;
}

/**
 * Reads a type 2 message and refuses one that would lead to NTLMv1: without target information or extended session
 * security nothing but the old, breakable response could follow.
 *
 * @throws NtlmMessageError
 */
export function parseChallengeMessage(encoded: Buffer): ChallengeMessage {
  if (messageType(encoded) !== 2 || encoded.length < 48) throw new NtlmMessageError("not a type 2 message");
  const flags = encoded.readUInt32LE(20);
  if (!has(flags, negotiateFlags.unicode)) throw new NtlmMessageError("the server does not speak Unicode");
  if (!has(flags, negotiateFlags.extendedSessionSecurity) || !has(flags, negotiateFlags.targetInformation)) {
    throw new NtlmMessageError("the server asks for NTLMv1, which is not spoken here");
  }
  const targetInformation = parseAvPairs(payloadField(encoded, 40));
  const timestamp = findAvPair(targetInformation, avIds.timestamp);
  if (timestamp !== undefined && timestamp.length !== 8)
    throw new NtlmMessageError("the timestamp is not 8 bytes long");
  return {
    encoded,
    flags,
    serverChallenge: encoded.subarray(24, 32),
    targetName: payloadField(encoded, 12).toString("utf16le"),
    targetInformation,
    timestamp,
  };
}

/** The domain that a bare user name belongs to, as far as the server says. */
export function serverDomain(challenge: ChallengeMessage): string {
  const netbios = findAvPair(challenge.targetInformation, avIds.netbiosDomainName)?.toString("utf16le");
  return netbios || challenge.targetName;
}

/** Writes a type 2 message, as a server or a test does. */
export function encodeChallengeMessage(content: {
  readonly flags: number;
  readonly serverChallenge: Uint8Array;
  readonly targetInformation: readonly AvPair[];
  readonly targetName: string;
}): Buffer {
  const name = Buffer.from(content.targetName, "utf16le");
  const information = encodeAvPairs(content.targetInformation);
  const header = Buffer.alloc(56);
  signature.copy(header);
  header.writeUInt32LE(2, 8);
  header.writeUInt16LE(name.length, 12);
  header.writeUInt16LE(name.length, 14);
  header.writeUInt32LE(header.length, 16);
  header.writeUInt32LE(content.flags, 20);
  header.set(content.serverChallenge, 24);
  header.writeUInt16LE(information.length, 40);
  header.writeUInt16LE(information.length, 42);
  header.writeUInt32LE(header.length + name.length, 44);
  versionField.copy(header, 48);
  return Buffer.concat([header, name, information]);
}
