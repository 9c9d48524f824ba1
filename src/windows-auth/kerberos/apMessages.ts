/** The exchange with the service itself: AP-REQ, AP-REP (RFC 4120 5.5) and their GSS-API frame (RFC 4121 4.1). */
import {
  applicationTag,
  der,
  derBits32,
  derField,
  derFields,
  derInteger,
  derObjectIdentifier,
  derOctets,
  derSequence,
  derText,
  derToNumber,
  derToObjectIdentifier,
  expectDer,
  readDer,
  requireField,
  tags,
} from "../der.ts";
import { type EncryptionKey, keyUsage } from "./encryption.ts";
import { encodeEncryptedData, messageTypes, parseEncryptedData } from "./kdcMessages.ts";
import { KerberosMessageError } from "./messageError.ts";
import { encodePrincipal, type Principal } from "./principal.ts";
import { encodeKerberosTime, parseKerberosTime } from "./time.ts";

export const krb5Mechanism = "1.2.840.113554.1.2.2";
const mutualRequired = 2;
const gssChecksumType = 0x8003;
/** GSS_C_MUTUAL_FLAG, GSS_C_REPLAY_FLAG, GSS_C_SEQUENCE_FLAG, GSS_C_INTEG_FLAG. */
const gssFlags = 0x02 | 0x04 | 0x08 | 0x20;

export interface ServiceTicket {
  readonly client: Principal;
  readonly clientRealm: string;
  readonly sessionKey: EncryptionKey;
  readonly ticket: Buffer;
}

/** Microseconds since 1970, as it stands in the authenticator; no two may be equal, or the second is taken for a replay. */
export type AuthenticatorTime = bigint;

export interface Checksum {
  readonly type: number;
  readonly value: Buffer;
}

export interface AuthenticatorContent {
  readonly checksum: Checksum;
  /** Of the length that the session key's type asks for. */
  readonly confounder: Uint8Array;
  readonly sequenceNumber: number | undefined;
  readonly subkey: EncryptionKey | undefined;
  readonly time: AuthenticatorTime;
}

/** AP-REQ with a fresh authenticator, encrypted for `usage`. */
export function encodeApRequest(
  ticket: ServiceTicket,
  content: AuthenticatorContent,
  usage: number,
  mutual: boolean,
): Buffer {
  const { client, clientRealm, sessionKey } = ticket;
  const authenticator = der(
    applicationTag(2),
    derSequence(
      derField(0, derInteger(5)),
      derField(1, derText(clientRealm)),
      derField(2, encodePrincipal(client)),
      derField(
        3,
        derSequence(derField(0, derInteger(content.checksum.type)), derField(1, derOctets(content.checksum.value))),
      ),
      derField(4, derInteger(Number(content.time % 1_000_000n))),
      derField(5, encodeKerberosTime(Number(content.time / 1000n))),
      ...(content.subkey === undefined ? [] : [derField(6, encodeKey(content.subkey))]),
      ...(content.sequenceNumber === undefined ? [] : [derField(7, derInteger(content.sequenceNumber))]),
    ),
  );
  const cipher = sessionKey.type.encrypt(sessionKey.value, usage, authenticator, content.confounder);
  return der(
    applicationTag(messageTypes.apReq),
    derSequence(
      derField(0, derInteger(5)),
      derField(1, derInteger(messageTypes.apReq)),
      derField(2, derBits32(...(mutual ? [mutualRequired] : []))),
      derField(3, ticket.ticket),
      derField(4, encodeEncryptedData(sessionKey.type.id, cipher)),
    ),
  );
}

const encodeKey = ({ type, value }: EncryptionKey): Buffer =>
  derSequence(derField(0, derInteger(type.id)), derField(1, derOctets(value)));

/** The authenticator's checksum 0x8003 (RFC 4121 4.1.1): channel bindings and flags. @param bindingHash 16 bytes */
export function gssChecksum(bindingHash: Uint8Array | undefined): Checksum {
  const value = Buffer.alloc(24);
  value.writeUInt32LE(16);
  if (bindingHash !== undefined) value.set(bindingHash, 4);
  value.writeUInt32LE(gssFlags, 20);
  return { type: gssChecksumType, value };
}

const apRequestToken = Buffer.from([0x01, 0x00]);
const apReplyToken = Buffer.from([0x02, 0x00]);
const errorToken = Buffer.from([0x03, 0x00]);

export const encodeInitialToken = (apRequest: Buffer): Buffer =>
  der(applicationTag(0), derObjectIdentifier(krb5Mechanism), apRequestToken, apRequest);

/**
 * Checks the service's proof that it holds the key of its SPN: the AP-REP must repeat the authenticator's time.
 *
 * @param token the GSS token that the service answered with
 * @throws DerError, KerberosMessageError
 */
export function verifyReplyToken(token: Buffer, sessionKey: EncryptionKey, time: AuthenticatorTime): void {
  const frame = expectDer(token, applicationTag(0)).content;
  const mechanism = readDer(frame);
  if (mechanism.tag !== tags.objectIdentifier || derToObjectIdentifier(mechanism) !== krb5Mechanism) {
    throw new KerberosMessageError("the service answered with another mechanism than Kerberos");
  }
  const inner = frame.subarray(mechanism.encoded.length);
  if (inner.subarray(0, 2).equals(errorToken))
    throw new KerberosMessageError("the service answered with a Kerberos error");
  if (!inner.subarray(0, 2).equals(apReplyToken)) throw new KerberosMessageError("the service's answer is no AP-REP");

  const reply = expectDer(inner.subarray(2), applicationTag(messageTypes.apRep));
  const encrypted = parseEncryptedData(
    requireField(derFields(expectDer(reply.content, tags.sequence)), 2, tags.sequence),
  );
  if (encrypted.type !== sessionKey.type.id)
    throw new KerberosMessageError("the AP-REP is encrypted by another type of key");
  const plain = sessionKey.type.decrypt(sessionKey.value, keyUsage.apRep, encrypted.cipher);
  const fields = derFields(expectDer(expectDer(plain, applicationTag(27)).content, tags.sequence));
  const seconds = BigInt(parseKerberosTime(requireField(fields, 0, tags.generalizedTime))) * 1000n;
  if (seconds + BigInt(derToNumber(requireField(fields, 1, tags.integer))) !== time) {
    throw new KerberosMessageError("the AP-REP answers another request");
  }
}
