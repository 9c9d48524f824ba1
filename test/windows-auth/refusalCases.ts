import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createLogonGuard } from "../../src/windows-auth/index.ts";
import { failure, get, type LabBundle, type LabPort, post } from "./labBundle.ts";

const threshold = 4;
const password = "Right-Passw0rd!";

/** Accounts of their own, in a domain that locks them: the domain controller itself counts the tries. */
export function refusalCases(bundle: LabBundle): void {
  const createAccount = async (): Promise<string> => {
    const name = `ml-${randomBytes(4).toString("hex")}`;
    await bundle.lab.sambaTool("domain", "passwordsettings", "set", `--account-lockout-threshold=${threshold}`);
    await bundle.lab.sambaTool("user", "create", name, password);
    return name;
  };
  const badPasswords = async (name: string): Promise<number> => {
    const record = await bundle.lab.sambaTool("user", "show", name, "--attributes=badPwdCount");
    return Number(/badPwdCount: (\d+)/.exec(record)?.[1] ?? 0);
  };
  const credentials = (name: string, secret: string) => ({
    // Samba counts bad passwords only for names in this form when they come by NTLM.
    username: `${bundle.variable("DOMAIN")}\\${name}`,
    password: secret,
  });

  describe("a refused logon", () => {
    test.each<[LabPort, object]>([
      ["CONN", {}],
      ["PERREQ", {}],
      ["NTLM_STRICT", {}],
      ["EPA_REQUIRE", {}],
      ["BASIC", {}],
      ["APACHE", {}],
      ["APACHE_KRB", { scheme: "negotiate" }],
      ["CONN", { scheme: "auto" }],
    ])(
      "at %s %o costs one try, however many requests there are",
      async (port, { scheme }: { scheme?: "negotiate" | "auto" }) => {
        const name = await createAccount();
        const kerberos =
          scheme === undefined
            ? {}
            : { scheme, kerberos: { kdc: bundle.variable("KDC"), realm: bundle.variable("REALM") } };
        const client = bundle.client(port, { credentials: credentials(name, "wrong"), ...kerberos });
        const outcomes = await Promise.all(
          Array.from({ length: 20 }, (_, n) => failure(n % 2 ? get(client) : post(client, "x"))),
        );
        expect(new Set(outcomes.map(({ code }) => code))).toEqual(new Set(["LOGON_REFUSED"]));
        expect(outcomes.every(({ sent }) => !sent)).toBe(true);
        expect((await failure(get(client))).message).toContain("not tried again with the same password");
        expect(await badPasswords(name)).toBe(1);
      },
    );

    test.each<[string, (bundle: LabBundle) => string]>([
      ["a disabled account", ({ variable }) => variable("DISABLED_USER")],
      ["an account whose password must be changed", ({ variable }) => variable("EXPIRED_USER")],
      ["an unknown account", () => "nobody"],
    ])("of %s reaches the server once", async (_, name) => {
      const before = bundle.lab.refusals().length;
      const client = bundle.client("CONN", {
        credentials: bundle.account(`${bundle.variable("DOMAIN")}\\${name(bundle)}`),
      });
      const outcomes = await Promise.all(Array.from({ length: 10 }, () => failure(get(client))));
      expect(outcomes.every(({ code, reason }) => code === "LOGON_REFUSED" && reason === "unspecified")).toBe(true);
      expect(bundle.lab.refusals().length - before).toBe(1);
    });

    test("of a locked account is named by Kerberos, and over NTLM reaches the server once", async () => {
      const name = await createAccount();
      for (let n = 0; n < threshold; n++) {
        await failure(get(bundle.client("CONN", { credentials: credentials(name, `wrong ${n}`) })));
      }
      const before = bundle.lab.refusals().length;
      const ntlm = bundle.client("CONN", { credentials: credentials(name, password) });
      const outcomes = await Promise.all(Array.from({ length: 10 }, () => failure(get(ntlm))));
      expect(new Set(outcomes.map(({ code }) => code))).toEqual(new Set(["LOGON_REFUSED"]));
      expect(bundle.lab.refusals().length - before).toBe(1);

      const kerberos = bundle.client("APACHE_KRB", {
        credentials: credentials(name, password),
        kerberos: { kdc: bundle.variable("KDC"), realm: bundle.variable("REALM") },
        scheme: "negotiate",
      });
      expect(await failure(get(kerberos))).toMatchObject({
        code: "LOGON_REFUSED",
        reason: "disabled-or-locked",
        kdcError: 18,
      });
    });

    test("is remembered by all clients that share a guard", async () => {
      const name = await createAccount();
      const logonGuard = createLogonGuard();
      for (let n = 0; n < 5; n++) {
        await failure(get(bundle.client("CONN", { credentials: credentials(name, "wrong"), logonGuard })));
      }
      expect(await badPasswords(name)).toBe(1);
    });

    test("is over as soon as the password provider gives another password", async () => {
      const name = await createAccount();
      let secret = "wrong";
      const client = bundle.client("CONN", { credentials: { ...credentials(name, ""), password: () => secret } });
      await failure(get(client));
      await failure(get(client));
      secret = password;
      expect((await get(client)).status).toBe(200);
    });

    test("may be tried once more after forgetRefusal", async () => {
      const name = await createAccount();
      await bundle.lab.sambaTool("user", "disable", name);
      const client = bundle.client("CONN", { credentials: credentials(name, password) });
      await failure(get(client));
      await bundle.lab.sambaTool("user", "enable", name);
      expect((await failure(get(client))).code).toBe("LOGON_REFUSED");
      client.forgetRefusal();
      expect((await get(client)).status).toBe(200);
    });
  });
}
