import { expect, test } from "vitest";
import { rc4 } from "./rc4.ts";

// The first three are the classic vectors, the last two the first 16 bytes of RFC 6229's key streams.
test.each([
  [Buffer.from("Key"), Buffer.from("Plaintext"), "bbf316e8d940af0ad3"],
  [Buffer.from("Wiki"), Buffer.from("pedia"), "1021bf0420"],
  [Buffer.from("Secret"), Buffer.from("Attack at dawn"), "45a01f645fc35b383552544b9bf5"],
  [Buffer.from("0102030405", "hex"), Buffer.alloc(16), "b2396305f03dc027ccc3524a0a1118a8"],
  [Buffer.from("0102030405060708090a0b0c0d0e0f10", "hex"), Buffer.alloc(16), "9ac7cc9a609d1ef7b2932899cde41b97"],
])("%o enciphers %o as published", (key, plain, cipher) => {
  expect(rc4(key, plain).toString("hex")).toBe(cipher);
  expect(rc4(key, Buffer.from(cipher, "hex"))).toEqual(plain);
});

test("an empty key is refused", () => {
  expect(() => rc4(Buffer.alloc(0), Buffer.from("x"))).toThrow(RangeError);
});
