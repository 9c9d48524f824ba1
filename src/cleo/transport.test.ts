import { describe, expect, test } from "vitest";
import {
  resolveTransport,
  transportChoiceSchema,
  transportFaults,
  transportPresetNames,
  transportSchema,
} from "./transport.ts";

describe("the presets", () => {
  test.each(transportPresetNames)("%s is complete and holds together", (name) => {
    const transport = resolveTransport(name);
    expect(transportSchema.parse(transport)).toEqual(transport);
    expect(transportFaults(transport)).toEqual([]);
    expect(transport.name).toBe(name);
  });
});

describe("overrides", () => {
  test("change what they name and leave the rest", () => {
    const transport = resolveTransport({ extends: "cic-folders-raw", upload: { method: "POST", success: [200] } });
    const preset = resolveTransport("cic-folders-raw");
    expect(transport.upload).toEqual({ ...preset.upload, method: "POST", success: [200] });
    expect(transport.list).toEqual(preset.list);
    expect(transportSchema.safeParse(transport).success).toBe(true);
  });

  test.each([
    ["an unknown preset", { extends: "ftp" }],
    ["an unknown key", { extends: "cic-folders-raw", uplaod: {} }],
    ["a template to another host", { extends: "cic-folders-raw", upload: { url: "https://evil.test/{fileName}" } }],
    [
      "a template that grows the host",
      { extends: "cic-folders-raw", upload: { url: "{url}.evil.test/{folder}/{fileName}" } },
    ],
    ["an unknown place", { extends: "cic-folders-raw", upload: { url: "{url}/{name}" } }],
    ["a success status that is none", { extends: "cic-folders-raw", upload: { success: [404] } }],
    ["no success status", { extends: "cic-folders-raw", upload: { success: [] } }],
    ["a header that is two", { extends: "cic-folders-raw", upload: { headers: { "X-A\r\nX-B": "1" } } }],
  ])("%s is refused", (_what, choice) => {
    expect(transportChoiceSchema.safeParse(choice).success).toBe(false);
  });

  test.each([
    [{ upload: { url: "{url}/{folder}" } }, "{fileName}"],
    [{ upload: { url: "{url}/{fileName}" } }, "{folder}"],
    [{ upload: { staging: "rename" as const } }, "rename"],
  ])("that do not hold together say so: %j", (change, fault) => {
    expect(transportFaults(resolveTransport({ extends: "cic-folders-raw", ...change })).join()).toContain(fault);
  });
});
