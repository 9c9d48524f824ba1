import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeAuthenticateMessage, parseAuthenticateMessage } from "./authenticateMessage.ts";
import { type AvPair, avIds, encodeAvPairs, findAvPair, parseAvPairs } from "./avPairs.ts";
import { encodeChallengeMessage, parseChallengeMessage, serverDomain } from "./challengeMessage.ts";
import { negotiateFlags, offeredFlags } from "./flags.ts";
import { NtlmMessageError } from "./messageError.ts";
import { encodeNegotiateMessage, messageType, parseNegotiateMessage } from "./negotiateMessage.ts";
import { messageIntegrityCode, passwordHash, responseKey } from "./response.ts";

const utf16 = (text: string) => Buffer.from(text, "utf16le");
const serverTime = Buffer.from("0011223344556677", "hex");
const withTime: readonly AvPair[] = [
  { id: avIds.netbiosDomainName, value: utf16("CONTOSO") },
  { id: avIds.timestamp, value: serverTime },
];

function challenge(overrides: Partial<Parameters<typeof encodeChallengeMessage>[0]> = {}) {
  return parseChallengeMessage(
    encodeChallengeMessage({
      flags: offeredFlags,
      serverChallenge: Buffer.from("0123456789abcdef", "hex"),
      targetInformation: withTime,
      targetName: "CONTOSO",
      ...overrides,
    }),
  );
}

function authenticate(overrides: Partial<Parameters<typeof encodeAuthenticateMessage>[0]> = {}) {
  return encodeAuthenticateMessage({
    challenge: challenge(),
    channelBindingHash: Buffer.alloc(16, 7),
    clientChallenge: Buffer.alloc(8, 0xaa),
    domain: "CONTOSO",
    negotiate: encodeNegotiateMessage(),
    now: 0,
    password: "Pässwörd-✓",
    servicePrincipalName: "HTTP/gp.contoso.test",
    user: "svc-ünï",
    workstation: "",
    ...overrides,
  });
}

const attributesOf = (message: Buffer) =>
  parseAvPairs(parseAuthenticateMessage(message).ntChallengeResponse.subarray(44));

describe("type 1", () => {
  const message = encodeNegotiateMessage();
  test("has 40 bytes with the Version field, and names neither domain nor workstation", () => {
    expect(message.length).toBe(40);
    expect(message.readUInt16LE(16)).toBe(0);
    expect(message.readUInt16LE(24)).toBe(0);
  });
  test("offers Unicode but not OEM, and neither signing keys nor LM", () => {
    const { flags } = parseNegotiateMessage(message);
    expect(flags & negotiateFlags.unicode).not.toBe(0);
    expect(flags & negotiateFlags.oem).toBe(0);
    expect(flags & negotiateFlags.keyExchange).toBe(0);
  });
});

describe("type 2", () => {
  test("is read with its attributes", () => {
    const parsed = challenge();
    expect(parsed.timestamp).toEqual(serverTime);
    expect(serverDomain(parsed)).toBe("CONTOSO");
  });
  test("that leads to NTLMv1 is refused", () => {
    for (const missing of [negotiateFlags.targetInformation, negotiateFlags.extendedSessionSecurity]) {
      expect(() => challenge({ flags: (offeredFlags & ~missing) >>> 0 })).toThrow("NTLMv1");
    }
  });
  test("without Unicode is refused", () => {
    expect(() => challenge({ flags: (offeredFlags & ~negotiateFlags.unicode) >>> 0 })).toThrow("Unicode");
  });
  test("with a timestamp of another length is refused", () => {
    expect(() => challenge({ targetInformation: [{ id: avIds.timestamp, value: Buffer.alloc(4) }] })).toThrow(
      NtlmMessageError,
    );
  });
  test("falls back to the target name where no domain is among the attributes", () => {
    expect(serverDomain(challenge({ targetInformation: [], targetName: "SRV" }))).toBe("SRV");
  });
  test("that is cut, flipped or invented gives a message or an NtlmMessageError, nothing else", () => {
    const valid = challenge().encoded;
    fc.assert(
      fc.property(fc.nat(valid.length), fc.nat(valid.length - 1), fc.nat(255), (length, at, byte) => {
        const hostile = Buffer.from(valid.subarray(0, length));
        if (at < hostile.length) hostile[at] = byte;
        try {
          parseChallengeMessage(hostile);
        } catch (error) {
          expect(error).toBeInstanceOf(NtlmMessageError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe("type 3", () => {
  test("carries user, domain and workstation in Unicode", () => {
    const parsed = parseAuthenticateMessage(authenticate({ workstation: "WS1" }));
    expect(parsed).toMatchObject({ user: "svc-ünï", domain: "CONTOSO", workstation: "WS1" });
    expect(messageType(authenticate())).toBe(3);
  });
  test("takes the server's domain for a bare user, and none for a UPN", () => {
    expect(parseAuthenticateMessage(authenticate({ domain: undefined })).domain).toBe("CONTOSO");
    expect(parseAuthenticateMessage(authenticate({ domain: "", user: "u@contoso.test" })).domain).toBe("");
  });
  test("proves the password with the server's time, which stands in the blob", () => {
    const { ntChallengeResponse, lmChallengeResponse } = parseAuthenticateMessage(authenticate());
    expect(ntChallengeResponse.subarray(24, 32)).toEqual(serverTime);
    expect(lmChallengeResponse).toEqual(Buffer.alloc(24));
    const key = responseKey(passwordHash("Pässwörd-✓"), "svc-ünï", "CONTOSO");
    const proof = createHmac("md5", key)
      .update(Buffer.from("0123456789abcdef", "hex"))
      .update(ntChallengeResponse.subarray(16))
      .digest();
    expect(ntChallengeResponse.subarray(0, 16)).toEqual(proof);
  });
  test("uses its own time and an LMv2 response where the server sends no time", () => {
    const old = challenge({ targetInformation: [] });
    const { ntChallengeResponse, lmChallengeResponse } = parseAuthenticateMessage(authenticate({ challenge: old }));
    expect(ntChallengeResponse.readBigUInt64LE(24)).toBe(116_444_736_000_000_000n);
    expect(lmChallengeResponse.subarray(16)).toEqual(Buffer.alloc(8, 0xaa));
  });
  test("names the service and the channel binding and says that there is a MIC", () => {
    const attributes = attributesOf(authenticate());
    expect(findAvPair(attributes, avIds.targetName)).toEqual(utf16("HTTP/gp.contoso.test"));
    expect(findAvPair(attributes, avIds.channelBindings)).toEqual(Buffer.alloc(16, 7));
    expect(findAvPair(attributes, avIds.flags)?.readUInt32LE()).toBe(2);
  });
  test("leaves the channel binding out where there is none, rather than sending zeros", () => {
    expect(
      findAvPair(attributesOf(authenticate({ channelBindingHash: undefined })), avIds.channelBindings),
    ).toBeUndefined();
  });
  test("replaces attributes of the server that only a client may set", () => {
    const hostile = challenge({
      targetInformation: [
        ...withTime,
        { id: avIds.targetName, value: utf16("HTTP/evil") },
        { id: avIds.channelBindings, value: Buffer.alloc(16, 9) },
      ],
    });
    const attributes = attributesOf(authenticate({ challenge: hostile, channelBindingHash: undefined }));
    expect(attributes.filter(({ id }) => id === avIds.targetName)).toHaveLength(1);
    expect(findAvPair(attributes, avIds.channelBindings)).toBeUndefined();
  });
  test("has the MIC at offset 72, over all three messages with the MIC as zeros", () => {
    const message = authenticate();
    const { ntChallengeResponse, mic } = parseAuthenticateMessage(message);
    const key = responseKey(passwordHash("Pässwörd-✓"), "svc-ünï", "CONTOSO");
    const sessionKey = createHmac("md5", key).update(ntChallengeResponse.subarray(0, 16)).digest();
    const zeroed = Buffer.from(message).fill(0, 72, 88);
    expect(mic).toEqual(messageIntegrityCode(sessionKey, encodeNegotiateMessage(), challenge().encoded, zeroed));
  });
  test("refuses a name that does not fit into its field", () => {
    expect(() => authenticate({ workstation: "w".repeat(40_000) })).toThrow(NtlmMessageError);
  });
});

test("attribute lists are read back", () => {
  const pair = fc.record({
    id: fc.integer({ min: 1, max: 0xffff }),
    value: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  });
  fc.assert(
    fc.property(fc.array(pair), (pairs) => {
      expect(parseAvPairs(encodeAvPairs(pairs))).toEqual(pairs);
    }),
  );
});

test("attribute lists that end too early are refused", () => {
  for (const hex of ["", "0100", "01000400aabb", "0100020041004200"]) {
    expect(() => parseAvPairs(Buffer.from(hex, "hex")), hex).toThrow(NtlmMessageError);
  }
});
