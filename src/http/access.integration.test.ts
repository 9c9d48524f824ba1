import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type ApiSite, openApiSite } from "../../test/apiSite.ts";
import { type TemporaryLedger, temporaryLedger } from "../../test/temporaryLedger.ts";
import { addUser } from "../app/access/users.ts";
import type { Application } from "../app/application.ts";
import type { Database } from "../database/database.ts";
import { createLogonGuard } from "../windows-auth/index.ts";

const password = "correct horse battery";

describe("users and sessions", () => {
  let temporary: TemporaryLedger;
  let application: Application;
  let site: ApiSite;
  let now = new Date("2026-01-15T09:30:00Z");
  const later = (milliseconds: number): void => {
    now = new Date(now.getTime() + milliseconds);
  };

  beforeAll(async () => {
    temporary = await temporaryLedger();
    application = {
      dataDirectory: "none is needed here",
      backend: "postgres",
      database: { poolConfig: temporary.poolConfig } as Database,
      ledger: temporary.ledger,
      vault: () => {
        throw new Error("no secret is needed here");
      },
      logonGuard: createLogonGuard(),
      actor: "test",
      clock: () => now,
      close: async () => {},
    };
    site = await openApiSite(application);
  });
  afterAll(async () => {
    await site?.close();
    await temporary?.close();
  });
  beforeEach(async () => {
    for (const table of ["userSession", "signInFailure", "apiToken", "firstAdministrator", "userAccount"] as const) {
      await temporary.ledger.deleteFrom(table).execute();
    }
  });

  const setUp = async () => {
    const alice = site.browser();
    const answer = await alice("POST", "/api/setup", { name: "Alice", password });
    expect(answer.status).toBe(201);
    return { alice, answer };
  };
  const actions = async (): Promise<string[]> =>
    (await temporary.ledger.selectFrom("auditEntry").select(["action", "actor"]).orderBy("id").execute()).map(
      ({ action, actor }) => `${actor} ${action}`,
    );

  it("lets the first to come from this machine be the administrator, once, and tells the audit trail", async () => {
    expect((await site.ask("GET", "/api/setup")).json).toMatchObject({ needed: true, codeNeeded: false });
    const { alice, answer } = await setUp();
    expect(answer.json).toMatchObject({ name: "alice", role: "administrator", kind: "user" });
    expect((await alice("GET", "/api/session")).json.rights).toEqual(["view", "operate", "administer", "content"]);
    const second = await site.browser()("POST", "/api/setup", { name: "mallory", password });
    expect([second.status, second.json.error.code]).toEqual([409, "SETUP_DONE"]);
    expect((await actions()).slice(-2)).toEqual(["user:alice user.added", "user:alice user.signedIn"]);
  });

  it("makes one administrator of many who come at once", async () => {
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        site.browser()("POST", "/api/setup", { name: `first${index}`, password }),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(5);
  });

  it("asks whoever comes from elsewhere, or by a proxy, for the setup code", async () => {
    const guarded = await openApiSite(application, { host: "0.0.0.0", setupCode: "ABCDE-FGHJK" });
    const elsewhere = guarded.browser({ remoteAddress: "198.51.100.7" });
    const proxied = guarded.browser({ headers: { "x-forwarded-for": "198.51.100.7" } });
    for (const ask of [elsewhere, proxied]) {
      expect((await ask("GET", "/api/setup")).json).toMatchObject({ needed: true, codeNeeded: true });
      for (const code of [undefined, "", "ABCDE-FGHJX", "x".repeat(100)]) {
        const refused = await ask("POST", "/api/setup", {
          name: "mallory",
          password,
          ...(code !== undefined && { code }),
        });
        expect([refused.status, refused.json.error.code]).toEqual([403, "SETUP_CODE_WRONG"]);
      }
    }
    const right = await elsewhere("POST", "/api/setup", { name: "alice", password, code: " abcde-fghjk " });
    expect(right.status).toBe(201);
    await guarded.close();
  });

  it("gives a session to the right password only, and says the same of a wrong one and of nobody", async () => {
    await setUp();
    const wrong = await site.browser()("POST", "/api/session", { name: "alice", password: "wrong" });
    const nobody = await site.browser()("POST", "/api/session", { name: "nobody", password: "wrong" });
    expect(wrong.status).toBe(401);
    expect(wrong.json).toEqual(nobody.json);
    expect(wrong.headers["set-cookie"]).toBeUndefined();
    expect((await site.browser()("POST", "/api/session", { name: "ALICE", password })).status).toBe(200);
  });

  it("keeps the session out of reach of scripts and of other sites, and only its fingerprint on disk", async () => {
    const { answer } = await setUp();
    const cookie = String(answer.headers["set-cookie"]);
    expect(cookie).toMatch(/^ml-connector=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    const [stored] = await temporary.ledger.selectFrom("userSession").selectAll().execute();
    expect(cookie).not.toContain(stored?.fingerprint);
    const behindTls = await openApiSite(application, { publicUrl: new URL("https://connector.example.com") });
    const secure = await behindTls.ask(
      "POST",
      "/api/session",
      { name: "alice", password },
      { host: "connector.example.com" },
    );
    expect(String(secure.headers["set-cookie"])).toMatch(
      /^__Host-ml-connector=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
    expect(secure.headers["strict-transport-security"]).toBe("max-age=31536000");
    await behindTls.close();
  });

  it("gives a new session at every sign-in, so that one that was planted is worth nothing (session fixation)", async () => {
    await setUp();
    const planted = "A".repeat(43);
    const victim = await site.ask(
      "POST",
      "/api/session",
      { name: "alice", password },
      { cookie: `ml-connector=${planted}` },
    );
    expect(String(victim.headers["set-cookie"])).not.toContain(planted);
    expect((await site.ask("GET", "/api/session", undefined, { cookie: `ml-connector=${planted}` })).status).toBe(401);
    const first = /ml-connector=([\w-]+)/.exec(String(victim.headers["set-cookie"]))?.[1];
    await site.ask("POST", "/api/session", { name: "alice", password }, { cookie: `ml-connector=${first}` });
    expect((await site.ask("GET", "/api/session", undefined, { cookie: `ml-connector=${first}` })).status).toBe(401);
  });

  it("ends a session after an hour without use, after twelve hours in any case, and at sign-out", async () => {
    const { alice } = await setUp();
    for (let use = 0; use < 3; use++) {
      later(59 * 60_000);
      expect((await alice("GET", "/api/session")).status).toBe(200);
    }
    later(61 * 60_000);
    expect((await alice("GET", "/api/session")).status).toBe(401);

    await alice("POST", "/api/session", { name: "alice", password });
    for (let use = 0; use < 14; use++) {
      later(50 * 60_000);
      await alice("GET", "/api/session");
    }
    later(30 * 60_000);
    expect((await alice("GET", "/api/session")).status).toBe(401);

    const again = site.browser();
    await again("POST", "/api/session", { name: "alice", password });
    const cookie = (await temporary.ledger.selectFrom("userSession").selectAll().execute()).length;
    expect((await again("DELETE", "/api/session")).status).toBe(204);
    expect(await temporary.ledger.selectFrom("userSession").selectAll().execute()).toHaveLength(cookie - 1);
    expect((await again("GET", "/api/session")).status).toBe(401);
  });

  it("refuses what another site sends with the session, in each of the ways it can come (CSRF)", async () => {
    const { alice } = await setUp();
    const { ask, cookie } = { ask: site.ask, cookie: await cookieOf(alice) };
    const bob = { name: "bob", role: "viewer" };
    const forged: Record<string, string>[] = [
      {},
      { "x-requested-with": "x", origin: "https://evil.example" },
      { "x-requested-with": "x", origin: "null" },
      { "x-requested-with": "x", "sec-fetch-site": "cross-site" },
      { "x-requested-with": "x", "sec-fetch-site": "same-site" },
    ];
    for (const headers of forged) {
      const refused = await ask("POST", "/api/users", bob, { cookie, ...headers });
      expect([headers, refused.status, refused.json.error.code]).toEqual([headers, 403, "REQUEST_FOREIGN"]);
    }
    const form = await ask("POST", "/api/users", "name=bob&role=viewer", {
      cookie,
      "content-type": "application/x-www-form-urlencoded",
      "x-requested-with": "x",
    });
    expect(form.status).toBe(415);
    const text = await ask("POST", "/api/users", JSON.stringify(bob), {
      cookie,
      "content-type": "text/plain",
      "x-requested-with": "x",
    });
    expect(text.status).toBe(415);
    const own = await ask("POST", "/api/users", bob, {
      cookie,
      "x-requested-with": "x",
      origin: "http://127.0.0.1:8480",
      "sec-fetch-site": "same-origin",
    });
    expect(own.status).toBe(201);
  });

  it("answers to its own host names only, while it listens on this machine only (DNS rebinding)", async () => {
    for (const host of ["127.0.0.1:8480", "localhost:8480", "[::1]:8480"]) {
      expect((await site.ask("GET", "/api/setup", undefined, { host })).status).toBe(200);
    }
    for (const host of ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8480"]) {
      const refused = await site.ask("GET", "/api/setup", undefined, { host });
      expect([host, refused.status]).toEqual([host, 403]);
    }
  });

  it("slows down who guesses, and nobody else: the same user signs in from elsewhere", async () => {
    await setUp();
    const guesser = site.browser({ remoteAddress: "198.51.100.7" });
    const attempts: number[] = [];
    for (let guess = 0; guess < 7; guess++) {
      attempts.push((await guesser("POST", "/api/session", { name: "alice", password: `guess ${guess}` })).status);
    }
    expect(attempts).toEqual([401, 401, 401, 401, 401, 429, 429]);
    const told = await guesser("POST", "/api/session", { name: "alice", password });
    expect([told.status, told.json.error.code, told.headers["retry-after"]]).toEqual([429, "SIGN_IN_DELAYED", "15"]);
    const elsewhere = site.browser({ remoteAddress: "203.0.113.9" });
    expect((await elsewhere("POST", "/api/session", { name: "alice", password })).status).toBe(200);
    later(16_000);
    expect((await guesser("POST", "/api/session", { name: "alice", password: "wrong" })).status).toBe(401);
    expect((await guesser("POST", "/api/session", { name: "alice", password })).headers["retry-after"]).toBe("30");
    expect(await actions()).toContain("http user.signInDelayed");
  });

  it("counts guesses that are sent all at once", async () => {
    await setUp();
    const guesser = site.browser({ remoteAddress: "198.51.100.8" });
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, guess) =>
        guesser("POST", "/api/session", { name: "alice", password: `g ${guess}` }),
      ),
    );
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(7);
  });

  it("limits how often one address may try to sign in at all", async () => {
    await setUp();
    const many = site.browser({ remoteAddress: "198.51.100.9" });
    const statuses = new Set<string>();
    for (let guess = 0; guess < 25; guess++) {
      const { status, json } = await many("POST", "/api/session", { name: `user${guess}`, password: "wrong" });
      statuses.add(`${status} ${json.error.code}`);
    }
    expect(statuses).toEqual(new Set(["401 SIGN_IN_REFUSED", "429 REQUEST_TOO_MANY"]));
  });

  it("has a password that somebody else has set changed before anything else", async () => {
    const { alice } = await setUp();
    const added = await alice("POST", "/api/users", { name: "bob", role: "operator" });
    expect(added.status).toBe(201);
    expect(added.json.password).toMatch(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/);
    const bob = site.browser();
    const signedIn = await bob("POST", "/api/session", { name: "bob", password: added.json.password });
    expect(signedIn.json.passwordTemporary).toBe(true);
    expect((await bob("GET", "/api/jobs")).json.error.code).toBe("PASSWORD_TEMPORARY");
    const weak = await bob("PUT", "/api/session/password", { current: added.json.password, password: "short" });
    expect([weak.status, weak.json.error.code]).toEqual([400, "PASSWORD_WEAK"]);
    const other = site.browser();
    await other("POST", "/api/session", { name: "bob", password: added.json.password });
    const changed = await bob("PUT", "/api/session/password", { current: added.json.password, password });
    expect(changed.status).toBe(204);
    expect((await bob("GET", "/api/jobs")).status).toBe(200);
    expect((await other("GET", "/api/session")).status).toBe(401);
  });

  it("ends the sessions of a user who is disabled or whose password is reset, at once", async () => {
    const { alice } = await setUp();
    await addUser(application, { name: "bob", role: "viewer", readsContent: false, password });
    const bob = site.browser();
    await bob("POST", "/api/session", { name: "bob", password });
    expect((await alice("PATCH", "/api/users/bob", { disabled: true })).json.disabled).toBe(true);
    expect((await bob("GET", "/api/session")).status).toBe(401);
    expect((await bob("POST", "/api/session", { name: "bob", password })).status).toBe(401);
    await alice("PATCH", "/api/users/bob", { disabled: false });
    await bob("POST", "/api/session", { name: "bob", password });
    const reset = await alice("POST", "/api/users/bob/password", {});
    expect((await bob("GET", "/api/session")).status).toBe(401);
    expect((await bob("POST", "/api/session", { name: "bob", password: reset.json.password })).status).toBe(200);
  });

  it("keeps the last administrator", async () => {
    const { alice } = await setUp();
    for (const change of [{ disabled: true }, { role: "viewer" }]) {
      const refused = await alice("PATCH", "/api/users/alice", change);
      expect([refused.status, refused.json.error.code]).toEqual([409, "USER_LAST_ADMINISTRATOR"]);
    }
    await alice("POST", "/api/users", { name: "carol", role: "administrator" });
    expect((await alice("PATCH", "/api/users/alice", { role: "viewer" })).status).toBe(200);
    expect((await alice("GET", "/api/users")).json.error.code).toBe("RIGHT_MISSING");
  });

  it("shows an API token once, knows it until it expires or is revoked, and keeps no copy", async () => {
    const { alice } = await setUp();
    const made = await alice("POST", "/api/tokens", { name: "nightly", role: "viewer", days: 2 });
    expect(made.status).toBe(201);
    const { text, token } = made.json;
    expect(text).toMatch(/^mlc_[\w-]{43}$/);
    expect(token.readsContent).toBe(false);
    const stored = JSON.stringify(await temporary.ledger.selectFrom("apiToken").selectAll().execute());
    expect(stored).not.toContain(text.slice(4));
    expect((await alice("GET", "/api/tokens")).text).not.toContain(text.slice(4));
    const nightly = (url = "/api/jobs") => site.ask("GET", url, undefined, { authorization: `Bearer ${text}` });
    expect((await nightly()).status).toBe(200);
    expect((await nightly("/api/users")).json.error.code).toBe("RIGHT_MISSING");
    expect((await nightly("/api/session")).json).toMatchObject({ kind: "token", name: "nightly", rights: ["view"] });
    later(3 * 24 * 3_600_000);
    expect((await nightly()).status).toBe(401);
    const other = (await site.as("administrator")) as never as typeof site.ask;
    const second = await other("POST", "/api/tokens", { name: "short", role: "viewer" });
    const ask = () => site.ask("GET", "/api/jobs", undefined, { authorization: `Bearer ${second.json.text}` });
    expect((await ask()).status).toBe(200);
    expect((await other("DELETE", `/api/tokens/${second.json.token.id}`)).json.state).toBe("revoked");
    expect((await ask()).status).toBe(401);
    expect((await other("DELETE", `/api/tokens/${second.json.token.id}`)).status).toBe(404);
  });

  it("refuses bodies that are too large or no JSON, and asks in a form it does not know", async () => {
    const { alice } = await setUp();
    const large = await alice("POST", "/api/users", { name: "x".repeat(70_000), role: "viewer" });
    expect([large.status, large.json.error.code]).toEqual([413, "REQUEST_TOO_LARGE"]);
    const broken = await alice("POST", "/api/users", '{"name":', { "content-type": "application/json" });
    expect([broken.status, broken.json.error.code]).toEqual([400, "REQUEST_INVALID"]);
    const poisoned = await alice("POST", "/api/users", '{"__proto__":{"role":"administrator"},"name":"bob"}', {
      "content-type": "application/json",
    });
    expect(poisoned.status).toBe(400);
    const extra = await alice("POST", "/api/users", { name: "bob", role: "viewer", isAdmin: true });
    expect([extra.status, extra.json.error.at.field]).toEqual([400, "body"]);
    const nowhere = await alice("GET", "/api/nothing/here");
    expect([nowhere.status, nowhere.json.error.code]).toEqual([404, "ROUTE_UNKNOWN"]);
  });

  it("has had no defect in any of this", () => {
    expect(site.defects).toEqual([]);
  });

  async function cookieOf(browser: ReturnType<ApiSite["browser"]>): Promise<string> {
    const answer = await browser("POST", "/api/session", { name: "alice", password });
    return String(answer.headers["set-cookie"]).split(";")[0] ?? "";
  }
});
