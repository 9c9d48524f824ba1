import { describe, expect, test } from "vitest";
import { chooseMechanism, firstMechanism, type Mechanism, type SchemePolicy } from "./scheme.ts";

const policy: SchemePolicy = { scheme: "auto", kerberos: false, ntlmFallback: false, password: true, secure: true };
const offer = (...schemes: readonly string[]) => schemes.map((scheme) => ({ scheme, token: undefined }));
const everything = offer("basic", "ntlm", "negotiate");
const none = new Set<Mechanism>();

describe("the first message", () => {
  test.each<[string, Partial<SchemePolicy>, Mechanism]>([
    ["begins NTLM where Kerberos is not configured", {}, "ntlm"],
    ["asks what is offered where Kerberos is", { kerberos: true }, "anonymous"],
    ["asks where there is no password", { password: false, kerberos: true }, "anonymous"],
    ["is a ticket for negotiate", { scheme: "negotiate", kerberos: true }, "kerberos"],
    ["is type 1 for ntlm", { scheme: "ntlm" }, "ntlm"],
    ["is the password for basic", { scheme: "basic" }, "basic"],
  ])("%s", (_, overrides, mechanism) => {
    expect(firstMechanism({ ...policy, ...overrides })).toBe(mechanism);
  });
});

describe("of what is offered", () => {
  test.each<[string, Partial<SchemePolicy>, ReturnType<typeof offer>, Mechanism | undefined]>([
    ["Kerberos comes before all", { kerberos: true }, everything, "kerberos"],
    ["NTLM comes before Basic", {}, everything, "ntlm"],
    ["Negotiate serves for NTLM", {}, offer("negotiate", "basic"), "ntlm-as-negotiate"],
    ["Basic comes last", {}, offer("basic", "digest"), "basic"],
    ["Basic is not taken without TLS", { secure: false }, offer("basic"), undefined],
    ["nothing is taken that is not known", {}, offer("digest", "bearer"), undefined],
    [
      "without a password only Kerberos is left",
      { password: false, kerberos: true },
      offer("ntlm", "basic"),
      undefined,
    ],
    ["ntlm takes NTLM under either name", { scheme: "ntlm" }, offer("negotiate", "basic"), "ntlm-as-negotiate"],
    ["ntlm does not take Basic", { scheme: "ntlm" }, offer("basic"), undefined],
    ["negotiate does not take NTLM by itself", { scheme: "negotiate" }, offer("ntlm"), undefined],
    ["negotiate takes NTLM where that is allowed", { scheme: "negotiate", ntlmFallback: true }, offer("ntlm"), "ntlm"],
    ["basic does not take NTLM", { scheme: "basic" }, offer("ntlm"), undefined],
  ])("%s", (_, overrides, offered, mechanism) => {
    expect(chooseMechanism({ ...policy, ...overrides }, offered, none)).toBe(mechanism);
  });

  test("each is chosen once", () => {
    const tried = new Set<Mechanism>();
    const order: Mechanism[] = [];
    for (let next = chooseMechanism({ ...policy, kerberos: true }, everything, tried); next !== undefined; ) {
      order.push(next);
      tried.add(next);
      next = chooseMechanism({ ...policy, kerberos: true }, everything, tried);
    }
    expect(order).toEqual(["kerberos", "ntlm", "ntlm-as-negotiate", "basic"]);
  });
});
