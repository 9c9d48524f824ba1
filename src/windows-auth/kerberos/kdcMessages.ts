/** AS and TGS exchanges, RFC 4120 3.1, 3.3 and 5.4. */
import {
  applicationTag,
  type DerValue,
  der,
  derBits32,
  derChildren,
  derField,
  derFields,
  derInteger,
  derOctets,
  derSequence,
  derText,
  derToNumber,
  derToText,
  expectDer,
  requireField,
  tags,
} from "../der.ts";
import { type EncryptionKey, encryptionKey } from "./encryption.ts";
import { KerberosMessageError } from "./messageError.ts";
import { encodePrincipal, type Principal, parsePrincipal } from "./principal.ts";
import { encodeKerberosTime, parseKerberosTime } from "./time.ts";

export const messageTypes = { asReq: 10, asRep: 11, tgsReq: 12, tgsRep: 13, apReq: 14, apRep: 15, error: 30 } as const;
const encAsRepPart = 25;
const encTgsRepPart = 26;

export const preauthentication = { tgsRequest: 1, encryptedTimestamp: 2, etypeInfo2: 19, pacRequest: 128 } as const;

export interface Preauthentication {
  readonly type: number;
  readonly value: Buffer;
}

export interface EncryptedData {
  readonly cipher: Buffer;
  readonly type: number;
}

export const encodeEncryptedData = (type: number, cipher: Buffer): Buffer =>
  derSequence(derField(0, derInteger(type)), derField(2, derOctets(cipher)));

/** @throws DerError */
export function parseEncryptedData(value: DerValue): EncryptedData {
  const fields = derFields(value);
  return {
    type: derToNumber(requireField(fields, 0, tags.integer)),
    cipher: requireField(fields, 2, tags.octetString).content,
  };
}

const canonicalize = 15;

/** KDC-REQ-BODY. A ticket is asked for without an end: the KDC gives what its policy allows. */
export const encodeRequestBody = (input: {
  readonly client: Principal | undefined;
  readonly encryptionTypes: readonly number[];
  readonly nonce: number;
  readonly realm: string;
  readonly service: Principal;
}): Buffer =>
  derSequence(
    derField(0, derBits32(canonicalize)),
    ...(input.client === undefined ? [] : [derField(1, encodePrincipal(input.client))]),
    derField(2, derText(input.realm)),
    derField(3, encodePrincipal(input.service)),
    derField(5, der(tags.generalizedTime, Buffer.from("20370913024805Z"))),
    derField(7, derInteger(input.nonce)),
    derField(8, derSequence(...input.encryptionTypes.map(derInteger))),
  );

export const encodeKdcRequest = (
  type: typeof messageTypes.asReq | typeof messageTypes.tgsReq,
  preauthentications: readonly Preauthentication[],
  body: Buffer,
): Buffer =>
  der(
    applicationTag(type),
    derSequence(
      derField(1, derInteger(5)),
      derField(2, derInteger(type)),
      derField(3, derSequence(...preauthentications.map(encodePreauthentication))),
      derField(4, body),
    ),
  );

const encodePreauthentication = ({ type, value }: Preauthentication): Buffer =>
  derSequence(derField(1, derInteger(type)), derField(2, derOctets(value)));

/** METHOD-DATA, or the padata of a reply. @throws DerError */
export const parsePreauthentications = (sequence: DerValue): Preauthentication[] =>
  derChildren(sequence.content).map((entry) => {
    const fields = derFields(entry);
    return {
      type: derToNumber(requireField(fields, 1, tags.integer)),
      value: requireField(fields, 2, tags.octetString).content,
    };
  });

/** PA-ENC-TS-ENC, to be encrypted with the user's key. */
export const encodeTimestamp = (milliseconds: number): Buffer =>
  derSequence(
    derField(0, encodeKerberosTime(milliseconds)),
    derField(1, derInteger((Math.trunc(milliseconds) % 1000) * 1000)),
  );

/** PA-PAC-REQUEST: ask for the group memberships that Windows services need. */
export const pacRequest: Preauthentication = {
  type: preauthentication.pacRequest,
  value: derSequence(derField(0, der(tags.boolean, Buffer.from([0xff])))),
};

/** One line of ETYPE-INFO2: how the KDC made the user's key. */
export interface KeyRecipe {
  readonly encryptionType: number;
  readonly parameters: Buffer | undefined;
  readonly salt: string | undefined;
}

/** @throws DerError */
export const parseEtypeInfo2 = (value: Buffer): KeyRecipe[] =>
  derChildren(expectDer(value, tags.sequence).content).map((entry) => {
    const fields = derFields(entry);
    const salt = fields.get(1);
    return {
      encryptionType: derToNumber(requireField(fields, 0, tags.integer)),
      parameters: fields.get(2)?.content,
      salt: salt === undefined ? undefined : derToText(salt),
    };
  });

export interface KerberosError {
  readonly kind: "error";
  readonly clientRealm: string | undefined;
  readonly code: number;
  readonly data: Buffer | undefined;
  /** The KDC's clock, milliseconds since 1970. */
  readonly serverTime: number;
}

export interface KdcReply {
  readonly kind: "reply";
  readonly client: Principal;
  readonly clientRealm: string;
  readonly encrypted: EncryptedData;
  readonly preauthentications: readonly Preauthentication[];
  /** The Ticket, encoded, as it goes into an AP-REQ. */
  readonly ticket: Buffer;
}

/** @throws DerError, KerberosMessageError */
export function parseKdcAnswer(
  message: Buffer,
  expected: typeof messageTypes.asRep | typeof messageTypes.tgsRep,
): KdcReply | KerberosError {
  if (message[0] === applicationTag(messageTypes.error)) return parseError(message);
  const fields = derFields(expectDer(expectDer(message, applicationTag(expected)).content, tags.sequence));
  if (derToNumber(requireField(fields, 1, tags.integer)) !== expected) {
    throw new KerberosMessageError("the KDC's answer is of another type than the question");
  }
  const padata = fields.get(2);
  return {
    kind: "reply",
    client: parsePrincipal(requireField(fields, 4, tags.sequence)),
    clientRealm: derToText(requireField(fields, 3)),
    encrypted: parseEncryptedData(requireField(fields, 6, tags.sequence)),
    preauthentications: padata === undefined ? [] : parsePreauthentications(padata),
    ticket: requireField(fields, 5, applicationTag(1)).encoded,
  };
}

function parseError(message: Buffer): KerberosError {
  const fields = derFields(expectDer(expectDer(message, applicationTag(messageTypes.error)).content, tags.sequence));
  const clientRealm = fields.get(7);
  return {
    kind: "error",
    clientRealm: clientRealm === undefined ? undefined : derToText(clientRealm),
    code: derToNumber(requireField(fields, 6, tags.integer)),
    data: fields.get(12)?.content,
    serverTime: parseKerberosTime(requireField(fields, 4, tags.generalizedTime)),
  };
}

/** The part of a reply that only the asker can read. */
export interface KdcReplySecret {
  /** Milliseconds since 1970. */
  readonly endTime: number;
  readonly nonce: number;
  readonly service: Principal;
  readonly serviceRealm: string;
  readonly sessionKey: EncryptionKey;
}

/** @throws DerError, KerberosMessageError */
export function parseReplySecret(plain: Buffer): KdcReplySecret {
  // RFC 4120 5.4.2: some KDCs tag both kinds as EncTGSRepPart.
  const outer = expectDer(
    plain,
    plain[0] === applicationTag(encAsRepPart) ? applicationTag(encAsRepPart) : applicationTag(encTgsRepPart),
  );
  const fields = derFields(expectDer(outer.content, tags.sequence));
  const key = derFields(requireField(fields, 0, tags.sequence));
  return {
    endTime: parseKerberosTime(requireField(fields, 7, tags.generalizedTime)),
    nonce: derToNumber(requireField(fields, 2, tags.integer)),
    service: parsePrincipal(requireField(fields, 10, tags.sequence)),
    serviceRealm: derToText(requireField(fields, 9)),
    sessionKey: encryptionKey(
      derToNumber(requireField(key, 0, tags.integer)),
      requireField(key, 1, tags.octetString).content,
    ),
  };
}
