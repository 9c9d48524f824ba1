import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aes128, aes256 } from "./aesSha1.ts";
import { stealingDecrypt, stealingEncrypt } from "./ciphertextStealing.ts";
import { encryptionKey, encryptionType, encryptionTypes } from "./encryption.ts";
import { KerberosMessageError } from "./messageError.ts";
import { rc4Hmac } from "./rc4Hmac.ts";

const iterations = (count: number): Buffer => {
  const parameters = Buffer.alloc(4);
  parameters.writeUInt32BE(count);
  return parameters;
};

describe("keys from passwords", () => {
  // RFC 3962, appendix B
  const salt = "ATHENA.MIT.EDUraeburn";
  const binarySalt = Buffer.from("1234567878563412", "hex").toString("latin1");
  test.each([
    [
      1,
      "password",
      salt,
      "42263c6e89f4fc28b8df68ee09799f15",
      "fe697b52bc0d3ce14432ba036a92e65bbb52280990a2fa27883998d72af30161",
    ],
    [
      2,
      "password",
      salt,
      "c651bf29e2300ac27fa469d693bdda13",
      "a2e16d16b36069c135d5e9d2e25f896102685618b95914b467c67622225824ff",
    ],
    [
      1200,
      "password",
      salt,
      "4c01cd46d632d01e6dbe230a01ed642a",
      "55a6ac740ad17b4846941051e1e8b0a7548d93b0ab30a8bc3ff16280382b8c2a",
    ],
    [
      5,
      "password",
      binarySalt,
      "e9b23d52273747dd5c35cb55be619d8e",
      "97a4e786be20d81a382d5ebc96d5909cabcdadc87ca48f574504159f16c36e31",
    ],
    [
      1200,
      "X".repeat(64),
      "pass phrase equals block size",
      "59d1bb789a828b1aa54ef9c2883f69ed",
      "89adee3608db8bc71f1bfbfe459486b05618b70cbae22092534e56c553ba4b34",
    ],
    [
      1200,
      "X".repeat(65),
      "pass phrase exceeds block size",
      "cb8005dc5f90179a7f02104c0018751d",
      "d78c5c9cb872a8c9dad4697f0bb5b2d21496c82beb2caeda2112fceea057401b",
    ],
    [
      50,
      "𝄞",
      "EXAMPLE.COMpianist",
      "f149c1f2e154a73452d43e7fe62a56e5",
      "4b6d9839f84406df1f09cc166db4b83c571848b784a3d6bdc346589a3e393f9e",
    ],
  ])("AES, %d rounds of %j", async (count, password, salt, key128, key256) => {
    expect((await aes128.stringToKey(password, salt, iterations(count))).toString("hex")).toBe(key128);
    expect((await aes256.stringToKey(password, salt, iterations(count))).toString("hex")).toBe(key256);
  });

  test("AES takes 4096 rounds where the KDC names no number", async () => {
    expect(await aes128.stringToKey("p", "s", undefined)).toEqual(await aes128.stringToKey("p", "s", iterations(4096)));
  });

  test("AES refuses a number of rounds that would keep the machine busy for hours", async () => {
    for (const parameters of [iterations(0), iterations(0xffffffff), Buffer.alloc(3)]) {
      await expect(aes256.stringToKey("p", "s", parameters)).rejects.toThrow(KerberosMessageError);
    }
  });

  // RFC 4757 4
  test("RC4 takes the NTLM hash", async () => {
    expect((await rc4Hmac.stringToKey("foo", "", undefined)).toString("hex")).toBe("ac8e657f83df82beea5d43bdaf7800cc");
  });
});

// RFC 3962, appendix B: the key is "chicken teriyaki"
test.each([
  ["4920776f756c64206c696b652074686520", "c6353568f2bf8cb4d8a580362da7ff7f97"],
  [
    "4920776f756c64206c696b65207468652047656e6572616c20476175277320",
    "fc00783e0efdb2c1d445d4c8eff7ed2297687268d6ecccc0c07b25e25ecfe5",
  ],
  [
    "4920776f756c64206c696b65207468652047656e6572616c2047617527732043",
    "39312523a78662d5be7fcbcc98ebf5a897687268d6ecccc0c07b25e25ecfe584",
  ],
  [
    "4920776f756c64206c696b65207468652047656e6572616c20476175277320436869636b656e2c20706c656173652c",
    "97687268d6ecccc0c07b25e25ecfe584b3fffd940c16a18c1b5549d2f838029e39312523a78662d5be7fcbcc98ebf5",
  ],
  [
    "4920776f756c64206c696b65207468652047656e6572616c20476175277320436869636b656e2c20706c656173652c20",
    "97687268d6ecccc0c07b25e25ecfe5849dad8bbb96c4cdc03bc103e1a194bbd839312523a78662d5be7fcbcc98ebf5a8",
  ],
  [
    "4920776f756c64206c696b65207468652047656e6572616c20476175277320436869636b656e2c20706c656173652c20616e6420776f6e746f6e20736f75702e",
    "97687268d6ecccc0c07b25e25ecfe58439312523a78662d5be7fcbcc98ebf5a84807efe836ee89a526730dbc2f7bc8409dad8bbb96c4cdc03bc103e1a194bbd8",
  ],
])("ciphertext stealing encrypts %s as RFC 3962 prints", (plain, cipher) => {
  const key = Buffer.from("636869636b656e207465726979616b69", "hex");
  expect(stealingEncrypt(key, Buffer.from(plain, "hex")).toString("hex")).toBe(cipher);
  expect(stealingDecrypt(key, Buffer.from(cipher, "hex")).toString("hex")).toBe(plain);
});

describe.each([
  ["aes256", aes256],
  ["aes128", aes128],
  ["rc4", rc4Hmac],
])("%s", (_, type) => {
  const key = Buffer.alloc(type.keyLength, 7);
  const confounder = Buffer.alloc(type.confounderLength, 9);

  test("decrypts what it encrypted, for the same usage only", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.integer({ min: 10, max: 1024 }), (plain, usage) => {
        const cipher = type.encrypt(key, usage, plain, confounder);
        const decrypted = type.decrypt(key, usage, cipher);
        expect(decrypted.equals(plain)).toBe(true);
        expect(() => type.decrypt(key, usage + 1, cipher)).toThrow(KerberosMessageError);
      }),
      { numRuns: 50 },
    );
  });

  test("notices each changed bit", () => {
    const cipher = type.encrypt(key, 11, Buffer.from("authenticator"), confounder);
    for (let bit = 0; bit < cipher.length * 8; bit += 5) {
      const changed = Buffer.from(cipher);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => type.decrypt(key, 11, changed)).toThrow("integrity");
    }
  });

  test("refuses what is too short to be encrypted data", () => {
    for (let length = 0; length < 24; length++) {
      expect(() => type.decrypt(key, 11, Buffer.alloc(length))).toThrow(KerberosMessageError);
    }
  });

  test("is found by its number", () => {
    expect(encryptionType(type.id)).toBe(type);
  });
});

test("encryption types are tried strongest first, whatever the order they are named in", () => {
  expect(encryptionTypes(undefined).map(({ id }) => id)).toEqual([18, 17, 23]);
  expect(encryptionTypes(["rc4", "aes256"]).map(({ id }) => id)).toEqual([18, 23]);
});

test("keys of unknown types or wrong lengths are refused", () => {
  expect(() => encryptionKey(3, Buffer.alloc(8))).toThrow("not supported");
  expect(() => encryptionKey(18, Buffer.alloc(16))).toThrow("wrong length");
});
