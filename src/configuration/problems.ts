/** Turns what the schema and the YAML reader find into reports that name the line, the key and what was expected. */
import { type Document, isMap, isNode, isScalar, type LineCounter } from "yaml";
import type { z } from "zod";
import { ConnectorError, type ErrorReport } from "../errors/connectorError.ts";
import type { ErrorCode } from "../errors/registry.ts";
import { nearest } from "./nearest.ts";

type Path = readonly PropertyKey[];
type Issue = z.core.$ZodIssue;

/** The part of JSON Schema that leads from a path to the keys valid there. */
export interface SchemaNode {
  properties?: Record<string, SchemaNode>;
  additionalProperties?: SchemaNode | boolean;
  items?: SchemaNode;
  anyOf?: SchemaNode[];
}

export interface Source {
  file: string;
  document: Document;
  lines: LineCounter;
  schema: SchemaNode;
}

/** More than anybody reads; a file that is no configuration at all has thousands. */
const mostProblems = 200;

export class Problems {
  readonly #source: Source;
  readonly #reports: ErrorReport[] = [];

  constructor(source: Source) {
    this.#source = source;
  }

  /** All of them, in the order of their lines. */
  list(): ErrorReport[] {
    return [...this.#reports].sort((left, right) => (left.at.line ?? 0) - (right.at.line ?? 0));
  }

  get any(): boolean {
    return this.#reports.length > 0;
  }

  add(code: ErrorCode, path: Path, what: string, details: { fix?: string } = {}): void {
    if (this.#reports.length >= mostProblems) return;
    const field = fieldOf(path);
    const line = this.#lineOf(path);
    const error = new ConnectorError(code, `\`${field}\` ${what}`, {
      at: { file: this.#source.file, ...(line !== undefined && { line }), field },
      ...(details.fix !== undefined && { fix: details.fix }),
    });
    this.#reports.push(error.report());
  }

  addIssue(issue: Issue): void {
    switch (issue.code) {
      case "unrecognized_keys":
        for (const key of issue.keys) this.#addUnknownKey(issue.path, key);
        return;
      case "invalid_union": {
        this.#addUnion(issue);
        return;
      }
      case "invalid_key": {
        const [inner] = issue.issues;
        this.add("CONFIGURATION_VALUE", issue.path, inner ? this.#sentence(inner, issue.path) : "is no valid key");
        return;
      }
      default: {
        const missing = !this.#exists(issue.path);
        if (missing) this.add("CONFIGURATION_KEY_MISSING", issue.path, `is missing: ${expected(issue)}`);
        else this.add("CONFIGURATION_VALUE", issue.path, this.#sentence(issue, issue.path));
      }
    }
  }

  #addUnknownKey(path: Path, key: string): void {
    const known = keysAt(this.#source.schema, path);
    const near = nearest(key, known);
    const where = path.length > 0 ? `under \`${fieldOf(path)}\`` : "at the top";
    const what = near
      ? `is no key ${where}; did you mean \`${near}\`?`
      : `is no key ${where}${known.length > 0 ? `; there are ${list(known)}` : ""}`;
    this.add("CONFIGURATION_KEY_UNKNOWN", [...path, key], what, {
      ...(near !== undefined && { fix: `Write \`${near}\` instead of \`${key}\`, or remove it.` }),
    });
  }

  /** A choice of several forms: the form that the value was plainly meant to have says what is wrong with it. */
  #addUnion(issue: Issue & { code: "invalid_union" }): void {
    const value = this.#valueAt(issue.path);
    const meant = issue.errors.find(
      (errors) => !errors.some((inner) => inner.path.length === 0 && inner.code === "invalid_type"),
    );
    if (typeof value === "object" && value !== null && meant) {
      for (const inner of meant) this.addIssue({ ...inner, path: [...issue.path, ...inner.path] });
      return;
    }
    const best = issue.errors.flat().find((inner) => inner.code === "invalid_value") ?? issue.errors[0]?.[0];
    this.add(
      "CONFIGURATION_VALUE",
      issue.path,
      best ? this.#sentence(best, issue.path) : "is not of any form allowed here",
    );
  }

  #sentence(issue: Issue, path: Path): string {
    if (issue.code === "custom" || (issue.code === "invalid_format" && issue.format === "regex")) return issue.message;
    const value = this.#valueAt(path);
    const quotes = issue.code === "invalid_type" && issue.expected === "string" && /number|boolean/.test(typeof value);
    const near =
      issue.code === "invalid_value" && typeof value === "string"
        ? nearest(value, issue.values.map(String))
        : undefined;
    return `must be ${expected(issue)}${quotes ? `: write it in quotes` : ""}${near ? `; did you mean \`${near}\`?` : ""}`;
  }

  #valueAt(path: Path): unknown {
    const node = this.#source.document.getIn(path, true);
    return isScalar(node) ? node.value : isNode(node) ? node.toJS(this.#source.document) : node;
  }

  #exists(path: Path): boolean {
    return this.#source.document.hasIn(path);
  }

  /** Line of the key at a path (of the entry, in a list), or of the nearest thing above it that is there. */
  #lineOf(path: Path): number | undefined {
    const { document, lines } = this.#source;
    for (let length = path.length; length >= 0; length -= 1) {
      const holder = length > 0 ? document.getIn(path.slice(0, length - 1), true) : undefined;
      const key = isMap(holder)
        ? holder.items.find(({ key }) => isScalar(key) && String(key.value) === String(path[length - 1]))?.key
        : document.getIn(path.slice(0, length), true);
      const start = isNode(key) ? key.range?.[0] : undefined;
      if (start !== undefined) return lines.linePos(start).line;
    }
    return undefined;
  }
}

/** `links[0].partners.default.isa` */
export function fieldOf(path: Path): string {
  return path
    .map((part, place) => (typeof part === "number" ? `[${part}]` : place === 0 ? String(part) : `.${String(part)}`))
    .join("");
}

function expected(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return kinds[issue.expected] ?? issue.expected;
    case "invalid_value":
      return issue.values.length === 1 ? `\`${String(issue.values[0])}\`` : `one of ${list(issue.values.map(String))}`;
    case "too_small":
      return issue.origin === "string"
        ? `a text of at least ${issue.minimum} characters`
        : issue.origin === "array"
          ? `a list of at least ${issue.minimum}`
          : `at least ${issue.minimum}`;
    case "too_big":
      return issue.origin === "string"
        ? `a text of at most ${issue.maximum} characters`
        : issue.origin === "array"
          ? `a list of at most ${issue.maximum}`
          : `at most ${issue.maximum}`;
    default:
      return issue.message;
  }
}

const kinds: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "a group of keys",
  record: "a group of keys",
  array: "a list (each entry begins with `-`)",
};

const list = (values: readonly string[]): string => values.map((value) => `\`${value}\``).join(", ");

function keysAt(schema: SchemaNode, path: Path): string[] {
  let nodes = [schema];
  for (const step of path) {
    nodes = nodes.flatMap(alternatives).flatMap((node) => {
      const next =
        typeof step === "number"
          ? node.items
          : (node.properties?.[String(step)] ??
            (typeof node.additionalProperties === "object" ? node.additionalProperties : undefined));
      return next ? [next] : [];
    });
  }
  return [...new Set(nodes.flatMap(alternatives).flatMap((node) => Object.keys(node.properties ?? {})))];
}

const alternatives = (node: SchemaNode): SchemaNode[] => (node.anyOf ? node.anyOf.flatMap(alternatives) : [node]);
