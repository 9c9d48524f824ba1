import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DerError, der, derField, derInteger, derSequence, derText, readDer } from "../der.ts";
import { gssChecksum, verifyReplyToken } from "./apMessages.ts";
import { encryptionKey } from "./encryption.ts";
import { messageTypes, parseEtypeInfo2, parseKdcAnswer, parseReplySecret } from "./kdcMessages.ts";
import { KerberosMessageError } from "./messageError.ts";
import { encodePrincipal, enterprisePrincipal, parsePrincipal, servicePrincipal, userPrincipal } from "./principal.ts";
import { encodeNegTokenInit, parseNegTokenResp } from "./spnego.ts";
import { encodeKerberosTime, parseKerberosTime } from "./time.ts";

const typed = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    expect(error instanceof DerError || error instanceof KerberosMessageError).toBe(true);
  }
};

test("hostile bytes give a message or a typed error, whichever reader they meet", () => {
  const key = encryptionKey(18, Buffer.alloc(32));
  const leading = fc.constantFrom(0x30, 0x60, 0x6b, 0x6d, 0x6f, 0x79, 0x7a, 0x7e, 0xa1);
  fc.assert(
    fc.property(leading, fc.uint8Array({ maxLength: 120 }), (tag, content) => {
      const bytes = der(tag, Buffer.from(content));
      typed(() => parseKdcAnswer(bytes, messageTypes.asRep));
      typed(() => parseKdcAnswer(bytes, messageTypes.tgsRep));
      typed(() => parseReplySecret(bytes));
      typed(() => parseEtypeInfo2(bytes));
      typed(() => parseNegTokenResp(bytes));
      typed(() => verifyReplyToken(bytes, key, 1n));
    }),
    { numRuns: 1000 },
  );
});

describe("names", () => {
  test.each([
    [userPrincipal("svc-ünï"), 1, ["svc-ünï"]],
    [enterprisePrincipal("ml.alt@contoso.test"), 10, ["ml.alt@contoso.test"]],
    [servicePrincipal("HTTP/gp.contoso.test"), 2, ["HTTP", "gp.contoso.test"]],
  ])("%o are written and read back", (principal, type, components) => {
    expect(parsePrincipal(readDer(encodePrincipal(principal)))).toEqual({ type, components });
  });
});

describe("times", () => {
  test("are whole seconds in UTC", () => {
    const encoded = readDer(encodeKerberosTime(Date.UTC(2026, 0, 15, 8, 9, 10, 999)));
    expect(encoded.content.toString()).toBe("20260115080910Z");
    expect(parseKerberosTime(encoded)).toBe(Date.UTC(2026, 0, 15, 8, 9, 10));
  });
  test.each(["20260115080910", "20261315080910Z", "nonsense", ""])("%j is none", (text) => {
    expect(() => parseKerberosTime(readDer(der(0x18, Buffer.from(text))))).toThrow(KerberosMessageError);
  });
});

// RFC 4121 4.1.1: length 16, binding, flags mutual, replay, sequence and integrity
test("the checksum carries the channel binding and the flags", () => {
  const { type, value } = gssChecksum(Buffer.alloc(16, 5));
  expect(type).toBe(0x8003);
  expect(value.toString("hex")).toBe(`10000000${"05".repeat(16)}2e000000`);
  expect(gssChecksum(undefined).value.toString("hex")).toBe(`10000000${"00".repeat(16)}2e000000`);
});

test("the first token offers Kerberos under both of its numbers", () => {
  expect(encodeNegTokenInit(Buffer.from("tok")).toString("hex")).toBe(
    "602d06062b0601050502a0233021a018301606092a864886f71201020206092a864882f712010202a2050403746f6b",
  );
});

test("a negotiation in an unknown state is refused", () => {
  const state = (value: number) => der(0xa1, derSequence(derField(0, der(0x0a, Buffer.from([value])))));
  expect(parseNegTokenResp(state(0)).state).toBe("accept-completed");
  expect(() => parseNegTokenResp(state(9))).toThrow("unknown");
});

test("a recipe without a salt is told from one with an empty salt", () => {
  const info = derSequence(
    derSequence(derField(0, derInteger(23))),
    derSequence(derField(0, derInteger(18)), derField(1, derText(""))),
  );
  expect(parseEtypeInfo2(info)).toMatchObject([
    { encryptionType: 23, salt: undefined },
    { encryptionType: 18, salt: "" },
  ]);
});
