import { allows, type CharacterSet, nearestIn } from "./characterSet.ts";

/** How text is made fit for a partner; x12.md calls these the partner's text settings. */
export interface TextPolicy {
  characterSet: CharacterSet;
  /** Capital letters only. The basic set has no others. */
  upperCase: boolean;
  /** What a separator in data becomes, or that it is a fault. */
  separatorInData: { substitute: string } | "error";
  /** What a character becomes for which the set has nothing like it, or that it is a fault. */
  unmappable: { substitute: string } | "error";
}

export type TextChangeKind =
  | "characterReplaced"
  | "separatorReplaced"
  | "unmappableReplaced"
  | "upperCased"
  | "trimmed";

export interface TextChange {
  kind: TextChangeKind;
  /** The characters it happened to, each once, in order of appearance. */
  characters: string;
}

export interface MappedText {
  text: string;
  changes: readonly TextChange[];
  /** Set where the policy asks for a fault instead of a substitute. */
  refused?: { kind: "separatorInData" | "unmappable"; characters: string };
}

/** Maps the text of one element. Text that is already fit is returned as it is, at the cost of one test. */
export type TextMapper = (text: string) => MappedText | undefined;

/**
 * @param separators the separators of the interchange, which must not appear in data
 * @returns a mapper whose result is `undefined` where nothing had to change
 */
export function textMapper(policy: TextPolicy, separators: readonly string[]): TextMapper {
  const upper = policy.upperCase || policy.characterSet === "basic";
  const fit = fitTextOnce(policy.characterSet, upper, separators);
  return (text) => {
    if (fit.test(text)) return undefined;
    return (upper ? inCapitals(text, fit) : undefined) ?? mapText(text, policy, upper, separators);
  };
}

const printableAscii = /^[\x20-\x7e]*$/;

/** What most text of GP needs and nothing else, at a fraction of the time; `undefined` where that does not make it fit. */
function inCapitals(text: string, fit: RegExp): MappedText | undefined {
  const capitals = text.toUpperCase();
  if (!fit.test(capitals) || !printableAscii.test(text)) return undefined;
  return { text: capitals, changes: [{ kind: "upperCased", characters: [...new Set(text.match(/[a-z]/g))].join("") }] };
}

const fitTexts = new Map<string, RegExp>();
/** Partners share a handful of settings; more than this is a caller trying all of them. */
const mostFitTexts = 256;

function fitTextOnce(set: CharacterSet, upper: boolean, separators: readonly string[]): RegExp {
  const key = `${set} ${upper} ${separators.join("")}`;
  let fit = fitTexts.get(key);
  if (fit === undefined) {
    fit = fitText(set, upper, separators);
    if (fitTexts.size >= mostFitTexts) fitTexts.clear();
    fitTexts.set(key, fit);
  }
  return fit;
}

/** Matches text of the set without a separator, a capital where wanted, and no blank at either end. */
function fitText(set: CharacterSet, upper: boolean, separators: readonly string[]): RegExp {
  let characters = "";
  for (let code = 0x21; code <= 0x7e; code++) {
    const character = String.fromCharCode(code);
    if (!allows(set, character) || separators.includes(character)) continue;
    if (upper && character !== character.toUpperCase()) continue;
    characters += `\\x${code.toString(16)}`;
  }
  if (separators.includes(" ")) return new RegExp(`^[${characters}]*$`);
  return new RegExp(`^(?:[${characters}](?:[${characters} ]*[${characters}])?)?$`);
}

function mapText(text: string, policy: TextPolicy, upper: boolean, separators: readonly string[]): MappedText {
  const set = policy.characterSet;
  const changed = new Map<TextChangeKind, Set<string>>();
  const note = (kind: TextChangeKind, character: string): void => {
    const characters = changed.get(kind);
    if (characters === undefined) changed.set(kind, new Set([character]));
    else characters.add(character);
  };
  const refused = { separatorInData: new Set<string>(), unmappable: new Set<string>() };

  const place = (character: string): string => {
    if (!separators.includes(character)) return character;
    if (policy.separatorInData === "error") {
      refused.separatorInData.add(character);
      return " ";
    }
    note("separatorReplaced", character);
    return policy.separatorInData.substitute;
  };

  let result = "";
  for (const character of text.replace(/\r\n/g, "\n").normalize("NFC")) {
    let kept = character;
    if (!allows(set, character)) {
      const nearest = nearestIn(set, character);
      if (nearest !== undefined) {
        kept = nearest;
        note(nearest === character.toUpperCase() ? "upperCased" : "characterReplaced", character);
      } else if (policy.unmappable === "error") {
        refused.unmappable.add(character);
        kept = "";
      } else {
        kept = policy.unmappable.substitute;
        note("unmappableReplaced", character);
      }
    }
    if (upper && kept !== kept.toUpperCase()) {
      kept = capital(kept, set);
      note("upperCased", character);
    }
    for (const each of kept) result += place(each);
  }

  // A blank that a substitution left at an end goes without a word; one that the text had in front is told.
  if (/^ /.test(text)) note("trimmed", " ");
  result = result.replace(/^ +| +$/g, "");

  const changes = Array.from(changed, ([kind, characters]) => ({ kind, characters: Array.from(characters).join("") }));
  for (const kind of ["separatorInData", "unmappable"] as const) {
    if (refused[kind].size > 0) {
      return { text: result, changes, refused: { kind, characters: Array.from(refused[kind]).join("") } };
    }
  }
  return { text: result, changes };
}

/** The capital, unless the set lacks it (`ÿ` has none in latin1). */
function capital(text: string, set: CharacterSet): string {
  const upper = text.toUpperCase();
  return Array.from(upper).every((each) => allows(set, each)) ? upper : (nearestIn(set, upper) ?? text);
}
