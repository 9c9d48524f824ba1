import fc from "fast-check";
import { expect, test } from "vitest";
import { parseChallenges } from "./challenges.ts";

const read = (...values: readonly string[]) =>
  parseChallenges(values.flatMap((value) => ["WWW-Authenticate", value])).map(({ scheme, token }) =>
    token === undefined ? scheme : `${scheme}:${token.toString()}`,
  );
const base64 = (text: string) => Buffer.from(text).toString("base64");

test.each<[string, readonly string[], readonly string[]]>([
  ["one header each", ["Negotiate", "NTLM", 'Basic realm="x"'], ["negotiate", "ntlm", "basic"]],
  ["all in one header", ['Negotiate, NTLM, Basic realm="x"'], ["negotiate", "ntlm", "basic"]],
  ["names in any case", ["NEGOTIATE,ntlm"], ["negotiate", "ntlm"]],
  ["a realm with commas, quotes and scheme names", ['Basic realm="a, NTLM \\"b\\"", NTLM'], ["basic", "ntlm"]],
  ["a token", [`NTLM ${base64("type 2")}`], ["ntlm:type 2"]],
  ["a token beside other schemes", [`Negotiate ${base64("abc")}, NTLM`], ["negotiate:abc", "ntlm"]],
  ["a token with padding, and one without", [`NTLM ${base64("a")}`, `NTLM ${base64("abc")}`], ["ntlm:a", "ntlm:abc"]],
  ["several parameters", ['Digest realm="r", qop="auth", nonce=abc, NTLM'], ["digest", "ntlm"]],
  ["nothing", ["", " , ,"], []],
])("challenges are read from %s", (_, headers, expected) => {
  expect(read(...headers)).toEqual(expected);
});

test("other headers are left alone", () => {
  expect(parseChallenges(["Proxy-Authenticate", "NTLM", "www-authenticate", "Negotiate"])).toHaveLength(1);
});

test("any text is read in one pass, without an error", () => {
  fc.assert(fc.property(fc.string({ maxLength: 500 }), (text) => void read(text)));
  const long = "a=".repeat(20_000);
  expect(read(long).length).toBeLessThanOrEqual(20_000);
});
