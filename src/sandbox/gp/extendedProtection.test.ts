import { expect, test } from "vitest";
import { extendedProtectionProblem } from "./extendedProtection.ts";

const binding = Buffer.alloc(16, 5);
const spns = ["HTTP/gp.contoso.test"];
const check = (
  extendedProtection: "never" | "whenSupported" | "always",
  bound: { serviceName?: string; channel?: Buffer },
  channelBinding?: Buffer,
) => extendedProtectionProblem({ extendedProtection, spns }, { serviceName: "", ...bound }, channelBinding);

test.each([
  ["never", { channel: Buffer.alloc(16, 6) }, undefined],
  ["whenSupported", { channel: binding }, undefined],
  ["whenSupported", {}, undefined],
  ["whenSupported", { channel: Buffer.alloc(16, 6) }, "wrong channel binding"],
  ["whenSupported", { channel: Buffer.alloc(16) }, "wrong channel binding"],
  ["always", { channel: binding }, undefined],
  ["always", {}, "no channel binding"],
  ["always", { channel: binding.subarray(0, 8) }, "wrong channel binding"],
] as const)("over TLS, %s: %j gives %s", (policy, bound, expected) => {
  expect(check(policy, bound, binding)).toBe(expected);
});

test.each([
  ["whenSupported", "", undefined],
  ["whenSupported", "http/GP.contoso.test", undefined],
  ["whenSupported", "HTTP/other", "wrong service name"],
  ["always", "", "no service name"],
  ["always", "HTTP/gp.contoso.test", undefined],
  ["never", "HTTP/other", undefined],
] as const)("over plain HTTP, %s: %j gives %s", (policy, serviceName, expected) => {
  expect(check(policy, { serviceName })).toBe(expected);
});
