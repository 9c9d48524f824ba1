import { inspect } from "node:util";

/** What stands in every output in place of a secret. */
export const concealed = "[secret]";

/** Passwords and keys of this process: few, and never forgotten. */
const lasting = new Set<string>();
/** Tokens received lately, oldest first. A token lives for minutes; thousands come and go in a day. */
const passing: string[][] = [];
const mostPassing = 60;
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
    if (text.length < shortestKnown || lasting.has(text)) return;
    for (const spelling of spellingsOf(text)) lasting.add(spelling);
    knownVersion += 1;
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

/** Makes a secret that was not made here, such as a token received, known to every redactor; the latest sixty are. */
export function learnSecret(text: string): void {
  if (text.length < shortestKnown || lasting.has(text) || passing.some(([plain]) => plain === text)) return;
  passing.push(spellingsOf(text));
  if (passing.length > mostPassing) passing.shift();
  knownVersion += 1;
}

/** The secrets known so far, longest first, and a number that changes with them. */
export function knownSecrets(): { version: number; texts: () => string[] } {
  const texts = (): string[] =>
    [...new Set([...lasting, ...passing.flat()])].sort((left, right) => right.length - left.length);
  return { version: knownVersion, texts };
}

/** The text itself first, then how it travels: percent-encoded, in a form, in JSON, in base64. */
function spellingsOf(text: string): string[] {
  const percent = encodeURIComponent(text.toWellFormed());
  return [
    text,
    percent,
    percent.replaceAll("%20", "+"),
    new URLSearchParams([["", text]]).toString().slice(1),
    JSON.stringify(text).slice(1, -1),
    Buffer.from(text, "utf8").toString("base64"),
    Buffer.from(text, "utf8").toString("base64url"),
  ];
}
