import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { transportOverridesSchema } from "../cleo/transport.ts";
import { parseConfiguration } from "./parse.ts";
import { partnerSchema } from "./partnerSchema.ts";
import type { SchemaNode } from "./problems.ts";
import { configurationSchema } from "./schemaDocument.ts";

const page = (name: string): string => readFileSync(join(import.meta.dirname, "../../docs", name), "utf8");
const blocks = (text: string, kind: string): string[] =>
  [...text.matchAll(/^```([^\n]*)\n([\s\S]*?)^```$/gm)]
    .filter(([, head]) => head === kind)
    .map(([, , body]) => body ?? "");

const configuration = page("configuration.md");
const cleo = page("cleo.md");

function* keysOf(node: SchemaNode): Generator<string> {
  for (const [key, inner] of Object.entries(node.properties ?? {})) {
    yield key;
    yield* keysOf(inner);
  }
  for (const inner of node.anyOf ?? []) yield* keysOf(inner);
  if (node.items) yield* keysOf(node.items);
  if (typeof node.additionalProperties === "object") yield* keysOf(node.additionalProperties);
}

describe("the documentation", () => {
  test("shows a whole file that is accepted", () => {
    const files = blocks(configuration, "yaml");
    expect(files).toHaveLength(1);
    const environment = { GP_PASSWORD: "a", CLEO_PASSWORD: "b", CLEO_WEBHOOK_KEY: "c" };
    expect(
      parseConfiguration(files[0] ?? "", { file: "connector.yaml", environment }).configuration.links,
    ).toHaveLength(1);
  });

  test("shows parts of a file that are accepted", () => {
    const [partners] = blocks(configuration, "yaml partial").map((text) => parseYaml(text));
    const [transport] = blocks(cleo, "yaml partial").map((text) => parseYaml(text));
    expect(partnerSchema.parse(partners.partners.default)).toHaveProperty("units");
    expect(transportOverridesSchema.parse(transport.transport)).toHaveProperty("upload");
  });

  test("shows notifications that are accepted in that file", () => {
    const [file] = blocks(configuration, "yaml");
    const [notifications] = blocks(configuration, "yaml notifications");
    const environment = {
      GP_PASSWORD: "a",
      CLEO_PASSWORD: "b",
      CLEO_WEBHOOK_KEY: "c",
      SMTP_PASSWORD: "d",
      TEAMS_URL: "e",
    };
    const applied = parseConfiguration(`${file}${notifications}`, { file: "connector.yaml", environment });
    expect(applied.configuration.notifications?.channels).toHaveLength(3);
    expect([...applied.secrets.keys()]).toContain("notifications/chat/url");
  });

  test("names every key that the file may hold", () => {
    const named = new Set(
      [...`${configuration}${cleo}`.matchAll(/`([^`\n]+)`/g)].flatMap(([, code]) => code?.match(/[A-Za-z0-9]+/g) ?? []),
    );
    expect([...new Set(keysOf(configurationSchema()))].filter((key) => !named.has(key))).toEqual([]);
  });
});
