/**
 * The characters that a partner takes, and what becomes of the others (X12.5 basic and extended sets, and the byte
 * encodings that partners agree on beyond them).
 */
export type CharacterSet = "basic" | "extended" | "ascii" | "latin1" | "windows1252" | "utf8";

const basic = /^[A-Z0-9 !"&'()*+,\-./:;?=]$/;
const extended = /^[A-Za-z0-9 !"&'()*+,\-./:;?=%~@[\]_{}\\|<>#$]$/;
const ascii = /^[\x20-\x7e]$/;
const latin1 = /^[\x20-\x7e\xa0-\xff]$/;
const unicode = /^[^\p{Cc}\p{Cs}\p{Co}\p{Cn}]$/u;

/** The characters that windows-1252 has at 0x80 to 0x9f, in order; a blank where it has none. */
const windows1252High = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

export function allows(set: CharacterSet, character: string): boolean {
  switch (set) {
    case "basic":
      return basic.test(character);
    case "extended":
      return extended.test(character);
    case "ascii":
      return ascii.test(character);
    case "latin1":
      return latin1.test(character);
    case "windows1252":
      return latin1.test(character) || (character !== " " && windows1252High.includes(character));
    case "utf8":
      return unicode.test(character);
  }
}

/** The text as bytes of the set, one byte to a character of the result; its characters must all be in the set. */
export function encodedAsBytes(set: CharacterSet, text: string): string {
  if (set === "utf8") return Buffer.from(text, "utf8").toString("latin1");
  if (set !== "windows1252") return text;
  return Array.from(text, (character) =>
    character > "ÿ" ? String.fromCharCode(0x80 + windows1252High.indexOf(character)) : character,
  ).join("");
}

/** The character that a byte is in windows-1252. */
export function windows1252Character(byte: string): string {
  const code = byte.charCodeAt(0);
  return code >= 0x80 && code <= 0x9f ? windows1252High.charAt(code - 0x80) : byte;
}

/** Characters without a decomposition, or with one that nobody would write. */
const plainForms: Readonly<Record<string, string>> = {
  "‘": "'",
  "’": "'",
  "‚": "'",
  "‛": "'",
  "`": "'",
  "´": "'",
  "′": "'",
  "“": '"',
  "”": '"',
  "„": '"',
  "‟": '"',
  "″": '"',
  "«": '"',
  "»": '"',
  "‹": "'",
  "›": "'",
  "‐": "-",
  "‑": "-",
  "‒": "-",
  "–": "-",
  "—": "-",
  "―": "-",
  "−": "-",
  "…": "...",
  "•": "*",
  "·": ".",
  "⁄": "/",
  "×": "x",
  "÷": "/",
  "°": " deg",
  ß: "ss",
  ẞ: "SS",
  æ: "ae",
  Æ: "AE",
  œ: "oe",
  Œ: "OE",
  ø: "o",
  Ø: "O",
  ł: "l",
  Ł: "L",
  đ: "d",
  Đ: "D",
  ð: "d",
  Ð: "D",
  þ: "th",
  Þ: "TH",
  ı: "i",
  "€": "EUR",
  "£": "GBP",
  "¥": "YEN",
  "©": "(C)",
  "®": "(R)",
  "[": "(",
  "]": ")",
  "{": "(",
  "}": ")",
  "\\": "/",
  _: "-",
  "²": "2",
  "³": "3",
  µ: "u",
};

const blank = /^[\p{Z}\p{Cc}]$/u;
const mark = /\p{M}/gu;

/**
 * What is written for a character that the set lacks: its plain form, its letter without the accent, its capital,
 * or a blank for tabs and line breaks. `undefined` where the set has nothing like it.
 */
export function nearestIn(set: CharacterSet, character: string): string | undefined {
  if (blank.test(character)) return " ";
  // Joiners, direction marks and the byte-order mark have no width: nothing of them is seen.
  if (/^\p{Cf}$/u.test(character)) return "";
  for (const candidate of candidates(character)) {
    if (Array.from(candidate).every((each) => allows(set, each))) return candidate;
  }
  return undefined;
}

function* candidates(character: string): Generator<string> {
  const capital = character.toUpperCase();
  yield capital.length === 1 && /^[a-z]$/.test(character) ? capital : (plainForms[character] ?? character);
  const decomposed = Array.from(character.normalize("NFKD").replace(mark, ""), (each) => plainForms[each] ?? each).join(
    "",
  );
  if (decomposed !== "") {
    yield decomposed;
    yield decomposed.toUpperCase();
  }
  const plain = plainForms[character];
  if (plain !== undefined) yield plain.toUpperCase();
}
