import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { orderOfTwo } from "../../../test/answers/orders.ts";
import { resolvePartner } from "../../configuration/partnerSettings.ts";
import { documentForms, messagesOf, readableView, type SetMessage } from "../../x12/index.ts";
import { complaintOrigin } from "../explain/complaintOrigin.ts";
import { elementOrigins } from "../explain/elementOrigins.ts";
import { type FieldOf, verdictOn } from "./functionalAcknowledgment.ts";

const order = orderOfTwo();
const settings = resolvePartner("ACETRAVE0001", {}, {});
const text = readFileSync(join(import.meta.dirname, "../../../test/golden/documents/PO2075.x12"), "latin1").replaceAll(
  "\n",
  "",
);
const sent = setIn(text);
const origins = elementOrigins(readableView(Buffer.from(text, "latin1")), [1, 2], settings);
const fieldOf: FieldOf = (complaint) => complaintOrigin(origins, complaint, order);

function setIn(text: string): SetMessage {
  const set = [...messagesOf(Buffer.from(text.replaceAll("\n", ""), "latin1"))].find(
    (message) => message.kind === "set",
  );
  if (set === undefined) throw new Error("no set");
  return set;
}

function answer(...segments: string[]): SetMessage {
  const body = ["ST*997*0001", "AK1*PO*12", ...segments, `SE*${segments.length + 3}*0001`].join("~");
  return setIn(
    `ISA*00*          *00*          *01*123456789      *ZZ*FABRIKAM       *260116*0930*U*00401*000000101*0*T*>~GS*FA*A*B*20260116*0930*42*X*004010~${body}~GE*1*42~IEA*1*000000101~`,
  );
}

const verdict = (...segments: string[]) =>
  verdictOn(documentForms["997"].fromSet(answer(...segments)).document, { set: "850", controlNumber: "0001" }, fieldOf);

const positionOf = (id: string, nth = 0) => sent.segments.filter((segment) => segment.id === id)[nth]?.position;

describe("a 997", () => {
  it("without a word about the set accepts it with its group", () => {
    expect(verdict("AK9*A*1*1*1")).toEqual({ status: "accepted", complaints: [] });
    expect(verdict("AK9*P*2*2*1")?.status).toBe("accepted");
  });

  it("that rejects names the element and the field of GP behind it", () => {
    const position = positionOf("PO1", 1);
    const result = verdict("AK2*850*0001", `AK3*PO1*${position}**8`, "AK4*3*355*7*FT", "AK5*R*5", "AK9*R*1*1*0");
    expect(result?.status).toBe("rejected");
    expect(result?.complaints).toMatchObject([
      { element: "PO103", code: "7", value: "FT", field: "POP10110.UOFM of line 2 (ORD 32768)" },
    ]);
    expect(result?.complaints[0]?.text).toMatch(
      /^PO103 in segment \d+: invalid code value \("FT"\); from POP10110\.UOFM of line 2 \(ORD 32768\)$/,
    );
  });

  it.each([
    ["PO107", 0, "POP10110.ITEMNMBR of line 1 (ORD 16384)"],
    ["PID05", 0, "POP10110.ITEMDESC of line 1 (ORD 16384)"],
    ["DTM02", 0, "POP10100.PRMDATE"],
    ["DTM02", 1, "POP10110.PRMDATE of line 1 (ORD 16384)"],
    ["BEG03", 0, "POP10100.PONUMBER"],
    ["PO1", 1, "line 2 (ORD 32768)"],
    ["CTT01", 0, undefined],
  ])("finds what is behind %s (number %i)", (ref, nth, field) => {
    expect(fieldOf({ position: positionOf(ref.slice(0, 3), nth) ?? 0, ref })).toBe(field);
  });

  it("tells what is wrong with the group as a whole", () => {
    expect(verdict("AK9*R*1*1*0*2")?.complaints[0]?.text).toContain("version");
  });

  it("is read from a 999 as well", () => {
    const set = answer("AK2*850*0001", "IK3*PO1*20**8", "IK4*3*355*7*FT", "IK5*R*5", "AK9*R*1*1*0");
    const read = documentForms["999"].fromSet({ ...set, set: "999" }).document;
    expect(read.sets).toMatchObject([{ result: { status: "R" }, segments: [{ elements: [{ value: "FT" }] }] }]);
  });
});
