import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { confirmation, interchangeOf, invoice } from "../../../test/inboundSamples.ts";
import { readContent } from "./content.ts";

const bytes = (text: string) => Buffer.from(text, "utf8");
const read = (text: string, eventId?: string) => readContent(bytes(text), eventId === undefined ? {} : { eventId });

describe("the content of a message", () => {
  it("is X12 where it begins with ISA, whatever blanks and byte order mark stand before it", () => {
    const { format, documents, fault } = read(`\uFEFF\r\n ${confirmation("PO2075")}`);
    expect(fault).toBeUndefined();
    expect(format).toBe("x12");
    expect(documents).toHaveLength(1);
    expect(documents[0]).toMatchObject({ type: "855", key: "x12:PARTNER|FABRIKAM|000000001|1|0001" });
    expect(documents[0]?.read()).toMatchObject({
      orders: ["PO2075"],
      document: { purchaseOrder: "PO2075", lines: [{ number: "1" }] },
    });
  });

  it("is every set of every interchange in one body", () => {
    const { documents } = read(confirmation("PO1") + invoice("PO1", "INV1", { interchange: 2, group: 2 }));
    expect(documents.map(({ type, key }) => [type, key])).toEqual([
      ["855", "x12:PARTNER|FABRIKAM|000000001|1|0001"],
      ["810", "x12:PARTNER|FABRIKAM|000000002|2|0001"],
    ]);
  });

  it("has the same digest under other line breaks, and another one where one digit differs", () => {
    const digest = (text: string) => read(text).documents[0]?.digest;
    const text = confirmation("PO2075");
    expect(digest(text.replaceAll("~", "~\r\n"))).toBe(digest(text));
    expect(digest(text.replaceAll("*", "|"))).toBe(digest(text));
    expect(digest(text.replace("28.46", "28.47"))).not.toBe(digest(text));
  });

  it("uses the good sets of a body whose others are broken, and says what is wrong with these", () => {
    const broken = invoice("PO1", "INV1", { interchange: 2, group: 2 }).replace("SE*6", "SE*7");
    const { documents, fault } = read(confirmation("PO1") + broken);
    expect(fault).toBeUndefined();
    expect(documents.map(({ fault: unusable }) => unusable?.code)).toEqual([undefined, "INBOUND_SET_REJECTED"]);
    expect(documents[1]?.fault?.message).toContain("the 810 with ST02 0001");
  });

  it("cannot be used where no set can", () => {
    const cut = confirmation("PO1").slice(0, 180);
    expect(read(cut).fault?.code).toBe("INBOUND_X12_BROKEN");
    expect(read("ISA*00*").fault?.code).toBe("INBOUND_X12_BROKEN");
    expect(read("").fault?.code).toBe("INBOUND_EMPTY");
    expect(read(" \r\n").fault?.code).toBe("INBOUND_EMPTY");
    expect(read("<html>502</html>").fault).toMatchObject({
      code: "INBOUND_UNREADABLE",
      message: expect.stringContaining("XML or HTML"),
    });
    expect(read("{ not json").fault?.code).toBe("INBOUND_JSON_BROKEN");
    expect(read("[1,2]").fault?.code).toBe("INBOUND_JSON_BROKEN");
    expect(read('{"hello":"world"}').fault?.code).toBe("INBOUND_TYPE_UNKNOWN");
  });

  it("is what the event carries: X12, X12 in base64, JSON as an object, JSON as text", () => {
    const event = { eventId: "483920-1", documentType: "855", poNumber: "PO2075", partnerId: "ACETRAVE0001" };
    const x12 = read(JSON.stringify({ ...event, payload: confirmation("PO2075") }));
    expect(x12).toMatchObject({ format: "x12", event, documents: [{ type: "855" }] });
    const encoded = Buffer.from(confirmation("PO2075")).toString("base64");
    const base64 = read(JSON.stringify({ ...event, payloadEncoding: "base64", payload: encoded }));
    expect(base64.documents[0]?.digest).toBe(x12.documents[0]?.digest);
    const object = read(JSON.stringify({ ...event, payload: { lines: [] } }));
    expect(object.documents[0]).toMatchObject({ type: "855", format: "json", key: "event:483920-1" });
    expect(object.documents[0]?.read().orders).toEqual(["PO2075"]);
    const text = read(JSON.stringify({ ...event, payload: JSON.stringify({ lines: [] }) }));
    expect(text.documents[0]).toMatchObject({ type: "855", key: "event:483920-1" });
    expect(read(JSON.stringify({ ...event, payload: "hello" })).fault?.code).toBe("INBOUND_UNREADABLE");
  });

  it("is a JSON document itself, known by the event id of its transport, else by its digest", () => {
    const text = '{"documentType":"Ship Notice","purchaseOrder":{"number":"PO7"},"lines":[{"poNumber":"PO8"}]}';
    expect(read(text).documents[0]).toMatchObject({ type: "856", key: expect.stringMatching(/^digest:/) });
    expect(read(text, "evt-9").documents[0]?.key).toBe("event:evt-9");
    expect(read(text).documents[0]?.read().orders).toEqual(["PO7", "PO8"]);
  });

  it("keeps amounts as they were written (Invariant 10)", () => {
    const { documents } = read('{"documentType":"810","total":1234567890123456.10,"tax":0.10,"lines":3}');
    expect(documents[0]?.read().document).toMatchObject({ total: "1234567890123456.10", tax: "0.10", lines: 3 });
  });

  it("reads a TA1, and a set that it has no type for as its segments", () => {
    const [isa, , , , , , iea] = confirmation("PO1").split("~");
    const { documents } = read(`${isa}~TA1*000000007*260115*1022*R*024~${iea?.replace("*1*", "*0*")}~`);
    expect(documents[0]).toMatchObject({ type: "TA1", key: "x12:PARTNER|FABRIKAM|000000001|TA1|000000007" });
    expect(documents[0]?.read().document).toEqual({
      controlNumber: "000000007",
      date: "2026-01-15",
      time: "10:22",
      status: "R",
      noteCode: "024",
    });
    const other = read(interchangeOf("TX", "864", ["BMG*00*Hello"]));
    expect(other.documents[0]).toMatchObject({ type: "864" });
    expect(other.documents[0]?.read().document).toMatchObject({
      segments: [
        ["ST", "864", "0001"],
        ["BMG", "00", "Hello"],
        ["SE", "3", "0001"],
      ],
    });
  });

  it("is decided for any bytes without throwing", () => {
    const hostile = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc.string({ maxLength: 200 }).map((text) => bytes(`{"documentType":"855","payload":${JSON.stringify(text)}}`)),
      fc.json().map(bytes),
      fc.tuple(fc.nat(300), fc.uint8Array({ minLength: 1, maxLength: 8 })).map(([at, patch]) => {
        const text = bytes(confirmation("PO2075"));
        text.set(patch, Math.min(at, text.length - patch.length));
        return text;
      }),
    );
    fc.assert(
      fc.property(hostile, (input) => {
        const { documents, fault } = readContent(input);
        if (fault === undefined) for (const document of documents) document.read();
        expect(fault === undefined ? documents.length : 1).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});
