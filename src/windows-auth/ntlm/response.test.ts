import { describe, expect, test } from "vitest";
import { avIds } from "./avPairs.ts";
import { fileTime, ntlmv2Response, passwordHash, responseKey } from "./response.ts";

// MS-NLMP 4.2.1 and 4.2.4
const challenge = Buffer.from("0123456789abcdef", "hex");
const clientChallenge = Buffer.alloc(8, 0xaa);
const attributes = [
  { id: avIds.netbiosDomainName, value: Buffer.from("Domain", "utf16le") },
  { id: avIds.netbiosComputerName, value: Buffer.from("Server", "utf16le") },
];

describe("the samples of MS-NLMP 4.2.4", () => {
  const key = responseKey(passwordHash("Password"), "User", "Domain");
  const response = ntlmv2Response({
    attributes,
    clientChallenge,
    key,
    serverChallenge: challenge,
    timestamp: Buffer.alloc(8),
  });

  test("NTOWFv1", () => {
    expect(passwordHash("Password").toString("hex")).toBe("a4f49c406510bdcab6824ee7c30fd852");
  });
  test("NTOWFv2", () => {
    expect(key.toString("hex")).toBe("0c868a403bfd7a93a3001ef22ef02e3f");
  });
  test("NTProofStr and the blob", () => {
    expect(response.ntChallengeResponse.toString("hex")).toBe(
      "68cd0ab851e51c96aabc927bebef6a1c" +
        "01010000000000000000000000000000aaaaaaaaaaaaaaaa00000000" +
        "02000c0044006f006d00610069006e00" +
        "01000c00530065007200760065007200" +
        "0000000000000000",
    );
  });
  test("LMv2 response", () => {
    expect(response.lmChallengeResponse.toString("hex")).toBe("86c35097ac9cec102554764a57cccc19aaaaaaaaaaaaaaaa");
  });
  test("session base key", () => {
    expect(response.sessionKey.toString("hex")).toBe("8de40ccadbc14a82f15cb0ad0de95ca3");
  });
});

describe("upper-casing of the user", () => {
  const hash = passwordHash("x");
  test.each([
    ["svc-ünï", "SVC-ÜNÏ"],
    ["straße", "STRAßE"],
    ["жанна", "ЖАННА"],
  ])("%s counts as %s", (user, upper) => {
    expect(responseKey(hash, user, "D")).toEqual(responseKey(hash, upper, "D"));
  });
  test("does not turn a dotless i or a long s into an ASCII letter", () => {
    expect(responseKey(hash, "ı", "D")).not.toEqual(responseKey(hash, "I", "D"));
    expect(responseKey(hash, "ſ", "D")).not.toEqual(responseKey(hash, "S", "D"));
  });
  test("leaves the domain as it is", () => {
    expect(responseKey(hash, "u", "domain")).not.toEqual(responseKey(hash, "u", "DOMAIN"));
  });
});

test("a FILETIME counts 100 ns from 1601", () => {
  expect(fileTime(0).readBigUInt64LE()).toBe(116_444_736_000_000_000n);
  expect(fileTime(Date.UTC(2001, 8, 9, 1, 46, 40)).readBigUInt64LE()).toBe(126_444_736_000_000_000n);
});
