import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRedactor } from "./redactor.ts";
import { knownSecrets, learnSecret, SecretValue } from "./secretValue.ts";

const redactor = createRedactor();

describe("a secret value", () => {
  test("prints as [secret] wherever it is printed", () => {
    const secret = new SecretValue("correct horse 1!");
    const prints = [
      String(secret),
      `${secret}`,
      `${secret}`,
      JSON.stringify({ secret }),
      inspect(secret),
      inspect({ deep: { secret } }, { showHidden: true, depth: 9 }),
      Object.values(secret).join(),
    ].join("\n");
    expect(prints).not.toContain("horse");
    expect(prints).toContain("[secret]");
    expect(secret.reveal()).toBe("correct horse 1!");
  });
});

describe("known secrets", () => {
  test("are taken out in every spelling in which they travel", () => {
    const password = 'S@mp le&"Pw+1%';
    learnSecret(password);
    for (const spelling of [
      password,
      encodeURIComponent(password),
      new URLSearchParams({ x: password }).toString().slice(2),
      JSON.stringify(password),
      Buffer.from(password).toString("base64"),
    ]) {
      expect(redactor.text(`before ${spelling} after`)).toMatch(/^before "?\[secret\]"? after$/);
    }
  });

  test("that are made after the redactor are known to it", () => {
    new SecretValue("made later 77");
    expect(redactor.text("got made later 77 here")).toBe("got [secret] here");
  });

  test("that pass through in great number stay known while they are recent, and passwords for ever", () => {
    new SecretValue("a lasting password");
    for (let token = 0; token < 5000; token += 1) learnSecret(`token-${token}-xyz`);
    expect(redactor.text("a lasting password, token-4999-xyz and token-4950-xyz")).toBe(
      "[secret], [secret] and [secret]",
    );
    expect(knownSecrets().texts().length).toBeLessThan(2000);
  });

  test("never show, whatever stands around them", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 6, unit: "grapheme-ascii" }),
        fc.string(),
        fc.string(),
        (core, before, after) => {
          const secret = `§${core}§`;
          learnSecret(secret);
          expect(redactor.text(before + secret + after)).not.toContain(secret);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("places where secrets stand", () => {
  test.each([
    ["Authorization: Bearer eyJhbGciOi.abc-1", "eyJhbGciOi"],
    ["authorization=Basic Z3BzdmM6cHc=", "Z3BzdmM6cHc"],
    ['{"Authorization":"Negotiate YIIGhgYGKwYBBQ=="}', "YIIGhgYGKwYBBQ"],
    ["WWW-Authenticate: NTLM TlRMTVNTUAACAAAA", "TlRMTVNTUAACAAAA"],
    ["grant_type=password&username=gpsvc&password=S%40mple1&x=1", "S%40mple1"],
    ["grant_type=refresh_token&refresh_token=r-123-abc", "r-123-abc"],
    ['{"access_token":"opaque it\'s","expires_in":5}', "opaque"],
    ['{\\"password\\":\\"escaped1\\"}', "escaped1"],
    ["postgres://connector:hunter22@db:5432/x", "hunter22"],
    ["https://h/webhooks/x?key=abcdef&y=1", "abcdef"],
    ["X-ML-Connector-Key: very secret key", "very secret key"],
    ["X-Cleo-OTP-Code: 123456", "123456"],
    ["Set-Cookie: session=abc; Path=/", "session=abc"],
    ["-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----", "MIIEow"],
    ["ML_CONNECTOR_KEY=AAAA1111", "AAAA1111"],
  ])("%s", (text, secret) => {
    const cleaned = redactor.text(text);
    expect(cleaned).toContain("[secret]");
    expect(cleaned).not.toContain(secret);
    expect(redactor.text(cleaned)).toBe(cleaned);
  });

  test("ordinary sentences stay as they are", () => {
    for (const text of [
      "PO2075 sent as PO_TWO_PO2075_r1_9f2c1ab4.x12",
      "Cleo refused the password: check `cleo.auth`",
      "the token expired; a new token was asked for",
      "https://gp.contoso.test:48620/GPService/Tenants(DefaultTenant)",
      "key PO2075 of company TWO",
    ]) {
      expect(redactor.text(text)).toBe(text);
    }
  });

  test("long hostile text is cleaned in linear time", () => {
    const text = `${"password".repeat(20_000)}${"a://".repeat(20_000)}${"-----BEGIN PRIVATE KEY-----".repeat(200)}`;
    expect(redactor.text(text).length).toBeLessThanOrEqual(text.length + 20);
  });
});

describe("structures", () => {
  test("fields named as secrets are concealed, with flags and absent values left readable", () => {
    expect(
      redactor.value({
        user: "gpsvc",
        password: "x",
        accessToken: "y",
        headers: { Authorization: "z" },
        otp: false,
        token: null,
      }),
    ).toEqual({
      user: "gpsvc",
      password: "[secret]",
      accessToken: "[secret]",
      headers: { Authorization: "[secret]" },
      otp: false,
      token: null,
    });
  });

  test("an error keeps name, message, stack, cause and its own fields, without secrets", () => {
    const error = Object.assign(
      new Error("login with password=abc123 failed", { cause: new Error("Bearer abcdefgh1234") }),
      {
        code: "X",
      },
    );
    const cleaned = redactor.value(error) as Record<string, unknown>;
    expect(cleaned).toMatchObject({
      name: "Error",
      message: "login with password=[secret] failed",
      code: "X",
      cause: { message: "Bearer [secret]" },
    });
    expect(JSON.stringify(cleaned)).not.toMatch(/abc123|abcdefgh1234/);
  });

  test("cycles, depth, bytes, maps, sets and dates have a plain form", () => {
    const cycle: Record<string, unknown> = {
      at: new Date(0),
      bytes: new Uint8Array(3),
      map: new Map([["token", "x"]]),
    };
    cycle.self = cycle;
    cycle.set = new Set(["Bearer abcdefgh1234"]);
    let deep: unknown = "end";
    for (let level = 0; level < 50; level += 1) deep = { deep };
    expect(redactor.value(cycle)).toEqual({
      at: "1970-01-01T00:00:00.000Z",
      bytes: "[3 bytes]",
      map: { token: "[secret]" },
      self: "[circular]",
      set: ["Bearer [secret]"],
    });
    expect(JSON.stringify(redactor.value(deep))).toContain("[deeper]");
  });

  test("the value given is not changed", () => {
    const value = { password: "x", list: ["password=abc"] };
    redactor.value(value);
    expect(value).toEqual({ password: "x", list: ["password=abc"] });
  });
});

test("any value comes out as plain data that can be written as JSON", () => {
  fc.assert(
    fc.property(
      fc.anything({
        withBigInt: true,
        withDate: true,
        withMap: true,
        withSet: true,
        withTypedArray: true,
        withNullPrototype: true,
      }),
      (value) => {
        expect(() => JSON.stringify(redactor.value(value))).not.toThrow();
      },
    ),
    { numRuns: 500 },
  );
});

test("a value that fails while it is read does not stop the rest", () => {
  const hostile = {
    get broken(): string {
      throw new Error("no");
    },
    fine: "password=abc123",
  };
  expect(redactor.value(hostile)).toEqual({ broken: "[unreadable]", fine: "password=[secret]" });
});
