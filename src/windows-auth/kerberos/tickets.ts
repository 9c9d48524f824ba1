/** Gets tickets: AS exchange for the ticket-granting ticket, TGS exchange for the service, both across realms. */
import { randomBytes } from "node:crypto";
import { expectDer, tags } from "../der.ts";
import { WindowsAuthError } from "../error.ts";
import { type AuthenticatorTime, encodeApRequest, type ServiceTicket } from "./apMessages.ts";
import { type EncryptionKey, type EncryptionType, keyUsage } from "./encryption.ts";
import type { Kdc, KdcTimeouts } from "./kdc.ts";
import {
  encodeEncryptedData,
  encodeKdcRequest,
  encodeRequestBody,
  encodeTimestamp,
  type KdcReply,
  type KerberosError,
  messageTypes,
  type Preauthentication,
  pacRequest,
  parseEtypeInfo2,
  parseKdcAnswer,
  parsePreauthentications,
  parseReplySecret,
  preauthentication,
} from "./kdcMessages.ts";
import { kdcErrors, kdcRefusal } from "./kdcRefusal.ts";
import type { LongTermKeys } from "./longTermKey.ts";
import { KerberosMessageError } from "./messageError.ts";
import { type Principal, servicePrincipal } from "./principal.ts";

export interface TicketRequest {
  readonly client: Principal;
  readonly encryptionTypes: readonly EncryptionType[];
  readonly keys: LongTermKeys;
  readonly realm: string;
  readonly servicePrincipalName: string;
  /** What the user is called in messages. */
  readonly user: string;
}

export interface TicketEnvironment {
  readonly ask: (kdc: Kdc, message: Buffer, timeouts: KdcTimeouts, signal?: AbortSignal) => Promise<Buffer>;
  /** Strictly increasing microseconds since 1970. */
  readonly authenticatorTime: () => AuthenticatorTime;
  readonly kdcsOf: (realm: string) => Promise<readonly Kdc[]>;
  readonly now: () => number;
  readonly signal: AbortSignal | undefined;
  readonly timeouts: KdcTimeouts;
}

export interface GrantedTicket extends ServiceTicket {
  /** Milliseconds since 1970. */
  readonly endTime: number;
}

/** A ticket-granting ticket and the realm whose KDC takes it. */
export interface GrantingTicket extends GrantedTicket {
  readonly realm: string;
}

const maxReferrals = 5;

/**
 * The AS exchange: first without preauthentication, which makes the KDC say how it made the key and whether the account is
 * usable at all, and does not count as a logon; then once with it.
 *
 * @throws WindowsAuthError, DerError, KerberosMessageError
 */
export async function obtainGrantingTicket(
  request: TicketRequest,
  environment: TicketEnvironment,
): Promise<GrantingTicket> {
  let { realm } = request;
  for (let hop = 0; hop <= maxReferrals; hop++) {
    const kdcs = await environment.kdcsOf(realm);
    const outcome = await logOnAt(realm, kdcs, request, environment);
    if (typeof outcome !== "string") return outcome;
    realm = outcome;
  }
  throw new KerberosMessageError("the domain refers from one realm to the next without an end");
}

/** @returns a ticket, or the realm that the user belongs to */
async function logOnAt(
  realm: string,
  kdcs: readonly Kdc[],
  request: TicketRequest,
  environment: TicketEnvironment,
): Promise<GrantingTicket | string> {
  const nonce = randomNonce();
  const body = encodeRequestBody({
    client: request.client,
    encryptionTypes: request.encryptionTypes.map(({ id }) => id),
    nonce,
    realm,
    service: servicePrincipal(`krbtgt/${realm}`),
  });
  const subject = () => ({
    now: environment.now(),
    realm,
    servicePrincipalName: request.servicePrincipalName,
    user: request.user,
  });

  const opening = await askAny(kdcs, encodeKdcRequest(messageTypes.asReq, [pacRequest], body), environment);
  let answer = parseKdcAnswer(opening.answer, messageTypes.asRep);
  if (answer.kind === "error" && answer.code === kdcErrors.wrongRealm && answer.clientRealm !== undefined)
    return answer.clientRealm;
  const padata = offeredPreauthentications(answer);
  if (padata === undefined) throw kdcRefusal(answer as KerberosError, "as", subject());

  const recipes = padata.find(({ type }) => type === preauthentication.etypeInfo2);
  const key = await request.keys.choose(
    recipes === undefined ? [] : parseEtypeInfo2(recipes.value),
    request.encryptionTypes,
  );
  if (answer.kind === "error") {
    const timestamp = key.type.encrypt(
      key.value,
      keyUsage.asReqTimestamp,
      encodeTimestamp(environment.now()),
      confounder(key),
    );
    const proof: Preauthentication = {
      type: preauthentication.encryptedTimestamp,
      value: encodeEncryptedData(key.type.id, timestamp),
    };
    // No other domain controller is asked after this one: a second try would count towards lockout.
    const message = encodeKdcRequest(messageTypes.asReq, [proof, pacRequest], body);
    const reply = await environment.ask(opening.kdc, message, environment.timeouts, environment.signal);
    answer = parseKdcAnswer(reply, messageTypes.asRep);
    if (answer.kind === "error") throw kdcRefusal(answer, "as", subject());
  }
  const secret = openReply(answer, key, keyUsage.asRep, nonce);
  if (secret.service.components[0] !== "krbtgt")
    throw new KerberosMessageError("the KDC's ticket is for another service");
  return { ...clientOf(answer), endTime: secret.endTime, realm, sessionKey: secret.sessionKey, ticket: answer.ticket };
}

/** `undefined` where the answer is an error that ends the logon. */
function offeredPreauthentications(answer: KdcReply | KerberosError): readonly Preauthentication[] | undefined {
  if (answer.kind === "reply") return answer.preauthentications;
  if (answer.code !== kdcErrors.preauthenticationRequired || answer.data === undefined) return undefined;
  return parsePreauthentications(expectDer(answer.data, tags.sequence));
}

/** The TGS exchange, following referrals to the realm of the service. @throws WindowsAuthError, DerError, KerberosMessageError */
export async function obtainServiceTicket(
  request: TicketRequest,
  granting: GrantingTicket,
  environment: TicketEnvironment,
): Promise<GrantedTicket> {
  const service = servicePrincipal(request.servicePrincipalName);
  let current = granting;
  for (let hop = 0; hop <= maxReferrals; hop++) {
    const { realm } = current;
    const nonce = randomNonce();
    const body = encodeRequestBody({
      client: undefined,
      encryptionTypes: request.encryptionTypes.map(({ id }) => id),
      nonce,
      realm,
      service,
    });
    const { sessionKey } = current;
    const authentication = encodeApRequest(
      current,
      {
        checksum: {
          type: sessionKey.type.checksumType,
          value: sessionKey.type.checksum(sessionKey.value, keyUsage.tgsReqChecksum, body),
        },
        confounder: confounder(sessionKey),
        sequenceNumber: undefined,
        subkey: undefined,
        time: environment.authenticatorTime(),
      },
      keyUsage.tgsReqAuthenticator,
      false,
    );
    const message = encodeKdcRequest(
      messageTypes.tgsReq,
      [{ type: preauthentication.tgsRequest, value: authentication }],
      body,
    );
    const answer = parseKdcAnswer(
      (await askAny(await environment.kdcsOf(realm), message, environment)).answer,
      messageTypes.tgsRep,
    );
    if (answer.kind === "error") {
      const { servicePrincipalName, user } = request;
      throw kdcRefusal(answer, "tgs", { now: environment.now(), realm, servicePrincipalName, user });
    }
    const secret = openReply(answer, sessionKey, keyUsage.tgsRep, nonce);
    const granted = {
      ...clientOf(answer),
      endTime: secret.endTime,
      sessionKey: secret.sessionKey,
      ticket: answer.ticket,
    };
    const [kind, referredTo] = secret.service.components;
    if (kind !== "krbtgt" || service.components[0] === "krbtgt") return granted;
    if (referredTo === undefined || referredTo === realm) break;
    current = { ...granted, realm: referredTo };
  }
  throw new KerberosMessageError("the domain refers from one realm to the next without an end");
}

const clientOf = ({ client, clientRealm }: KdcReply) => ({ client, clientRealm });

function openReply(reply: KdcReply, key: EncryptionKey, usage: number, nonce: number) {
  if (reply.encrypted.type !== key.type.id) {
    throw new KerberosMessageError("the KDC's answer is encrypted by another type of key than agreed");
  }
  const secret = parseReplySecret(key.type.decrypt(key.value, usage, reply.encrypted.cipher));
  if (secret.nonce !== nonce) throw new KerberosMessageError("the KDC's answer belongs to another question");
  return secret;
}

const confounder = ({ type }: EncryptionKey): Buffer => randomBytes(type.confounderLength);
const randomNonce = (): number => randomBytes(4).readUInt32BE() >>> 1;

/** One after the other until one answers. */
async function askAny(
  kdcs: readonly Kdc[],
  message: Buffer,
  { ask, signal, timeouts }: TicketEnvironment,
): Promise<{ readonly answer: Buffer; readonly kdc: Kdc }> {
  let last: unknown = new WindowsAuthError("KERBEROS_KDC_UNREACHABLE", "no domain controller is known", {
    leg: "kdc",
    scheme: "kerberos",
  });
  for (const kdc of kdcs) {
    try {
      return { answer: await ask(kdc, message, timeouts, signal), kdc };
    } catch (error) {
      if (signal?.aborted) throw error;
      last = error;
    }
  }
  throw last;
}
