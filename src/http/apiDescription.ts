import type { Application } from "../app/application.ts";
import type { Service } from "../app/service.ts";
import { version } from "../app/version.ts";
import { buildServer } from "./server.ts";

/** The OpenAPI 3.1 document of the API, without any database: routes describe themselves before anybody calls them. */
export async function describeApi(): Promise<OpenApiDocument> {
  const server = await buildServer({
    host: "127.0.0.1",
    port: 0,
    application: {} as Application,
    service: {} as Service,
    version,
    onError: () => {},
  });
  const document = server.swagger() as unknown as OpenApiDocument;
  await server.close();
  return withoutUnused(document);
}

export interface OpenApiDocument {
  paths: Record<string, Record<string, unknown>>;
  components: { schemas: Record<string, unknown> };
}

/** Only what something refers to: the framework also lists a second, never used form of each schema. */
function withoutUnused(document: OpenApiDocument): OpenApiDocument {
  const { schemas } = document.components;
  const used = new Set<string>();
  const visit = (value: unknown): void => {
    for (const [, name = ""] of JSON.stringify(value).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (used.has(name)) continue;
      used.add(name);
      visit(schemas[name]);
    }
  };
  visit(document.paths);
  const names = Object.keys(schemas)
    .filter((name) => used.has(name))
    .sort();
  return {
    ...document,
    components: {
      ...document.components,
      schemas: Object.fromEntries(names.map((name) => [name, schemas[name]])),
    },
  };
}

/** The document as it is published in `console/src/api/openapi.json`. */
export async function apiDescriptionText(): Promise<string> {
  return `${JSON.stringify(await describeApi(), null, 2)}\n`;
}
