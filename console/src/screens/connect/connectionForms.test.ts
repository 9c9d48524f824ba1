import { expect, test } from "vitest";
import { cleoEntry, cleoForm, emptyCleo, emptyGp, freeName, gpEntry, gpForm } from "./connectionForms.ts";

test("a second connection never takes the place of the first", () => {
  expect(freeName("gp", [])).toBe("gp");
  expect(freeName("gp", ["gp", "gp-2", "cleo"])).toBe("gp-3");
});

test("a stored connection comes back from the form as it went in", () => {
  const gp = gpEntry({ ...emptyGp, url: "https://gp.example/GPService", database: "TWO", username: "CONTOSO\\svc" });
  expect(gpEntry(gpForm(gp))).toEqual(gp);
  const cleo = cleoEntry({ ...emptyCleo, url: "https://cleo.example", username: "svc" });
  expect(cleoEntry(cleoForm(cleo))).toEqual(cleo);
});

test("what was typed with room around it is stored without", () => {
  expect(gpEntry({ ...emptyGp, url: " https://gp.example/GPService " }).url).toBe("https://gp.example/GPService");
});
