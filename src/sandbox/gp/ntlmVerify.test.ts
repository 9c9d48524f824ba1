import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { md4 } from "../../windows-auth/crypto/md4.ts";
import { readAuthenticate, writeChallenge } from "./ntlmMessages.ts";
import { verifyNtlmV2 } from "./ntlmVerify.ts";

/** The NTLMv2 example of MS-NLMP 4.2.4: user `User`, domain `Domain`, password `Password`. */
const serverChallenge = Buffer.from("0123456789abcdef", "hex");
const example = {
  flags: 0xe28a_8233,
  lmResponse: Buffer.alloc(24),
  ntResponse: Buffer.from(
    [
      "68cd0ab851e51c96aabc927bebef6a1c",
      "0101000000000000",
      "0000000000000000",
      "aaaaaaaaaaaaaaaa",
      "00000000",
      "02000c0044006f006d00610069006e00",
      "01000c00530065007200760065007200",
      "00000000",
      "00000000",
    ].join(""),
    "hex",
  ),
  domain: "Domain",
  user: "User",
  workstation: "COMPUTER",
  sessionKey: Buffer.alloc(0),
};
const empty = Buffer.alloc(0);
const facts = { serverChallenge, type1: empty, type2: empty, type3: empty, requireMic: false };
const withoutKeyExchange = { ...example, flags: example.flags & ~0x4000_0000 };

describe("the server's check of an NTLMv2 response", () => {
  test("accepts the published example", () => {
    expect(verifyNtlmV2({ ...facts, message: withoutKeyExchange, password: "Password" })).toMatchObject({
      kind: "proven",
    });
  });

  test("compares user names without regard to case, domain names as they are", () => {
    const upper = { ...withoutKeyExchange, user: "USER" };
    expect(verifyNtlmV2({ ...facts, message: upper, password: "Password" })).toMatchObject({ kind: "proven" });
    const other = { ...withoutKeyExchange, domain: "DOMAIN" };
    expect(verifyNtlmV2({ ...facts, message: other, password: "Password" })).toEqual({ kind: "denied" });
  });

  test("denies a wrong password and another challenge", () => {
    expect(verifyNtlmV2({ ...facts, message: withoutKeyExchange, password: "password" })).toEqual({ kind: "denied" });
    const challenge = Buffer.alloc(8, 1);
    expect(
      verifyNtlmV2({ ...facts, serverChallenge: challenge, message: withoutKeyExchange, password: "Password" }),
    ).toEqual({ kind: "denied" });
  });

  test("calls a response without integrity code invalid where one is required", () => {
    expect(
      verifyNtlmV2({ ...facts, requireMic: true, message: withoutKeyExchange, password: "Password" }),
    ).toMatchObject({ kind: "invalid" });
  });

  test("refuses NTLMv1, LM alone and broken target information", () => {
    const invalid = (ntResponse: Buffer) =>
      verifyNtlmV2({ ...facts, message: { ...withoutKeyExchange, ntResponse }, password: "Password" }).kind;
    expect(invalid(Buffer.alloc(24, 7))).toBe("invalid");
    expect(invalid(Buffer.alloc(0))).toBe("invalid");
    expect(invalid(example.ntResponse.subarray(0, 60))).toBe("invalid");
  });
});

describe("the server's check of the message integrity code", () => {
  const hmac = (key: Buffer, ...parts: Buffer[]) => createHmac("md5", key).update(Buffer.concat(parts)).digest();
  const key = hmac(md4(Buffer.from("Password", "utf16le")), Buffer.from("USERDomain", "utf16le"));
  // Response version, reserved, time, client challenge, reserved, MsvAvFlags = 2, end, reserved.
  const blob = Buffer.from(
    `0101000000000000${"00".repeat(8)}${"aa".repeat(8)}00000000${"06000400"}02000000${"00".repeat(8)}`,
    "hex",
  );
  const proof = hmac(key, serverChallenge, blob);
  const type1 = Buffer.from("first");
  const type2 = Buffer.from("second");
  const unsigned = Buffer.alloc(120, 3).fill(0, 72, 88);
  const mic = hmac(hmac(key, proof), type1, type2, unsigned);
  const type3 = Buffer.concat([unsigned.subarray(0, 72), mic, unsigned.subarray(88)]);
  const message = { ...withoutKeyExchange, ntResponse: Buffer.concat([proof, blob]), mic };
  const check = (change: object = {}, changedMessage: object = {}) =>
    verifyNtlmV2({
      ...{ serverChallenge, password: "Password", requireMic: true, type1, type2, type3, ...change },
      message: { ...message, ...changedMessage },
    });

  test("accepts a right one", () => {
    expect(check()).toMatchObject({ kind: "proven", mic: true });
  });

  test.each([
    ["type 1", { type1: Buffer.from("fIrst") }, {}],
    ["type 2", { type2: Buffer.from("sEcond") }, {}],
    ["type 3", { type3: Buffer.concat([type3.subarray(0, 119), Buffer.from([4])]) }, {}],
    ["the code", {}, { mic: Buffer.alloc(16) }],
  ])("finds out that %s was altered", (_, change, changedMessage) => {
    expect(check(change, changedMessage)).toEqual({ kind: "invalid", reason: "message integrity code is wrong" });
  });

  test("does not take a promised code for granted that is not there", () => {
    expect(check({ requireMic: false }, { mic: undefined })).toMatchObject({ kind: "invalid" });
  });
});

describe("NTLM messages", () => {
  test("of any garbage are read as none, never as an exception", () => {
    const head = Buffer.from("NTLMSSP\0", "latin1");
    for (let length = 0; length < 120; length += 1) {
      const message = Buffer.alloc(length, 0xff);
      head.copy(message);
      if (length >= 12) message.writeUInt32LE(3, 8);
      expect(readAuthenticate(message)).toBeUndefined();
    }
  });

  test("offer Unicode to those who speak it, and OEM to the others", () => {
    const challenge = (requested: number) =>
      writeChallenge({
        requested,
        challenge: serverChallenge,
        domain: "CONTOSO",
        computer: "GPWEB01",
        dnsDomain: "contoso.test",
        now: new Date(0),
      }).readUInt32LE(20) & 3;
    expect(challenge(0x0000_0003)).toBe(1);
    expect(challenge(0x0000_0002)).toBe(2);
  });
});
