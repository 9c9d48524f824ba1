import { describe, expect, test } from "vitest";
import { sandboxFlags, withFlags } from "./flags.ts";
import { sandboxOptions } from "./options.ts";

const examples: Readonly<Record<string, string>> = {
  PORT: "0",
  DIR: "journal",
  N: "5",
  NAME: "Europe/Berlin",
  DATE: "2026-01-15",
  VERSION: "18.x",
  LIST: "",
  MODE: "request",
  STYLE: "column",
  FORM: "",
  HOW: "toEnd",
  MS: "10",
  WHERE: "check",
  WHEN: "250",
  POLICY: "conflict",
};
const special: Readonly<Record<string, string>> = {
  "--schemes": "NTLM,Basic",
  "--partner-webhook": "http://127.0.0.1:8480/webhooks/cleo/two-to-cleo/events",
  "--partner-key": "key",
  "--partner-folder": "inbox",
  "--partner-format": "json",
  "--partner-answers": "997,855=changedDate:x2,810+5000",
  "--fault": "lostAnswer:x1,html502:0.1",
  "--envelope": "payload",
  "--dates": "ms",
  "--decimals": "string",
};

describe("flags of the sandbox", () => {
  test.each(sandboxFlags.map((flag) => [flag.name, flag] as const))(
    "%s sets an option that the schema knows",
    (name, flag) => {
      const text = special[name] ?? examples[flag.argument ?? ""] ?? "";
      const options = withFlags({}, { [name]: text });
      const resolved: unknown = flag.path
        .split(".")
        .reduce<unknown>((value, part) => (value as Record<string, unknown>)[part], sandboxOptions.parse(options));
      expect(resolved).toEqual(flag.read(text));
    },
  );

  test("have names and help of their own", () => {
    expect(new Set(sandboxFlags.map(({ name }) => name)).size).toBe(sandboxFlags.length);
    for (const { help } of sandboxFlags) expect(help.length).toBeGreaterThan(10);
  });

  test("lie over a file's options and leave these alone", () => {
    const file = { gp: { pageCap: 7, bodyStyle: "column" } } as const;
    expect(withFlags(file, { "--page-cap": "9" })).toEqual({ gp: { pageCap: 9, bodyStyle: "column" } });
    expect(file.gp.pageCap).toBe(7);
  });

  test("are refused when unknown or not readable", () => {
    expect(() => withFlags({}, { "--gp-prot": "1" })).toThrow(/no such flag/);
    expect(() => withFlags({}, { "--gp-port": "many" })).toThrow(/not a whole number/);
  });
});

test("an unknown option is refused by name", () => {
  expect(() => sandboxOptions.parse({ gp: { pagecap: 5 } })).toThrow(/pagecap/);
});
