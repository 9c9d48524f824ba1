import { type AvPair, avIds, findAvPair, micPresent } from "./avPairs.ts";
import { type ChallengeMessage, serverDomain } from "./challengeMessage.ts";
import { offeredFlags, signature, versionField } from "./flags.ts";
import { NtlmMessageError } from "./messageError.ts";
import { messageType } from "./negotiateMessage.ts";
import { payloadField } from "./payload.ts";
import { fileTime, messageIntegrityCode, ntlmv2Response, passwordHash, responseKey } from "./response.ts";

const headerLength = 88;
const micOffset = 72;

export interface AuthenticateInput {
  readonly challenge: ChallengeMessage;
  /** Eight random bytes. */
  readonly clientChallenge: Uint8Array;
  /** MD5 of the channel bindings, 16 bytes; `undefined` leaves the attribute out. */
  readonly channelBindingHash: Buffer | undefined;
  /** `undefined`: the user is bare, take the server's domain. Empty for a UPN. */
  readonly domain: string | undefined;
  /** The type 1 message exactly as it was sent. */
  readonly negotiate: Buffer;
  /** Milliseconds since 1970; used only where the server sent no timestamp. */
  readonly now: number;
  readonly password: string;
  /** `HTTP/host`. */
  readonly servicePrincipalName: string;
  readonly user: string;
  readonly workstation: string;
}

/**
 * AUTHENTICATE_MESSAGE (type 3), MS-NLMP 2.2.1.3, always NTLMv2, with MIC, target name and channel bindings.
 *
 * @throws NtlmMessageError if a field is longer than its 16-bit length allows
 */
export function encodeAuthenticateMessage(input: AuthenticateInput): Buffer {
  const { challenge, negotiate } = input;
  const domain = input.domain ?? serverDomain(challenge);
  const response = ntlmv2Response({
    attributes: clientAttributes(input),
    clientChallenge: input.clientChallenge,
    key: responseKey(passwordHash(input.password), input.user, domain),
    serverChallenge: challenge.serverChallenge,
    timestamp: challenge.timestamp ?? fileTime(input.now),
  });

  const message = layOut([
    [28, Buffer.from(domain, "utf16le")],
    [36, Buffer.from(input.user, "utf16le")],
    [44, Buffer.from(input.workstation, "utf16le")],
    // With a timestamp from the server the LM response must be 24 zero bytes (MS-NLMP 3.1.5.1.2).
    [12, challenge.timestamp === undefined ? response.lmChallengeResponse : Buffer.alloc(24)],
    [20, response.ntChallengeResponse],
    [52, Buffer.alloc(0)],
  ]);
  message.writeUInt32LE((offeredFlags & challenge.flags) >>> 0, 60);
  messageIntegrityCode(response.sessionKey, negotiate, challenge.encoded, message).copy(message, micOffset);
  return message;
}

/** The server's attributes with our flags, service name and channel bindings in place of what it may have sent of those. */
function clientAttributes({ challenge, channelBindingHash, servicePrincipalName }: AuthenticateInput): AvPair[] {
  const serverFlags = findAvPair(challenge.targetInformation, avIds.flags);
  const flags = Buffer.alloc(4);
  flags.writeUInt32LE(((serverFlags?.length === 4 ? serverFlags.readUInt32LE() : 0) | micPresent) >>> 0);
  const ours: AvPair[] = [
    { id: avIds.flags, value: flags },
    { id: avIds.targetName, value: Buffer.from(servicePrincipalName, "utf16le") },
  ];
  if (channelBindingHash !== undefined) ours.push({ id: avIds.channelBindings, value: channelBindingHash });
  const replaced: readonly number[] = [avIds.flags, avIds.targetName, avIds.channelBindings];
  return [...challenge.targetInformation.filter(({ id }) => !replaced.includes(id)), ...ours];
}

function layOut(fields: readonly (readonly [descriptor: number, content: Buffer])[]): Buffer {
  const header = Buffer.alloc(headerLength);
  signature.copy(header);
  header.writeUInt32LE(3, 8);
  versionField.copy(header, 64);
  let offset = headerLength;
  for (const [descriptor, content] of fields) {
    if (content.length > 0xffff) throw new NtlmMessageError("a field is longer than 65535 bytes");
    header.writeUInt16LE(content.length, descriptor);
    header.writeUInt16LE(content.length, descriptor + 2);
    header.writeUInt32LE(offset, descriptor + 4);
    offset += content.length;
  }
  return Buffer.concat([header, ...fields.map(([, content]) => content)]);
}

/** The parts of a type 3 message, as a server or a test needs them. Checks form only, no credential. */
export interface AuthenticateMessage {
  readonly domain: string;
  readonly flags: number;
  readonly lmChallengeResponse: Buffer;
  readonly mic: Buffer;
  readonly ntChallengeResponse: Buffer;
  readonly user: string;
  readonly workstation: string;
}

/** @throws NtlmMessageError if it is no type 3 message with a MIC field */
export function parseAuthenticateMessage(message: Buffer): AuthenticateMessage {
  if (messageType(message) !== 3 || message.length < headerLength) throw new NtlmMessageError("not a type 3 message");
  return {
    domain: payloadField(message, 28).toString("utf16le"),
    flags: message.readUInt32LE(60),
    lmChallengeResponse: payloadField(message, 12),
    mic: message.subarray(micOffset, headerLength),
    ntChallengeResponse: payloadField(message, 20),
    user: payloadField(message, 36).toString("utf16le"),
    workstation: payloadField(message, 44).toString("utf16le"),
  };
}
