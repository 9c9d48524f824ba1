import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allows, type CharacterSet, encodedAsBytes } from "./characterSet.ts";
import { type MappedText, type TextPolicy, textMapper } from "./textMapper.ts";

const separators = ["*", "~", ">"];
const blanks: TextPolicy = {
  characterSet: "extended",
  upperCase: false,
  separatorInData: { substitute: " " },
  unmappable: { substitute: " " },
};
const mapping = (policy: Partial<TextPolicy> = {}) => textMapper({ ...blanks, ...policy }, separators);

describe("text for a partner", () => {
  it("is left alone where it is fit", () => {
    expect(mapping()("Acme Travel, Inc. #7 (Chicago)")).toBeUndefined();
    expect(mapping({ upperCase: true })("ACME TRAVEL")).toBeUndefined();
  });

  it.each([
    ["Café Zürich", "Cafe Zurich"],
    ["“Quoted” – it’s…", '"Quoted" - it\'s...'],
    ["tab\there\r\nthere", "tab here there"],
    ["Straße Ærø Łódź", "Strasse AEro Lodz"],
    ["½ in. × 3", "1/2 in. x 3"],
    ["10 €", "10 EUR"],
    ["ﬁne ① ™", "fine 1 TM"],
  ])("turns %j into %j", (given, expected) => {
    expect(mapping()(given)?.text).toBe(expected);
  });

  it("says which characters changed and how", () => {
    expect(mapping()("a*b – 日本")).toEqual({
      text: "a b -",
      changes: [
        { kind: "separatorReplaced", characters: "*" },
        { kind: "characterReplaced", characters: "–" },
        { kind: "unmappableReplaced", characters: "日本" },
      ],
    });
  });

  it("tells of blanks removed in front, not of those behind", () => {
    expect(mapping()("  x ")).toEqual({ text: "x", changes: [{ kind: "trimmed", characters: " " }] });
    expect(mapping()("x  ")).toEqual({ text: "x", changes: [] });
  });

  it("refuses separators and characters where the policy says so", () => {
    expect(mapping({ separatorInData: "error" })("5*5")?.refused).toEqual({
      kind: "separatorInData",
      characters: "*",
    });
    expect(mapping({ unmappable: "error" })("日")?.refused).toEqual({ kind: "unmappable", characters: "日" });
  });

  it("is the same where capitals are all that is wanted as where more is", () => {
    const text = fc.string({ unit: fc.constantFrom(..."aZ9 -#[>*_".split("")) }).map((given) => `x${given}x`);
    const sets = fc.constantFrom<CharacterSet>("basic", "extended", "ascii", "utf8");
    const inCapitals = (mapped: MappedText | undefined) =>
      mapped?.changes.find(({ kind }) => kind === "upperCased")?.characters;
    fc.assert(
      fc.property(text, sets, (given, characterSet) => {
        const map = mapping({ characterSet, upperCase: true });
        const more = map(`${given}é`);
        expect(map(given)?.text).toBe(more?.text.slice(0, -1));
        expect(inCapitals(map(given))).toBe(inCapitals(more)?.replace("é", ""));
      }),
    );
  });

  it("writes capitals and brackets as the basic set has them", () => {
    expect(mapping({ characterSet: "basic" })("Bolt [M8] é_x")?.text).toBe("BOLT (M8) E-X");
  });

  it("keeps national letters where the partner takes them", () => {
    expect(mapping({ characterSet: "latin1" })("Zürich")).toEqual({ text: "Zürich", changes: [] });
    expect(mapping({ characterSet: "windows1252" })("“Zürich” €")?.changes).toEqual([]);
    expect(encodedAsBytes("windows1252", "€“ü")).toBe("\x80\x93\xfc");
    expect(encodedAsBytes("utf8", "ü")).toBe("\xc3\xbc");
  });

  it("never lets a separator, a control character or a character outside the set through", () => {
    const sets: CharacterSet[] = ["basic", "extended", "ascii", "latin1", "windows1252", "utf8"];
    fc.assert(
      fc.property(
        fc.constantFrom(...sets),
        fc.string({ unit: "binary" }),
        fc.boolean(),
        (characterSet, text, upperCase) => {
          const mapped = mapping({ characterSet, upperCase })(text);
          const result = mapped?.text ?? text;
          for (const character of result) {
            expect(separators).not.toContain(character);
            expect(allows(characterSet, character)).toBe(true);
          }
          expect(result).toBe(result.trim());
          // Fit for good: mapping again changes nothing.
          expect(mapping({ characterSet, upperCase })(result)?.text ?? result).toBe(result);
        },
      ),
    );
  });
});
