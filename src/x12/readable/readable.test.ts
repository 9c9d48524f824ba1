/** `UPDATE_GOLDEN=1 vitest run src/x12/readable` writes the texts under test/golden/x12 anew. */
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { readableView } from "./readableView.ts";
import { renderReadable } from "./renderReadable.ts";

const golden = resolve(import.meta.dirname, "../../../test/golden/x12");
const bytesOf = (file: string): Buffer => readFileSync(resolve(golden, file));
const changed = (file: string, from: string, to: string): Buffer =>
  Buffer.from(bytesOf(file).toString("latin1").replace(from, to), "latin1");

describe("the readable text of a golden file", () => {
  it.each(["850", "860", "855", "856", "810", "997"])("%s is as it stands there", (set) => {
    const text = renderReadable(readableView(bytesOf(`${set}.edi`)));
    const path = resolve(golden, `${set}.txt`);
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(path, text);
    expect(text).toBe(readFileSync(path, "utf8"));
  });

  it("with one line an element is as it stands there", () => {
    const text = renderReadable(readableView(bytesOf("850.edi")), { elements: true });
    const path = resolve(golden, "850.elements.txt");
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(path, text);
    expect(text).toBe(readFileSync(path, "utf8"));
  });
});

describe("a readable view", () => {
  it("names segments and elements, and says what codes mean and dates are", () => {
    const view = readableView(bytesOf("850.edi"));
    const set = view.interchanges[0]?.groups[0]?.sets[0];
    expect(set).toMatchObject({ set: "850", name: "Purchase Order", controlNumber: "0001", status: "accepted" });
    const beg = set?.segments[1];
    expect(beg).toMatchObject({ id: "BEG", name: "Beginning Segment for Purchase Order", position: 2 });
    expect(beg?.elements[0]).toMatchObject({ ref: "BEG01", raw: "00", value: "00", meaning: "Original" });
    expect(beg?.elements[3]).toMatchObject({ ref: "BEG05", raw: "20260302", value: "2026-03-02" });
  });

  it("shows an amount with implied decimals as the amount it is", () => {
    const set = readableView(bytesOf("810.edi")).interchanges[0]?.groups[0]?.sets[0];
    const total = set?.segments.find(({ id }) => id === "TDS");
    expect(total?.elements[0]).toMatchObject({ raw: "25010", value: "250.10" });
  });

  it("puts each fault at its element or segment", () => {
    const view = readableView(changed("850.edi", "N4*Chicago", "N4*C"));
    const set = view.interchanges[0]?.groups[0]?.sets[0];
    const place = set?.segments.find(({ id }) => id === "N4");
    expect(place?.elements[0]?.faults).toMatchObject([{ code: "elementTooShort" }]);
    expect(renderReadable(view)).toMatch(/N4 {3}Place ·+ C, IL, 60601, US\n {7}✗ N401 City Name has 1 of at least 2/);
    const all = set?.segments.flatMap(({ faults, elements }) => [
      ...faults,
      ...elements.flatMap((each) => each.faults),
    ]);
    expect(all).toHaveLength(view.counts.errors);
  });

  it("shows a missing segment, a wrong trailer and stray bytes too", () => {
    expect(renderReadable(readableView(changed("850.edi", "SE*35", "SE*34")))).toContain("segmentCountWrong");
    expect(renderReadable(readableView(changed("850.edi", "GE*1*42", "GE*1*43")))).toContain("groupControlMismatch");
    expect(renderReadable(readableView(changed("850.edi", "IEA*1", "IEA*2")))).toContain("groupCountWrong");
    expect(renderReadable(readableView(Buffer.from("no X12 at all")))).toContain("notX12");
    expect(renderReadable(readableView(new Uint8Array()))).toContain("notX12");
  });

  it("follows the tree of a ship notice, not the order of its segments alone", () => {
    const set = readableView(bytesOf("856.edi")).interchanges[0]?.groups[0]?.sets[0];
    const depths = set?.segments.filter(({ id }) => id === "HL").map(({ depth }) => depth);
    expect(depths).toEqual([0, 1, 2, 3, 2, 3]);
  });

  it("lets no control character through to the terminal", () => {
    const view = readableView(changed("850.edi", "Dana Fields", "Dana\u001b[2JFields\u0007"));
    const text = renderReadable(view);
    expect(text).toContain("Dana·[2JFields·");
    expect(text.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
  });

  it("does not show the password of ISA04", () => {
    const view = readableView(changed("850.edi", "*00*          *ZZ", "*01*hunter2   *ZZ"));
    expect(JSON.stringify(view)).not.toContain("hunter2");
    expect(renderReadable(view, { elements: true })).not.toContain("hunter2");
  });

  it("is the same text with colours taken away", () => {
    const view = readableView(changed("850.edi", "N4*Chicago", "N4*C"));
    const coloured = renderReadable(view, { colour: true });
    const esc = String.fromCharCode(0x1b);
    expect(coloured).toContain(`${esc}[31m`);
    expect(coloured.replaceAll(new RegExp(`${esc}\\[\\d+m`, "g"), "")).toBe(renderReadable(view));
  });

  it("keeps to its width where words allow", () => {
    for (const line of renderReadable(readableView(bytesOf("850.edi")), { width: 72 }).split("\n")) {
      expect(Array.from(line).length).toBeLessThanOrEqual(80);
    }
  });

  it("says how much it leaves out beyond its limit", () => {
    const view = readableView(bytesOf("850.edi"), { maxSegments: 10 });
    expect(view.omittedSegments).toBe(29);
    expect(renderReadable(view)).toContain("29 segments not shown");
  });

  it("reads text in the partner's encoding, and as latin1 where it is none in it", () => {
    const name = (bytes: Buffer) =>
      readableView(bytes, { encoding: "utf-8" })
        .interchanges[0]?.groups[0]?.sets[0]?.segments.find(({ id }) => id === "PER")
        ?.elements.find(({ ref }) => ref === "PER02")?.value;
    const utf8 = Buffer.from("Dana Jürgens", "utf8").toString("latin1");
    expect(name(changed("850.edi", "Dana Fields", utf8))).toBe("Dana Jürgens");
    expect(name(changed("850.edi", "Dana Fields", "Dana Jürgens"))).toBe("Dana Jürgens");
  });
});
