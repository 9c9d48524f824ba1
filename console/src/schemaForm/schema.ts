/** The part of JSON Schema that the published schema of the configuration uses. */
export interface Schema {
  type?: string;
  description?: string;
  default?: unknown;
  enum?: readonly string[];
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  maxItems?: number;
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  anyOf?: readonly Schema[];
}

/** `costCenterQualifier` as `Cost center qualifier`; what is upper case stays so. */
export function fieldTitle(name: string): string {
  if (/^\d+$/.test(name)) return name;
  const words = name.replace(/([a-z])([A-Z0-9])/g, "$1 $2");
  const upper: Readonly<Record<string, string>> = { isa: "ISA", gs: "GS", id: "Id" };
  return upper[name] ?? words.charAt(0).toUpperCase() + words.slice(1).toLowerCase();
}

/** A choice that may be `null` is told apart from one that is not set. */
export function withoutNull(schema: Schema): { schema: Schema; nullable: boolean } {
  const choices = schema.anyOf ?? [];
  const other = choices.find((choice) => choice.type !== "null");
  if (other === undefined || choices.length !== 2) return { schema, nullable: false };
  return {
    schema: { ...other, ...(schema.description !== undefined && { description: schema.description }) },
    nullable: true,
  };
}

/** Why a text is none that the schema takes. */
export function textFault(schema: Schema, text: string): string | undefined {
  if (schema.maxLength !== undefined && text.length > schema.maxLength) return `at most ${schema.maxLength} characters`;
  if (schema.minLength !== undefined && text.length < schema.minLength) {
    return schema.minLength === 1 ? "must not be empty" : `at least ${schema.minLength} characters`;
  }
  if (schema.pattern !== undefined && !new RegExp(schema.pattern, "u").test(text))
    return `not of the form ${schema.pattern}`;
  return undefined;
}

/** A value with one member set, or taken out where it is `undefined`; empty objects are nothing. */
export function withMember(
  value: Readonly<Record<string, unknown>> | undefined,
  name: string,
  member: unknown,
): Record<string, unknown> | undefined {
  const next = { ...value };
  if (member === undefined) delete next[name];
  else next[name] = member;
  return Object.keys(next).length === 0 ? undefined : next;
}
