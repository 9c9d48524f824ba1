import { expect, test } from "vitest";
import { parseIdentity } from "./identity.ts";

test.each<[string, string | undefined, object]>([
  ["CONTOSO\\svc", undefined, { user: "svc", domain: "CONTOSO", display: "CONTOSO\\svc" }],
  ["CONTOSO\\svc", "contoso", { user: "svc", domain: "CONTOSO" }],
  ["svc@contoso.test", undefined, { user: "svc@contoso.test", domain: "", suffix: "contoso.test" }],
  ["svc@contoso.test", "CONTOSO", { user: "svc@contoso.test", domain: "" }],
  ["svc", "CONTOSO", { user: "svc", domain: "CONTOSO", display: "CONTOSO\\svc" }],
  ["svc", undefined, { user: "svc", domain: undefined, display: "svc" }],
  ["svc", "", { user: "svc", domain: undefined }],
  ["first@last@contoso.test", undefined, { suffix: "contoso.test" }],
  ["CONTOSO\\odd@name", undefined, { user: "odd@name", domain: "CONTOSO", suffix: undefined }],
])("%j with the domain %j", (username, domain, expected) => {
  expect(parseIdentity(username, domain)).toMatchObject(expected);
});

test("two different domains and empty users are refused", () => {
  expect(() => parseIdentity("A\\u", "B")).toThrow('names another domain than the option domain "B"');
  expect(() => parseIdentity("")).toThrow("empty");
  expect(() => parseIdentity("A\\")).toThrow("empty");
});
