import { expect, it } from "vitest";
import { countryCode } from "./country.ts";

it.each([
  ["US", "US"],
  ["usa", "US"],
  [" United States ", "US"],
  ["Canada", "CA"],
  ["Germany", "DE"],
  ["France", "FR"],
  ["United Kingdom", "GB"],
  ["UK", "GB"],
  ["England", "GB"],
  ["Russia", "RU"],
  ["Serbia", "RS"],
  ["Yemen", "YE"],
  ["Vietnam", "VN"],
  ["DD", "DE"],
])("knows %s as %s", (text, code) => {
  expect(countryCode(text)).toBe(code);
});

it("knows no country in what is none", () => {
  expect(["Ruritania", "", "U", "QQ"].map(countryCode)).toEqual([undefined, undefined, undefined, undefined]);
  expect(countryCode(undefined)).toBeUndefined();
});

it("gives a name one code, which goes by that name", () => {
  const names = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
  for (const first of "ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
    for (const second of "ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
      const code = countryCode(first + second);
      if (code === undefined) continue;
      expect(countryCode(names.of(code))).toBe(code);
      expect(countryCode(code)).toBe(code);
    }
  }
});
