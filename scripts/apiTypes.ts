/**
 * From an OpenAPI 3.1 document to the `paths` type that openapi-fetch reads. Pure. The generators on the market need the
 * programming interface of TypeScript 5, which version 7 does not have.
 */

interface Schema {
  $ref?: string;
  type?: string | readonly string[];
  enum?: readonly unknown[];
  const?: unknown;
  anyOf?: readonly Schema[];
  oneOf?: readonly Schema[];
  allOf?: readonly Schema[];
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  prefixItems?: readonly Schema[];
  description?: string;
  nullable?: boolean;
}

interface Parameter {
  name: string;
  in: "query" | "path" | "header" | "cookie";
  required?: boolean;
  schema?: Schema;
}

type Content = Readonly<Record<string, { schema?: Schema }>>;

interface Operation {
  parameters?: readonly Parameter[];
  requestBody?: { required?: boolean; content?: Content };
  responses?: Readonly<Record<string, { content?: Content }>>;
}

export interface OpenApiDocument {
  paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  components?: { schemas?: Readonly<Record<string, Schema>> };
}

const methods = ["get", "put", "post", "delete", "patch"] as const;

export function apiTypes(document: OpenApiDocument): string {
  const lines = ["// Written by scripts/writeApiDescription.ts from openapi.json beside it. Not edited by hand.", ""];
  lines.push("export interface components {", "  schemas: {");
  for (const [name, schema] of Object.entries(document.components?.schemas ?? {})) {
    lines.push(`    ${key(name)}: ${typeOf(schema)};`);
  }
  lines.push("  };", "}", "", "export interface paths {");
  for (const [path, operations] of Object.entries(document.paths)) {
    lines.push(`  ${JSON.stringify(path)}: {`);
    for (const method of methods) {
      const operation = operations[method];
      if (operation !== undefined) lines.push(`    ${method}: ${operationType(operation)};`);
    }
    lines.push("  };");
  }
  lines.push("}", "");
  return lines.join("\n");
}

function operationType({ parameters = [], requestBody, responses = {} }: Operation): string {
  const placed = (["query", "path", "header"] as const).map((place) => {
    const here = parameters.filter((parameter) => parameter.in === place);
    if (here.length === 0) return `${place}?: never`;
    const needed = here.some((parameter) => parameter.required === true);
    const fields = here.map(
      ({ name, required, schema }) => `${key(name)}${required === true ? "" : "?"}: ${typeOf(schema ?? {})}`,
    );
    return `${place}${needed ? "" : "?"}: { ${fields.join("; ")} }`;
  });
  const body =
    requestBody === undefined
      ? "requestBody?: never"
      : `requestBody${requestBody.required === false ? "?" : ""}: { content: ${contentType(requestBody.content ?? {})} }`;
  const answers = Object.entries(responses).map(
    ([status, { content }]) =>
      `${key(status)}: { headers: { [name: string]: unknown }; content${content === undefined ? "?: never" : `: ${contentType(content)}`} }`,
  );
  return `{ parameters: { ${placed.join("; ")}; cookie?: never }; ${body}; responses: { ${answers.join("; ")} } }`;
}

function contentType(content: Content): string {
  const kinds = Object.entries(content).map(([kind, { schema }]) => `${JSON.stringify(kind)}: ${typeOf(schema ?? {})}`);
  return `{ ${kinds.join("; ")} }`;
}

function typeOf(schema: Schema): string {
  const type = plainType(schema);
  return schema.nullable === true ? `${type} | null` : type;
}

function plainType(schema: Schema): string {
  if (schema.$ref !== undefined) {
    return `components["schemas"][${JSON.stringify(schema.$ref.slice("#/components/schemas/".length))}]`;
  }
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return union(schema.enum.map((value) => JSON.stringify(value)));
  if (schema.allOf !== undefined) return schema.allOf.map((part) => `(${typeOf(part)})`).join(" & ");
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return union(choices.map(typeOf));
  if (Array.isArray(schema.type)) {
    return union(schema.type.map((type: string) => plainType({ ...schema, type })));
  }
  switch (schema.type) {
    case "string":
    case "boolean":
    case "null":
      return schema.type;
    case "integer":
    case "number":
      return "number";
    case "array":
      return arrayType(schema);
    case "object":
      return objectType(schema);
    default:
      return schema.properties === undefined ? "unknown" : objectType(schema);
  }
}

function arrayType({ items, prefixItems }: Schema): string {
  if (prefixItems !== undefined) return `[${prefixItems.map(typeOf).join(", ")}]`;
  return items === undefined ? "unknown[]" : `(${typeOf(items)})[]`;
}

function objectType({ properties = {}, required = [], additionalProperties }: Schema): string {
  const fields = Object.entries(properties).map(
    ([name, schema]) => `${key(name)}${required.includes(name) ? "" : "?"}: ${typeOf(schema)}`,
  );
  if (fields.length === 0) {
    const value = typeof additionalProperties === "object" ? typeOf(additionalProperties) : "unknown";
    return `{ [name: string]: ${value} }`;
  }
  return `{ ${fields.join("; ")} }`;
}

function union(types: readonly string[]): string {
  const distinct = [...new Set(types)];
  return distinct.length === 0 ? "never" : distinct.join(" | ");
}

function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$|^\d+$/.test(name) ? name : JSON.stringify(name);
}
