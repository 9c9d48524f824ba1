/**
 * A domain controller for what the lab's cannot be made to do: referrals between realms, lost answers, forged replies. It
 * speaks over real sockets. Its cryptography is the module's own, which the RFC vectors and the lab prove.
 */
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import {
  applicationTag,
  type DerValue,
  der,
  derBits32,
  derField,
  derFields,
  derInteger,
  derOctets,
  derSequence,
  derText,
  derToNumber,
  readDer,
  requireField,
  tags,
} from "../../src/windows-auth/der.ts";
import { encryptionKey, keyUsage } from "../../src/windows-auth/kerberos/encryption.ts";
import type { Kdc } from "../../src/windows-auth/kerberos/kdc.ts";
import { encodeEncryptedData, parsePreauthentications } from "../../src/windows-auth/kerberos/kdcMessages.ts";
import { encodePrincipal, type Principal, parsePrincipal } from "../../src/windows-auth/kerberos/principal.ts";
import { encodeKerberosTime } from "../../src/windows-auth/kerberos/time.ts";

export interface KdcQuestion {
  readonly kind: "as" | "tgs";
  readonly nonce: number;
  readonly preauthenticated: boolean;
  readonly service: Principal;
}

/** What to answer: a ticket, an error code, these very bytes, or nothing but a closed connection. */
export type KdcAnswer =
  | { readonly ticketFor: string; readonly nonceOffset?: number; readonly wrongKey?: boolean }
  | { readonly error: number; readonly clientRealm?: string }
  | { readonly bytes: Buffer }
  | "hang up";

export interface TestKdc {
  readonly address: Kdc;
  close(): Promise<void>;
  /** The key in every ticket. */
  readonly sessionKey: ReturnType<typeof encryptionKey>;
  readonly questions: readonly KdcQuestion[];
}

const salt = "REALMuser";

/**
 * @param decide `undefined` for what an ordinary domain controller would answer
 * @param sessionKey the key in every ticket; realms that trust each other here have it in common
 */
export async function startKdc(
  realm: string,
  password: string,
  decide: (question: KdcQuestion) => KdcAnswer | undefined = () => undefined,
  sessionKey = encryptionKey(18, randomBytes(32)),
): Promise<TestKdc> {
  const userKey = encryptionKey(18, await sessionKey.type.stringToKey(password, salt, undefined));
  const questions: KdcQuestion[] = [];

  const respond = (message: Buffer): Buffer | undefined => {
    const question = parseQuestion(message);
    questions.push(question);
    const answer = decide(question) ?? ordinary(question);
    if (answer === "hang up") return undefined;
    if ("bytes" in answer) return answer.bytes;
    if ("error" in answer) return encodeError(realm, answer.error, answer.clientRealm);
    const key = answer.wrongKey ? encryptionKey(18, Buffer.alloc(32)) : question.kind === "as" ? userKey : sessionKey;
    return encodeReply(question, answer.ticketFor, key, sessionKey, question.nonce + (answer.nonceOffset ?? 0), realm);
  };

  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    let received = Buffer.alloc(0);
    socket.on("data", (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 4 || received.length < 4 + received.readUInt32BE()) return;
      const reply = respond(received.subarray(4, 4 + received.readUInt32BE()));
      if (reply === undefined) return socket.destroy();
      const length = Buffer.alloc(4);
      length.writeUInt32BE(reply.length);
      // In two pieces, as a network may deliver it.
      socket.write(Buffer.concat([length, reply.subarray(0, 7)]));
      setImmediate(() => socket.write(reply.subarray(7)));
      return undefined;
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    address: { host: "127.0.0.1", port: (server.address() as AddressInfo).port },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
    sessionKey,
    questions,
  };
}

function ordinary({ kind, preauthenticated, service }: KdcQuestion): KdcAnswer {
  if (kind === "as" && !preauthenticated) return { error: 25 };
  return { ticketFor: service.components.join("/") };
}

function parseQuestion(message: Buffer): KdcQuestion {
  const outer = readDer(message);
  const fields = derFields(readDer(outer.content));
  const body = derFields(requireField(fields, 4));
  const padata = parsePreauthentications(requireField(fields, 3));
  return {
    kind: outer.tag === applicationTag(10) ? "as" : "tgs",
    nonce: derToNumber(requireField(body, 7)),
    preauthenticated: padata.some(({ type }) => type === 2),
    service: parsePrincipal(requireField(body, 3)),
  };
}

function encodeError(realm: string, code: number, clientRealm: string | undefined): Buffer {
  const etypeInfo = derSequence(derSequence(derField(0, derInteger(18)), derField(1, derText(salt))));
  const methods = derSequence(derSequence(derField(1, derInteger(19)), derField(2, derOctets(etypeInfo))));
  return der(
    applicationTag(30),
    derSequence(
      derField(0, derInteger(5)),
      derField(1, derInteger(30)),
      derField(4, encodeKerberosTime(Date.now())),
      derField(5, derInteger(0)),
      derField(6, derInteger(code)),
      ...(clientRealm === undefined ? [] : [derField(7, derText(clientRealm))]),
      derField(9, derText(realm)),
      derField(10, encodePrincipal({ type: 2, components: ["krbtgt", realm] })),
      ...(code === 25 ? [derField(12, derOctets(methods))] : []),
    ),
  );
}

function encodeReply(
  { kind }: KdcQuestion,
  service: string,
  key: ReturnType<typeof encryptionKey>,
  sessionKey: ReturnType<typeof encryptionKey>,
  nonce: number,
  realm: string,
): Buffer {
  const name = encodePrincipal({ type: 2, components: service.split("/") });
  const ticket = der(
    applicationTag(1),
    derSequence(
      derField(0, derInteger(5)),
      derField(1, derText(realm)),
      derField(2, name),
      derField(3, encodeEncryptedData(18, randomBytes(64))),
    ),
  );
  const secret = der(
    applicationTag(kind === "as" ? 25 : 26),
    derSequence(
      derField(0, derSequence(derField(0, derInteger(sessionKey.type.id)), derField(1, derOctets(sessionKey.value)))),
      derField(1, derSequence()),
      derField(2, derInteger(nonce)),
      derField(4, derBits32()),
      derField(5, encodeKerberosTime(Date.now())),
      derField(7, encodeKerberosTime(Date.now() + 36_000_000)),
      derField(9, derText(realm)),
      derField(10, name),
    ),
  );
  const usage = kind === "as" ? keyUsage.asRep : keyUsage.tgsRep;
  const type = kind === "as" ? 11 : 13;
  return der(
    applicationTag(type),
    derSequence(
      derField(0, derInteger(5)),
      derField(1, derInteger(type)),
      derField(3, derText(realm)),
      derField(4, encodePrincipal({ type: 1, components: ["user"] })),
      derField(5, ticket),
      derField(6, encodeEncryptedData(key.type.id, key.type.encrypt(key.value, usage, secret, randomBytes(16)))),
    ),
  );
}

/** The service's side of the last step: reads an AP-REQ made with `sessionKey` and gives the time to be repeated. */
export function openApRequest(
  token: Buffer,
  sessionKey: ReturnType<typeof encryptionKey>,
): { cusec: DerValue; ctime: DerValue } {
  const request = readDer(token.subarray(token.indexOf(Buffer.from([0x01, 0x00, applicationTag(14)])) + 2));
  const encrypted = derFields(requireField(derFields(readDer(request.content)), 4));
  const plain = sessionKey.type.decrypt(
    sessionKey.value,
    keyUsage.apReqAuthenticator,
    requireField(encrypted, 2, tags.octetString).content,
  );
  const fields = derFields(readDer(readDer(plain).content));
  return { cusec: requireField(fields, 4), ctime: requireField(fields, 5) };
}
