import { expect, test } from "vitest";
import { unwrapNegotiate, wrapNegotiate } from "./spnego.ts";

const ntlm = Buffer.concat([Buffer.from("NTLMSSP\0", "latin1"), Buffer.from([1, 0, 0, 0]), Buffer.alloc(28, 7)]);

test("an NTLM message comes out of a bare token and out of SPNEGO, without what follows it", () => {
  expect(unwrapNegotiate(ntlm)).toEqual({ message: ntlm, wrapped: false });
  const octets = Buffer.concat([Buffer.from([0x04, ntlm.length]), ntlm]);
  // NegTokenInit: application 0, SPNEGO's identifier, [0] SEQUENCE, mechToken, and a field behind it.
  const token = Buffer.concat([
    Buffer.from([
      0x60,
      0x48,
      0x06,
      0x06,
      0x2b,
      0x06,
      0x01,
      0x05,
      0x05,
      0x02,
      0xa0,
      0x3e,
      0x30,
      0x3c,
      0xa2,
      ntlm.length + 2,
    ]),
    octets,
    Buffer.from([0xa3, 0x04, 0x04, 0x02, 0xff, 0xff]),
  ]);
  expect(unwrapNegotiate(token)).toEqual({ message: ntlm, wrapped: true });
});

test("what was wrapped comes out again, whatever its length", () => {
  for (const length of [40, 120, 128, 250, 256, 3000]) {
    const message = Buffer.concat([ntlm.subarray(0, 12), Buffer.alloc(length, 1)]);
    const token = wrapNegotiate(message);
    expect(token[0]).toBe(0xa1);
    expect(unwrapNegotiate(token)).toEqual({ message, wrapped: true });
  }
});

test("a token without NTLM is handed back", () => {
  const kerberos = Buffer.from([0x60, 0x03, 0x06, 0x01, 0x2a]);
  expect(unwrapNegotiate(kerberos)).toEqual({ message: kerberos, wrapped: true });
  expect(unwrapNegotiate(Buffer.alloc(0)).message).toHaveLength(0);
});
