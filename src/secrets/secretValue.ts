import { inspect } from "node:util";

/** What stands in every output in place of a secret. */
export const concealed = "[secret]";

const known = new Set<string>();
let knownVersion = 0;

// Shorter texts would blank out ordinary words; no system accepts such a password.
const shortestKnown = 4;

/**
 * A secret text that cannot be printed by accident (Invariant 7): `String()`, template literals, `JSON.stringify`, `console.log`
 * and `util.inspect` all give `[secret]`. Every value made in this process is known to every redactor.
 */
export class SecretValue {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
    learnSecret(text);
  }

  /** The text itself. Call it where the secret is presented to the other system, and keep the result in no structure. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return concealed;
  }

  toJSON(): string {
    return concealed;
  }

  [Symbol.toPrimitive](): string {
    return concealed;
  }

  [inspect.custom](): string {
    return concealed;
  }
}

/** Makes a secret known to every redactor, in the spellings in which it travels: plain, percent-encoded, form, JSON and base64. */
export function learnSecret(text: string): void {
  if (text.length < shortestKnown || known.has(text)) return;
  known.add(text);
  const percent = encodeURIComponent(text.toWellFormed());
  for (const spelling of [
    percent,
    percent.replaceAll("%20", "+"),
    new URLSearchParams([["", text]]).toString().slice(1),
    JSON.stringify(text).slice(1, -1),
    Buffer.from(text, "utf8").toString("base64"),
    Buffer.from(text, "utf8").toString("base64url"),
  ]) {
    known.add(spelling);
  }
  knownVersion += 1;
}

/** The secrets known so far, longest first, and a number that changes when one is added. */
export function knownSecrets(): { version: number; texts: () => string[] } {
  return { version: knownVersion, texts: () => [...known].sort((left, right) => right.length - left.length) };
}
