import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Tokenizer, tokenize } from "./tokenize.ts";

const latin1 = (text: string) => Buffer.from(text, "latin1");
const isa = (tail: string, version = "00401", standard = "U", element = "*") =>
  `ISA*00*          *00*          *01*111222333      *12*5550001111     *260115*0930*${standard}*${version}*000000040*0*P*`
    .replaceAll("*", element)
    .concat(tail);
const body = [
  "GS*PO*A*B*20260115*0930*1*X*004010",
  "ST*850*0001",
  "REF*DP*0100",
  "SE*3*0001",
  "GE*1*1",
  "IEA*1*000000040",
];
const join = (head: string, end: string, element = "*") =>
  latin1(head + body.map((segment) => segment.replaceAll("*", element) + end).join(""));

const segmentsOf = (bytes: Uint8Array) => [...tokenize(bytes)].filter((token) => token.kind === "segment");
const bytesOf = (tokens: Iterable<{ bytes: Uint8Array }>) => Buffer.concat([...tokens].map((token) => token.bytes));

describe("separators", () => {
  test.each([
    ["tilde", "~", "*"],
    ["a line feed", "\n", "*"],
    ["carriage return and line feed", "\r\n", "|"],
    ["the byte 0x85", "\x85", "\x07"],
    ["the byte 0x1C", "\x1c", "\x1d"],
    ["BEL", "\x07", "^"],
  ])("are read from ISA where the terminator is %s", (_, end, element) => {
    const segments = segmentsOf(join(isa(`>${end}`, "00401", "U", element), end, element));
    expect(segments.map(({ id }) => id)).toEqual(["ISA", "GS", "ST", "REF", "SE", "GE", "IEA"]);
    expect(segments[3]?.elements()).toEqual(["DP", "0100"]);
  });

  test("are read anew at every ISA", () => {
    const both = Buffer.concat([join(isa(">~"), "~"), join(isa(":\n", "00501", "^", "|"), "\n", "|")]);
    const refs = segmentsOf(both).filter(({ id }) => id === "REF");
    expect(refs.map((ref) => ref.element(2))).toEqual(["0100", "0100"]);
    expect(refs.map((ref) => ref.separators.repetition)).toEqual([undefined, 0x5e]);
  });

  test.each([
    ["a letter", "U", "00501"],
    ["before interchange version 00402", "^", "00401"],
    ["the component separator", ">", "00501"],
    ["a blank", " ", "00501"],
  ])("do not split repetitions where ISA11 is %s", (_, standard, version) => {
    const [first] = segmentsOf(join(isa(">~", version, standard), "~"));
    expect(first?.separators.repetition).toBeUndefined();
  });

  test("split repetitions and components", () => {
    const segments = segmentsOf(latin1(`${isa(">~", "00501", "^")}XX*A>B^C>D*E~`));
    expect(segments[1]?.repetitions(1)).toEqual([
      ["A", "B"],
      ["C", "D"],
    ]);
    expect(segments[1]?.components(1)).toEqual(["A", "B"]);
    expect(segments[1]?.element(2)).toBe("E");
  });

  test("are found behind sixteen elements where ids are not padded", () => {
    const short = "ISA*00**00**01*111222333*12*5550001111*260115*0930*U*00401*000000040*0*P*>~";
    expect(segmentsOf(latin1(`${short}GS*PO~`)).map(({ id }) => id)).toEqual(["ISA", "GS"]);
  });
});

describe("positions", () => {
  test("are byte offsets, lines, positions in the set and control numbers", () => {
    const segments = segmentsOf(join(isa(">~\r\n"), "~\r\n"));
    const ref = segments[3];
    expect(ref).toMatchObject({ id: "REF", line: 4, position: 2, index: 3 });
    expect(ref).toMatchObject({ interchange: "000000040", group: "1", set: "0001" });
    expect(ref?.offset).toBe(106 + 2 + 34 + 3 + 11 + 3);
    expect(ref?.elementOffset(2)).toBe((ref?.offset ?? 0) + 7);
    expect(segments[5]).toMatchObject({ id: "GE", position: 0, group: "1", set: undefined });
  });

  test("of a byte-order mark, blanks and indentation are kept and skipped", () => {
    const text = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), latin1(" \r\n"), join(isa(">~\n"), "~\n    ")]);
    const segments = segmentsOf(text);
    expect(segments[0]?.offset).toBe(6);
    expect(segments.map(({ id }) => id)).toEqual(["ISA", "GS", "ST", "REF", "SE", "GE", "IEA"]);
  });
});

describe("elements", () => {
  test("lose trailing blanks and keep inner and leading ones", () => {
    const [, segment] = segmentsOf(latin1(`${isa(">~")}N1*ST*  NORTH DC   ~`));
    expect(segment?.element(2)).toBe("  NORTH DC");
    expect(segment?.raw(2)).toBe("  NORTH DC   ");
    expect(segment?.element(9)).toBe("");
    expect(segment?.components(9)).toEqual([]);
  });

  test("are decoded as asked, and bytes that are no text in the encoding throw", () => {
    const bytes = Buffer.concat([latin1(isa(">~")), Buffer.from("N1*ST*Caf\u00e9~", "utf8")]);
    const [, utf8] = [...tokenize(bytes, { encoding: "utf-8" })];
    expect(utf8?.kind === "segment" && utf8.element(2)).toBe("Café");
    const [, broken] = [...tokenize(latin1(`${isa(">~")}N1*ST*\xe9~`), { encoding: "utf-8" })];
    expect(() => broken?.kind === "segment" && broken.element(2)).toThrow(
      expect.objectContaining({ code: "undecodable" }),
    );
  });
});

describe("input that is no clean interchange", () => {
  test("comes out as stray bytes where it is no X12", () => {
    const tokens = [...tokenize(latin1("UNA:+.? 'UNB+"))];
    expect(tokens.map(({ kind }) => kind)).toEqual(["stray"]);
  });

  test("is read again from the next ISA", () => {
    const bytes = Buffer.concat([latin1(isa(">~")), latin1("GS*PO*A*B*2026"), join(isa(">~"), "~")]);
    const segments = segmentsOf(bytes);
    expect(segments.filter(({ id }) => id === "ISA")).toHaveLength(2);
    expect(segments.at(-1)?.id).toBe("IEA");
  });

  test("with a terminator that changes is read on with the line break", () => {
    const text = `${isa(">~")}GS*PO*A*B*20260115*0930*1*X*004010~ST*850*0001\nREF*DP*0100\nSE*3*0001\nGE*1*1\nIEA*1*000000040\n`;
    expect(segmentsOf(latin1(text)).map(({ id }) => id)).toEqual(["ISA", "GS", "ST", "REF", "SE", "GE", "IEA"]);
  });

  test("without a terminator for too long is given out in pieces and left behind", () => {
    const tokenizer = new Tokenizer({ maxSegmentBytes: 1000 });
    const tokens = [...tokenizer.push(latin1(`${isa(">~")}MSG*`)), ...tokenizer.push(Buffer.alloc(5000, 0x41))];
    tokens.push(...tokenizer.push(latin1("~ST*850*0001~")), ...tokenizer.finish());
    expect(tokens.map((token) => (token.kind === "segment" ? token.id : token.kind))).toContain("stray");
    expect(tokens.at(-1)).toMatchObject({ id: "ST" });
  });
});

describe("any bytes", () => {
  const pieces = fc.constantFrom(
    "ISA*",
    isa(">~"),
    isa(":\n", "00501", "^"),
    "~",
    "\n",
    "\r\n",
    "GS*PO*",
    "ST*850*0001~",
    "IEA*1*000000040~",
    "*",
    ">",
    " ",
    "N1*ST*",
    "\x85",
  );
  const anything = fc
    .array(fc.oneof(pieces, fc.string({ maxLength: 20 })), { maxLength: 30 })
    .map((parts) => latin1(parts.join("")));

  test("come out byte for byte, however they are cut", () => {
    fc.assert(
      fc.property(anything, fc.integer({ min: 1, max: 64 }), (bytes, size) => {
        expect(bytesOf(tokenize(bytes)).equals(bytes)).toBe(true);
        const tokenizer = new Tokenizer();
        const parts: Uint8Array[] = [];
        for (let at = 0; at < bytes.length; at += size) {
          for (const token of tokenizer.push(bytes.subarray(at, at + size))) parts.push(token.bytes);
        }
        for (const token of tokenizer.finish()) parts.push(token.bytes);
        expect(Buffer.concat(parts).equals(bytes)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test("of one long segment that comes byte by byte take time in proportion", () => {
    const tokenizer = new Tokenizer();
    const bytes = latin1(`${isa(">~")}MSG*${"A".repeat(300_000)}~`);
    const lengths: number[] = [];
    for (const byte of bytes) for (const token of tokenizer.push(Uint8Array.of(byte))) lengths.push(token.bytes.length);
    for (const token of tokenizer.finish()) lengths.push(token.bytes.length);
    expect(lengths).toEqual([106, 300_005]);
  });

  test("give the same segments in one piece and in many", () => {
    const bytes = Buffer.concat([join(isa(">~"), "~\r\n"), join(isa(":\n", "00501", "^", "|"), "\n", "|")]);
    const whole = segmentsOf(bytes).map((segment) => [segment.text, segment.offset, segment.line, segment.position]);
    for (let size = 1; size < 120; size += 7) {
      const tokenizer = new Tokenizer();
      const cut: unknown[] = [];
      const take = (tokens: Iterable<ReturnType<typeof segmentsOf>[number] | { kind: "stray" }>) => {
        for (const token of tokens) {
          if (token.kind === "segment") cut.push([token.text, token.offset, token.line, token.position]);
        }
      };
      for (let at = 0; at < bytes.length; at += size) take(tokenizer.push(bytes.subarray(at, at + size)));
      take(tokenizer.finish());
      expect(cut).toEqual(whole);
    }
  });

  test("arrive through a stream as well", async () => {
    const bytes = join(isa(">~"), "~");
    async function* stream() {
      for (let at = 0; at < bytes.length; at += 10) yield bytes.subarray(at, at + 10);
    }
    const ids: string[] = [];
    for await (const token of tokenize(stream())) if (token.kind === "segment") ids.push(token.id);
    expect(ids).toEqual(["ISA", "GS", "ST", "REF", "SE", "GE", "IEA"]);
  });
});
