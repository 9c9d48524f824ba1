import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { apiDescriptionText, describeApi } from "./apiDescription.ts";

it("is published as the routes are (node scripts/writeApiDescription.ts brings it in step)", async () => {
  const published = readFileSync(join(import.meta.dirname, "../../console/src/api/openapi.json"), "utf8");
  expect(published).toBe(await apiDescriptionText());
});

it("names every operation once, says which right it needs, and describes its errors", async () => {
  const { paths } = await describeApi();
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ at: `${method} ${path}`, ...(operation as object) })),
  ) as { at: string; operationId?: string; summary?: string; "x-right"?: string; responses: Record<string, unknown> }[];
  expect(operations.length).toBeGreaterThan(5);
  const ids = operations.map(({ operationId }) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { at, operationId, summary, "x-right": right, responses } of operations) {
    expect({ at, operationId, summary, right, responses }).toMatchObject({
      operationId: expect.stringMatching(/^[a-z][A-Za-z]+$/),
      summary: expect.any(String),
      right: expect.any(String),
      responses: { default: expect.anything() },
    });
  }
});
