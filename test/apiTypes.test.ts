import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { apiTypes } from "../scripts/apiTypes.ts";

test("a route becomes a path with its parameters, body and answers", () => {
  const types = apiTypes({
    components: { schemas: { Job: { type: "object", properties: { id: { type: "string" } }, required: ["id"] } } },
    paths: {
      "/api/jobs/{id}": {
        post: {
          parameters: [
            { name: "id", in: "path", required: true, schema: { type: "string" } },
            { name: "limit", in: "query", schema: { type: "integer" } },
          ],
          requestBody: {
            content: {
              "application/json": {
                schema: { type: "object", properties: { mode: { enum: ["resend", "rerender"] } } },
              },
            },
          },
          responses: {
            200: { content: { "application/json": { schema: { $ref: "#/components/schemas/Job" } } } },
            204: {},
          },
        },
      },
    },
  });
  expect(types).toContain("Job: { id: string };");
  expect(types).toContain("query?: { limit?: number }; path: { id: string }; header?: never");
  expect(types).toContain('requestBody: { content: { "application/json": { mode?: "resend" | "rerender" } } }');
  expect(types).toContain('"application/json": components["schemas"]["Job"]');
  expect(types).toContain("204: { headers: { [name: string]: unknown }; content?: never }");
});

test.each([
  [{ type: ["string", "null"] }, "string | null"],
  [{ anyOf: [{ type: "number" }, { type: "null" }] }, "number | null"],
  [{ type: "array", items: { anyOf: [{ const: "a" }, { const: "b" }] } }, '("a" | "b")[]'],
  [{ type: "array", prefixItems: [{ type: "string" }, { type: "integer" }] }, "[string, number]"],
  [{ type: "object", additionalProperties: { type: "boolean" } }, "{ [name: string]: boolean }"],
  [{ type: "object", properties: { "a-b": { type: "string" } } }, '{ "a-b"?: string }'],
  [{}, "unknown"],
])("the schema %j is the type %s", (schema, type) => {
  expect(apiTypes({ paths: {}, components: { schemas: { It: schema } } })).toContain(`It: ${type};`);
});

test("the console's types are those of the published document (node scripts/writeApiDescription.ts)", () => {
  const folder = join(import.meta.dirname, "../console/src/api");
  const document = JSON.parse(readFileSync(join(folder, "openapi.json"), "utf8"));
  expect(readFileSync(join(folder, "schema.d.ts"), "utf8")).toBe(apiTypes(document));
});
