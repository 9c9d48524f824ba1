/**
 * The server's side of NTLM messages (MS-NLMP 2.2.1): reads types 1 and 3, writes type 2. Written apart from the connector's client
 * code, so that the two check each other.
 */
const signature = Buffer.from("NTLMSSP\0", "latin1");

export const flag = {
  unicode: 0x0000_0001,
  oem: 0x0000_0002,
  requestTarget: 0x0000_0004,
  sign: 0x0000_0010,
  ntlm: 0x0000_0200,
  alwaysSign: 0x0000_8000,
  targetTypeDomain: 0x0001_0000,
  extendedSessionSecurity: 0x0008_0000,
  targetInfo: 0x0080_0000,
  version: 0x0200_0000,
  key128: 0x2000_0000,
  keyExchange: 0x4000_0000,
  key56: 0x8000_0000,
} as const;

export const avId = {
  end: 0,
  netbiosComputer: 1,
  netbiosDomain: 2,
  dnsComputer: 3,
  dnsDomain: 4,
  flags: 6,
  timestamp: 7,
  targetName: 9,
  channelBindings: 10,
} as const;

export interface NegotiateMessage {
  flags: number;
}

export interface AuthenticateMessage {
  flags: number;
  lmResponse: Buffer;
  ntResponse: Buffer;
  domain: string;
  user: string;
  workstation: string;
  sessionKey: Buffer;
  /** Present when the fixed part is long enough to hold one. */
  mic?: Buffer;
}

/** 1, 2 or 3; `undefined` where it is no NTLM message. */
export function messageType(message: Buffer): number | undefined {
  if (message.length < 12 || !message.subarray(0, 8).equals(signature)) return undefined;
  return message.readUInt32LE(8);
}

export function readNegotiate(message: Buffer): NegotiateMessage | undefined {
  if (messageType(message) !== 1 || message.length < 16) return undefined;
  return { flags: message.readUInt32LE(12) >>> 0 };
}

export function readAuthenticate(message: Buffer): AuthenticateMessage | undefined {
  if (messageType(message) !== 3 || message.length < 64) return undefined;
  const flags = message.readUInt32LE(60) >>> 0;
  const offsets: number[] = [];
  const field = (at: number): Buffer | undefined => {
    const length = message.readUInt16LE(at);
    const offset = message.readUInt32LE(at + 4);
    if (length === 0) return Buffer.alloc(0);
    if (offset < 64 || offset + length > message.length) return undefined;
    offsets.push(offset);
    return message.subarray(offset, offset + length);
  };
  const lmResponse = field(12);
  const ntResponse = field(20);
  const domain = field(28);
  const user = field(36);
  const workstation = field(44);
  const sessionKey = field(52);
  if (!lmResponse || !ntResponse || !domain || !user || !workstation || !sessionKey) return undefined;
  const encoding = (flags & flag.unicode) !== 0 ? "utf16le" : "latin1";
  const payload = Math.min(...offsets, message.length);
  return {
    flags,
    lmResponse,
    ntResponse,
    domain: domain.toString(encoding),
    user: user.toString(encoding),
    workstation: workstation.toString(encoding),
    sessionKey,
    ...(payload >= 88 ? { mic: message.subarray(72, 88) } : {}),
  };
}

export interface ChallengeFacts {
  requested: number;
  /** Eight random bytes. */
  challenge: Buffer;
  domain: string;
  computer: string;
  dnsDomain: string;
  now: Date;
}

export function writeChallenge(facts: ChallengeFacts): Buffer {
  // Unicode where the client offers it; some older clients offer the OEM character set only.
  const unicode = (facts.requested & flag.unicode) !== 0;
  const flags =
    (unicode ? flag.unicode : flag.oem) |
    flag.requestTarget |
    flag.ntlm |
    flag.alwaysSign |
    flag.targetTypeDomain |
    flag.extendedSessionSecurity |
    flag.targetInfo |
    flag.version |
    (facts.requested & (flag.key128 | flag.key56));
  const target = Buffer.from(facts.domain, unicode ? "utf16le" : "latin1");
  const timestamp = Buffer.alloc(8);
  timestamp.writeBigUInt64LE((BigInt(facts.now.getTime()) + 11_644_473_600_000n) * 10_000n);
  const information = Buffer.concat([
    avPair(avId.netbiosDomain, Buffer.from(facts.domain, "utf16le")),
    avPair(avId.netbiosComputer, Buffer.from(facts.computer, "utf16le")),
    avPair(avId.dnsDomain, Buffer.from(facts.dnsDomain, "utf16le")),
    avPair(avId.dnsComputer, Buffer.from(`${facts.computer.toLowerCase()}.${facts.dnsDomain}`, "utf16le")),
    avPair(avId.timestamp, timestamp),
    avPair(avId.end, Buffer.alloc(0)),
  ]);
  const head = Buffer.alloc(56);
  signature.copy(head);
  head.writeUInt32LE(2, 8);
  writeField(head, 12, target.length, head.length);
  head.writeUInt32LE(flags >>> 0, 20);
  facts.challenge.copy(head, 24);
  writeField(head, 40, information.length, head.length + target.length);
  // Version: Windows 10.0 build 17763, NTLM revision 15.
  Buffer.from([10, 0, 0x63, 0x45, 0, 0, 0, 15]).copy(head, 48);
  return Buffer.concat([head, target, information]);
}

/** The AV pairs of a client blob by id, or `undefined` where the list is broken. */
export function readAvPairs(bytes: Buffer): Map<number, Buffer> | undefined {
  const pairs = new Map<number, Buffer>();
  for (let offset = 0; offset + 4 <= bytes.length; ) {
    const id = bytes.readUInt16LE(offset);
    const length = bytes.readUInt16LE(offset + 2);
    if (id === avId.end) return pairs;
    if (offset + 4 + length > bytes.length) return undefined;
    pairs.set(id, bytes.subarray(offset + 4, offset + 4 + length));
    offset += 4 + length;
  }
  return undefined;
}

function avPair(id: number, value: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(id, 0);
  head.writeUInt16LE(value.length, 2);
  return Buffer.concat([head, value]);
}

function writeField(head: Buffer, at: number, length: number, offset: number): void {
  head.writeUInt16LE(length, at);
  head.writeUInt16LE(length, at + 2);
  head.writeUInt32LE(offset, at + 4);
}
