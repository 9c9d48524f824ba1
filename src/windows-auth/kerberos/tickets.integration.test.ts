import { afterEach, describe, expect, test } from "vitest";
import { type KdcAnswer, type KdcQuestion, startKdc, type TestKdc } from "../../../test/windows-auth/testKdc.ts";
import { DerError } from "../der.ts";
import { encryptionTypes } from "./encryption.ts";
import { askKdc, type Kdc, parseKdc } from "./kdc.ts";
import { passwordKeys } from "./longTermKey.ts";
import { KerberosMessageError } from "./messageError.ts";
import { userPrincipal } from "./principal.ts";
import { obtainGrantingTicket, obtainServiceTicket, type TicketEnvironment, type TicketRequest } from "./tickets.ts";

const running: TestKdc[] = [];
afterEach(async () => {
  for (const kdc of running.splice(0)) await kdc.close();
});

async function start(
  realm: string,
  decide?: (question: KdcQuestion) => KdcAnswer | undefined,
  trusting?: TestKdc,
): Promise<TestKdc> {
  const kdc = await startKdc(realm, "secret", decide, trusting?.sessionKey);
  running.push(kdc);
  return kdc;
}

const request = (overrides: Partial<TicketRequest> = {}): TicketRequest => ({
  client: userPrincipal("user"),
  encryptionTypes: encryptionTypes(undefined),
  keys: passwordKeys("secret", "user"),
  realm: "A.TEST",
  servicePrincipalName: "HTTP/gp.b.test",
  user: "user",
  ...overrides,
});

const environment = (kdcs: Readonly<Record<string, readonly Kdc[]>>): TicketEnvironment => {
  let time = 1n;
  return {
    ask: askKdc,
    authenticatorTime: () => time++,
    kdcsOf: async (realm) => kdcs[realm] ?? [],
    now: Date.now,
    signal: undefined,
    timeouts: { connect: 5000, response: 5000 },
  };
};

describe("across realms", () => {
  test("the user is looked for where the domain says", async () => {
    const a = await start("A.TEST", () => ({ error: 68, clientRealm: "B.TEST" }));
    const b = await start("B.TEST");
    const granting = await obtainGrantingTicket(
      request(),
      environment({ "A.TEST": [a.address], "B.TEST": [b.address] }),
    );
    expect(granting.realm).toBe("B.TEST");
  });

  test("the service's ticket is fetched where the domain refers to", async () => {
    const b = await start("B.TEST");
    const a = await start("A.TEST", ({ kind }) => (kind === "tgs" ? { ticketFor: "krbtgt/B.TEST" } : undefined), b);
    const world = environment({ "A.TEST": [a.address], "B.TEST": [b.address] });
    const granting = await obtainGrantingTicket(request(), world);
    const granted = await obtainServiceTicket(request(), granting, world);
    expect(granted.sessionKey.value).toEqual(b.sessionKey.value);
    expect(b.questions).toMatchObject([{ kind: "tgs", service: { components: ["HTTP", "gp.b.test"] } }]);
  });

  test("referrals in a circle come to an end", async () => {
    const a = await start("A.TEST", ({ preauthenticated }) =>
      preauthenticated ? undefined : { error: 68, clientRealm: "A.TEST" },
    );
    const world = environment({ "A.TEST": [a.address] });
    await expect(obtainGrantingTicket(request(), world)).rejects.toThrow("without an end");
    expect(a.questions.length).toBeLessThanOrEqual(6);

    const b = await start("A.TEST", ({ kind }) => (kind === "tgs" ? { ticketFor: "krbtgt/A.TEST" } : undefined));
    const second = environment({ "A.TEST": [b.address] });
    const granting = await obtainGrantingTicket(request(), second);
    await expect(obtainServiceTicket(request(), granting, second)).rejects.toThrow("without an end");
  });
});

describe("a domain controller that gives no answer", () => {
  test("is passed over before the password was used", async () => {
    const silent = await start("A.TEST", () => "hang up");
    const good = await start("A.TEST");
    const world = environment({ "A.TEST": [silent.address, good.address] });
    expect((await obtainGrantingTicket(request(), world)).endTime).toBeGreaterThan(Date.now());
  });

  test("is not replaced by another once the password was used: that might be a second try", async () => {
    const silent = await start("A.TEST", ({ preauthenticated }) => (preauthenticated ? "hang up" : undefined));
    const good = await start("A.TEST");
    const world = environment({ "A.TEST": [silent.address, good.address] });
    await expect(obtainGrantingTicket(request(), world)).rejects.toMatchObject({ code: "KERBEROS_KDC_UNREACHABLE" });
    expect(good.questions).toEqual([]);
  });

  test("does not exist at all, or nobody knows one", async () => {
    await expect(obtainGrantingTicket(request(), environment({}))).rejects.toMatchObject({
      code: "KERBEROS_KDC_UNREACHABLE",
    });
  });
});

describe("a forged answer", () => {
  test.each<[string, KdcAnswer]>([
    ["with another nonce", { ticketFor: "krbtgt/A.TEST", nonceOffset: 1 }],
    ["encrypted by another key", { ticketFor: "krbtgt/A.TEST", wrongKey: true }],
    ["with a ticket for another service", { ticketFor: "HTTP/evil" }],
    ["of random bytes", { bytes: Buffer.from("30820fff0102030405", "hex") }],
    ["that is empty", { bytes: Buffer.alloc(0) }],
  ])("%s is refused", async (_, answer) => {
    const kdc = await start("A.TEST", ({ preauthenticated }) => (preauthenticated ? answer : undefined));
    const outcome = obtainGrantingTicket(request(), environment({ "A.TEST": [kdc.address] }));
    await expect(outcome).rejects.toSatisfy(
      (error: unknown) => error instanceof KerberosMessageError || error instanceof DerError,
    );
  });
});

test.each([
  [6, "LOGON_REFUSED", "unknown-user"],
  [12, "LOGON_REFUSED", "unspecified"],
  [14, "KERBEROS_NO_COMMON_ENCRYPTION", undefined],
  [18, "LOGON_REFUSED", "disabled-or-locked"],
  [1, "LOGON_REFUSED", "disabled-or-locked"],
  [23, "LOGON_REFUSED", "password-expired"],
  [24, "LOGON_REFUSED", "wrong-password"],
  [31, "LOGON_REFUSED", "wrong-password"],
  [37, "KERBEROS_CLOCK_SKEW", undefined],
  [60, "KERBEROS_KDC_REFUSED", undefined],
])("KDC error %d is %s, %s", async (kdcError, code, reason) => {
  const kdc = await start("A.TEST", () => ({ error: kdcError }));
  const outcome = obtainGrantingTicket(request(), environment({ "A.TEST": [kdc.address] }));
  await expect(outcome).rejects.toMatchObject({ code, reason, kdcError, sent: false });
});

test("a user without preauthentication gets the ticket by the recipe in the reply, or is refused without one", async () => {
  const kdc = await start("A.TEST", () => ({ ticketFor: "krbtgt/A.TEST" }));
  const outcome = obtainGrantingTicket(request(), environment({ "A.TEST": [kdc.address] }));
  // This reply brings no recipe, and the salt is never guessed.
  await expect(outcome).rejects.toMatchObject({ code: "KERBEROS_NO_COMMON_ENCRYPTION" });
});

test("addresses of domain controllers are read with and without a port", () => {
  expect(parseKdc("dc1.corp.test")).toEqual({ host: "dc1.corp.test", port: 88 });
  expect(parseKdc("dc1:1088")).toEqual({ host: "dc1", port: 1088 });
  expect(parseKdc("[fe80::1]:88")).toEqual({ host: "fe80::1", port: 88 });
  for (const bad of ["", "dc1:0", "dc1:99999", "a b", "ldap://dc1"])
    expect(() => parseKdc(bad), bad).toThrow("kerberos.kdc");
});
