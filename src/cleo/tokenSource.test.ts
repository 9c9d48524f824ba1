import { describe, expect, test } from "vitest";
import type { Answer, Exchange, Failure } from "./exchange.ts";
import { createTokenSource, defaultTokenPolicy, type TokenPolicy, type TokenSource } from "./tokenSource.ts";

interface Rig {
  source: TokenSource;
  /** Forms of the requests so far. */
  forms: Record<string, string>[];
  headers: Readonly<Record<string, string>>[];
  /** Moves the clock, in seconds. */
  pass(seconds: number): void;
}

type Script = (form: Record<string, string>, count: number) => object | Answer | Failure;

const status = (code: number, body: object = {}, headers: Record<string, string> = {}): Answer => ({
  kind: "answer",
  status: code,
  headers,
  body: Buffer.from(JSON.stringify(body)),
  complete: true,
});

function rig(
  script: Script,
  policy: Partial<TokenPolicy> = {},
  more: {
    otp?: { header: string; secret: { reveal(): string } };
    refresh?: boolean;
    grant?: "clientCredentials";
  } = {},
): Rig {
  let time = Date.parse("2026-01-15T10:00:00Z");
  const forms: Record<string, string>[] = [];
  const headers: Readonly<Record<string, string>>[] = [];
  const exchange: Exchange = async (request) => {
    const form = Object.fromEntries(new URLSearchParams(Buffer.from(request.body ?? []).toString()));
    forms.push(form);
    headers.push(request.headers ?? {});
    const reply = script(form, forms.length);
    return "kind" in reply ? (reply as Answer | Failure) : status(200, reply);
  };
  const source = createTokenSource({
    url: "https://cleo.test/api/authentication",
    grant: more.grant ?? "password",
    refresh: more.refresh ?? true,
    credentials: { username: "gpsvc", password: { reveal: () => "p@ss&word+1%" }, ...(more.otp && { otp: more.otp }) },
    policy: { ...defaultTokenPolicy, ...policy },
    exchange,
    now: () => new Date(time),
  });
  return { source, forms, headers, pass: (seconds) => (time += seconds * 1000) };
}

const numbered: Script = (_form, count) => ({
  access_token: `a${count}`,
  refresh_token: `r${count}`,
  expires_in: 3600,
});
const grants = ({ forms }: Rig): (string | undefined)[] => forms.map((form) => form.grant_type);

describe("before each write", () => {
  test("the token is renewed by the refresh token, which rotates", async () => {
    const one = rig(numbered);
    expect([await one.source.forWrite(), await one.source.forWrite(), await one.source.forWrite()]).toEqual([
      "Bearer a1",
      "Bearer a2",
      "Bearer a3",
    ]);
    expect(one.forms.slice(1)).toEqual([
      { grant_type: "refresh_token", refresh_token: "r1" },
      { grant_type: "refresh_token", refresh_token: "r2" },
    ]);
  });

  test("a refresh token that is not replaced stays in use", async () => {
    const one = rig((_form, count) => ({ access_token: `a${count}`, ...(count === 1 && { refresh_token: "r1" }) }));
    for (let write = 0; write < 3; write += 1) await one.source.forWrite();
    expect(one.forms.slice(1).map((form) => form.refresh_token)).toEqual(["r1", "r1"]);
  });

  test("a login follows where Cleo gives no refresh token, or none is to be used", async () => {
    const without = rig((_form, count) => ({ access_token: `a${count}` }));
    const unused = rig(numbered, {}, { refresh: false });
    for (const each of [without, unused]) {
      await each.source.forWrite();
      await each.source.forWrite();
      expect(grants(each)).toEqual(["password", "password"]);
    }
  });

  test("writers that ask at the same time share one renewal", async () => {
    const one = rig(numbered);
    const tokens = await Promise.all(Array.from({ length: 20 }, () => one.source.forWrite()));
    expect(new Set(tokens)).toEqual(new Set(["Bearer a1"]));
    expect(one.forms).toHaveLength(1);
  });
});

describe("with reuse until expiry", () => {
  const reuse = { policy: "reuseUntilExpiry" } as const;

  test("a token serves until the skew before its end", async () => {
    const one = rig(numbered, reuse);
    await one.source.forWrite();
    one.pass(3600 - 61);
    expect(await one.source.forWrite()).toBe("Bearer a1");
    one.pass(2);
    expect(await one.source.forWrite()).toBe("Bearer a2");
  });

  test.each([[undefined], [0], [-5], ["soon"], [null], [{ toString: {} }], [[3600]]])(
    "an expiry of %j counts as unknown: the assumed life holds",
    async (expires) => {
      const one = rig((_form, count) => ({ access_token: `a${count}`, expires_in: expires }), {
        ...reuse,
        assumedSeconds: 300,
      });
      await one.source.forWrite();
      one.pass(239);
      expect(await one.source.forWrite()).toBe("Bearer a1");
      one.pass(2);
      expect(await one.source.forWrite()).toBe("Bearer a2");
    },
  );

  test("an expiry given as text is understood", async () => {
    const one = rig(() => ({ access_token: "a", expires_in: "7200" }), reuse);
    await one.source.forWrite();
    expect(one.source.state().expiresAt).toEqual(new Date("2026-01-15T12:00:00Z"));
  });
});

describe("a read", () => {
  test("reuses the token of a write", async () => {
    const one = rig(numbered);
    await one.source.forWrite();
    expect(await one.source.forRead()).toBe("Bearer a1");
    expect(one.forms).toHaveLength(1);
  });
});

describe("after a 401", () => {
  test("a new token is asked for", async () => {
    const one = rig(numbered);
    expect(await one.source.renewed(await one.source.forWrite())).toBe("Bearer a2");
  });

  test("a token that another request has renewed meanwhile is taken as it is", async () => {
    const one = rig(numbered);
    const old = await one.source.forWrite();
    const [first, second] = await Promise.all([one.source.renewed(old), one.source.renewed(old)]);
    expect([first, second, await one.source.renewed(old)]).toEqual(["Bearer a2", "Bearer a2", "Bearer a2"]);
  });
});

describe("a refused refresh token", () => {
  test.each([400, 401, 403, 404])("(%i) is dropped, and one login follows", async (code) => {
    const one = rig((form, count) =>
      form.grant_type === "refresh_token" ? status(code) : { access_token: `a${count}`, refresh_token: "r" },
    );
    await one.source.forWrite();
    expect(await one.source.forWrite()).toBe("Bearer a3");
    expect(grants(one)).toEqual(["password", "refresh_token", "password"]);
    expect(one.source.state()).not.toHaveProperty("pausedUntil");
  });

  test("followed by a refused login pauses, and is not used again", async () => {
    const one = rig((_form, count) => (count === 1 ? { access_token: "a1", refresh_token: "r1" } : status(401)));
    await one.source.forWrite();
    await expect(one.source.forWrite()).rejects.toMatchObject({ code: "CLEO_LOGIN_REFUSED" });
    await expect(one.source.forWrite()).rejects.toMatchObject({ code: "CLEO_LOGIN_PAUSED" });
    expect(one.forms).toHaveLength(3);
  });

  test("is not dropped for a fault of the server", async () => {
    const one = rig((_form, count) =>
      count === 2 ? status(503) : { access_token: `a${count}`, refresh_token: `r${count}` },
    );
    await one.source.forWrite();
    await expect(one.source.forWrite()).rejects.toMatchObject({ code: "CLEO_SERVER_ERROR", retry: "transient" });
    await one.source.forWrite();
    expect(one.forms[2]).toEqual({ grant_type: "refresh_token", refresh_token: "r1" });
  });
});

describe("a refused login", () => {
  test.each([400, 401, 403, 423])("(%i) is tried once, then paused until the cool-down is over", async (code) => {
    const one = rig(
      (_form, count) =>
        count === 1 ? status(code, { message: "Invalid username or password." }) : { access_token: "a" },
      { cooldownMinutes: 15 },
    );
    await expect(one.source.forWrite()).rejects.toMatchObject({ code: "CLEO_LOGIN_REFUSED", retry: "credential" });
    for (let job = 0; job < 50; job += 1) {
      await expect(one.source.forWrite()).rejects.toMatchObject({
        code: "CLEO_LOGIN_PAUSED",
        retry: "credential",
        retryAfter: 900_000,
      });
    }
    expect(one.forms).toHaveLength(1);
    expect(one.source.state()).toEqual({ pausedUntil: new Date("2026-01-15T10:15:00Z") });
    one.pass(900);
    expect(await one.source.forWrite()).toBe("Bearer a");
    expect(one.source.state()).not.toHaveProperty("pausedUntil");
  });

  test("says what Cleo said, and not the password", async () => {
    const one = rig(() => status(401, { message: "Password has expired." }));
    const error = await one.source.forWrite().catch((caught: Error) => caught);
    expect((error as Error).message).toBe("Cleo refused the account with 401 (Password has expired.)");
    expect(JSON.stringify(error)).not.toContain("p@ss");
  });

  test("is waited for no day longer where the clock is set back by one", async () => {
    const one = rig((_form, count) => (count === 1 ? status(401) : { access_token: "a" }));
    await expect(one.source.forWrite()).rejects.toMatchObject({ code: "CLEO_LOGIN_REFUSED" });
    one.pass(-5);
    await expect(one.source.forWrite()).rejects.toMatchObject({ code: "CLEO_LOGIN_PAUSED", retryAfter: 905_000 });
    one.pass(900 - 24 * 3600);
    expect(one.source.state()).toEqual({});
    expect(await one.source.forWrite()).toBe("Bearer a");
  });

  test("shared by several writers is one attempt", async () => {
    const one = rig(() => status(401));
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => one.source.forWrite()));
    expect(outcomes.every(({ status }) => status === "rejected")).toBe(true);
    expect(one.forms).toHaveLength(1);
  });
});

describe("other answers to a login", () => {
  test.each([
    [404, "CLEO_TOKEN_ADDRESS"],
    [405, "CLEO_TOKEN_ADDRESS"],
    [429, "CLEO_THROTTLED"],
    [500, "CLEO_SERVER_ERROR"],
    [302, "CLEO_REDIRECTED"],
  ])("%i is %s, and does not pause", async (code, expected) => {
    const one = rig(() => status(code));
    await expect(one.source.forWrite()).rejects.toMatchObject({ code: expected });
    expect(one.source.state()).not.toHaveProperty("pausedUntil");
  });

  test.each([
    [
      "no JSON",
      {
        kind: "answer",
        status: 200,
        headers: { "content-type": "text/html" },
        body: Buffer.from("<html>"),
        complete: true,
      } as Answer,
    ],
    ["no token", status(200, {})],
    ["a token that is no text", status(200, { access_token: 5 })],
    ["a token with a line break", status(200, { access_token: "a\r\nX-Evil: 1" })],
    ["a cut answer", { ...status(200, { access_token: "a" }), complete: false }],
  ])("%s is unreadable", async (_what, answer) => {
    await expect(rig(() => answer).source.forWrite()).rejects.toMatchObject({ code: "CLEO_ANSWER_UNREADABLE" });
  });

  test.each([
    ["unreachable", "CLEO_UNREACHABLE"],
    ["timeout", "CLEO_UNREACHABLE"],
    ["broken", "CLEO_UNREACHABLE"],
    ["tls", "CLEO_TLS"],
  ] as const)("a connection that is %s is %s", async (reason, code) => {
    const one = rig(() => ({ kind: "failure", reason, bodySent: true, code: "X" }) as Failure);
    await expect(one.source.forWrite()).rejects.toMatchObject({ code });
  });
});

describe("a second factor", () => {
  test("goes into the header as the code of the moment (RFC 6238, appendix B)", async () => {
    const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    const one = rig(numbered, {}, { otp: { header: "X-Cleo-OTP-Code", secret: { reveal: () => secret } } });
    one.pass((59_000 - Date.parse("2026-01-15T10:00:00Z")) / 1000);
    await one.source.forWrite();
    expect(one.headers[0]).toMatchObject({ "X-Cleo-OTP-Code": "287082" });
  });

  test("whose secret is not base32 is refused before any call", async () => {
    const one = rig(numbered, {}, { otp: { header: "X", secret: { reveal: () => "not base32!" } } });
    await expect(one.source.forWrite()).rejects.toMatchObject({
      code: "CLEO_LOGIN_REFUSED",
      at: { field: "auth.otp.secret" },
    });
    expect(one.forms).toEqual([]);
  });
});

test("the client credentials grant sends user name and password as id and secret", async () => {
  const one = rig(numbered, {}, { grant: "clientCredentials" });
  await one.source.forWrite();
  expect(one.forms).toEqual([{ grant_type: "client_credentials", client_id: "gpsvc", client_secret: "p@ss&word+1%" }]);
});
