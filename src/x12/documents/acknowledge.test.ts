import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { validate } from "../validation/validate.ts";
import type { EnvelopeSettings } from "../writer/interchange.ts";
import { writeInterchange } from "../writer/writeInterchange.ts";
import { acknowledgeGroup, acknowledgeInterchange, answersGroup, outcomeOf } from "./acknowledge.ts";
import { documentForms } from "./documentOf.ts";
import type { FunctionalAcknowledgment997 } from "./functionalAcknowledgment997.ts";
import { interchangeAcknowledgmentToSegment } from "./interchangeAcknowledgment.ts";
import { messagesOf } from "./messages.ts";

const golden = readFileSync(resolve(import.meta.dirname, "../../../test/golden/x12/850.edi"), "latin1");
const settings: EnvelopeSettings = {
  sender: { qualifier: "01", id: "123456789", applicationId: "NORTHWIND" },
  receiver: { qualifier: "ZZ", id: "HARBORSUPPLY", applicationId: "HARBOR" },
  separators: { element: "*", component: ">", segment: "~" },
  interchangeVersion: "00401",
  usage: "T",
  version: "004010",
};

/** The report of the golden 850 after a change to its text. */
const reportOf = (...changes: [from: string, to: string][]) => {
  const text = changes.reduce((result, [from, to]) => result.replace(from, to), golden);
  const [interchange] = validate(Buffer.from(text, "latin1")).interchanges;
  const [group] = interchange?.groups ?? [];
  if (interchange === undefined || group === undefined) throw new Error("no group in the input");
  return { interchange, group };
};
const written = (document: FunctionalAcknowledgment997 | undefined): string => {
  if (document === undefined) throw new Error("no acknowledgment");
  const result = writeInterchange({
    settings,
    date: "2026-03-02",
    time: "11:00",
    controlNumber: "1",
    groups: [{ controlNumber: "1", sets: [{ set: "997", controlNumber: "0001", document }] }],
  });
  if (!result.ok) throw new Error(result.faults.map(({ message }) => message).join("\n"));
  return Buffer.from(result.bytes)
    .toString("latin1")
    .replace(/^.*ST\*997\*0001~/s, "")
    .replace(/SE\*.*/s, "");
};

describe("the answer to a group", () => {
  it("accepts what is right", () => {
    expect(written(acknowledgeGroup(reportOf().group))).toBe("AK1*PO*42~AK2*850*0001~AK5*A~AK9*A*1*1*1~");
  });

  it("names each segment and element in error, with a copy of what was there", () => {
    const report = reportOf(["PO4711**20260302", "PO4711**20261302"], ["N4*Chicago*IL", "N4*C*IL"]);
    expect(written(acknowledgeGroup(report.group))).toBe(
      "AK1*PO*42~AK2*850*0001~AK3*BEG*2**8~AK4*5*373*8*20261302~AK3*N4*21*N1*8~AK4*1*19*4*C~AK5*R*5~AK9*R*1*1*0~",
    );
  });

  it("tells a missing segment and a wrong count", () => {
    const missing = reportOf([/BEG[^~]*~\n/.exec(golden)?.[0] ?? "", ""], ["SE*35", "SE*34"]);
    expect(written(acknowledgeGroup(missing.group))).toMatch(/AK3\*BEG\*2\*\*3~.*AK5\*R\*5~/);
    const miscounted = reportOf(["SE*35", "SE*34"]);
    expect(written(acknowledgeGroup(miscounted.group))).toContain("AK5*R*4~AK9*R*1*1*0~");
    const group = reportOf(["GE*1*42", "GE*2*42"]);
    expect(written(acknowledgeGroup(group.group))).toContain("AK9*R*2*1*0*5~");
  });

  it("is not given to an acknowledgment", () => {
    expect(acknowledgeGroup({ ...reportOf().group, functionalId: "FA" })).toBeUndefined();
  });

  it("rejects every set of a rejected group, so that none looks accepted", () => {
    const { group } = reportOf(["GE*1*42", "GE*1*43"]);
    expect(written(acknowledgeGroup(group))).toBe("AK1*PO*42~AK2*850*0001~AK5*R~AK9*R*1*1*0*4~");
  });

  it("quotes a control number that is too short as the number that it is", () => {
    const { group } = reportOf(["ST*850*0001", "ST*850*1"], ["SE*35*0001", "SE*35*1"]);
    expect(written(acknowledgeGroup(group))).toContain("AK2*850*0001~AK5*A~");
  });

  it("counts a set that cannot be named, and names the others", () => {
    const { group } = reportOf(["ST*850*0001", "ST*85*0001"]);
    expect(written(acknowledgeGroup(group))).toBe("AK1*PO*42~AK9*R*1*1*0~");
  });

  it("is not given where the group's number cannot be quoted", () => {
    expect(acknowledgeGroup({ ...reportOf().group, controlNumber: "4X" })).toBeUndefined();
  });

  it("quotes the version in 005010", () => {
    const report = reportOf(["X*004010~", "X*005010~"]);
    expect(acknowledgeGroup(report.group)?.group.version).toBe("005010");
  });
});

describe("the answer to an interchange", () => {
  const answer = (...changes: [string, string][]) => {
    const acknowledgment = acknowledgeInterchange(reportOf(...changes).interchange);
    return acknowledgment && interchangeAcknowledgmentToSegment(acknowledgment);
  };
  const ta1 = (...changes: [string, string][]) => answer(...changes)?.elements;

  it("accepts it or tells the first reason why not", () => {
    expect(ta1()).toEqual(["000000101", "260302", "1030", "A", "000"]);
    expect(ta1(["IEA*1*000000101", "IEA*1*000000102"])).toEqual(["000000101", "260302", "1030", "R", "001"]);
    expect(ta1(["IEA*1", "IEA*2"])).toEqual(["000000101", "260302", "1030", "R", "021"]);
  });

  it("is not given where there is nothing that it could quote", () => {
    expect(answer(["*260302*1030*U", "*260302*9930*U"])).toBeUndefined();
  });

  it("is a segment that the writer puts before the first group", () => {
    const result = writeInterchange({
      settings,
      date: "2026-03-02",
      time: "11:00",
      controlNumber: "1",
      acknowledgments: [answer()].filter((segment) => segment !== undefined),
      groups: [],
    });
    if (!result.ok) throw new Error(result.faults.map(({ message }) => message).join("\n"));
    expect(Buffer.from(result.bytes).toString("latin1")).toContain("~TA1*000000101*260302*1030*A*000~IEA*0*");
  });
});

describe("what a 997 says of a set that was sent", () => {
  const answer = (status: string, sets: FunctionalAcknowledgment997["sets"] = []): FunctionalAcknowledgment997 => ({
    group: { functionalId: "PO", controlNumber: "000042" },
    sets,
    result: { status, included: "2", received: "2", accepted: "1" },
  });
  const set = { set: "850", controlNumber: "0001" };

  it("is matched by the group's number as a number", () => {
    expect(answersGroup(answer("A"), { functionalId: "PO", controlNumber: "42" })).toBe(true);
    expect(answersGroup(answer("A"), { functionalId: "PO", controlNumber: "43" })).toBe(false);
    expect(answersGroup(answer("A"), { functionalId: "PC", controlNumber: "42" })).toBe(false);
  });

  it.each([
    ["A", "accepted"],
    ["P", "accepted"],
    ["E", "acceptedWithErrors"],
    ["R", "rejected"],
    ["X", "rejected"],
  ])("is the group's answer %s where the set is not named: %s", (status, expected) => {
    expect(outcomeOf(answer(status), set)).toEqual({ status: expected, response: undefined });
  });

  it("is the set's own answer where it is named, unless the group is rejected", () => {
    const named = [{ ...set, result: { status: "R", errors: ["5"] } }];
    expect(outcomeOf(answer("P", named), set)?.status).toBe("rejected");
    expect(outcomeOf(answer("R", [{ ...set, result: { status: "A" } }]), set)?.status).toBe("rejected");
    expect(outcomeOf(answer("P", [set]), set)).toBeUndefined();
  });

  it("is no answer where the code is none", () => {
    expect(outcomeOf(answer(""), set)).toBeUndefined();
    expect(outcomeOf(answer("Q"), set)).toBeUndefined();
  });

  it("is read from a 999 as from a 997", () => {
    const [message] = messagesOf(
      Buffer.from(
        "ISA*00*          *00*          *01*111222333      *12*5550001111     *260115*0930*^*00501*000000040*0*P*:~" +
          "GS*FA*SUPPLIER*BUYER*20260115*0930*40*X*005010X231A1~ST*999*0001*005010X231A1~AK1*PO*42*005010~AK2*850*0001~" +
          "IK3*PO1*9*PO1*8~CTX*SITUATIONAL TRIGGER*PO1*9~IK4*3:1*355*7*XX~IK5*R*5~AK9*R*1*1*0~SE*8*0001~GE*1*40~IEA*1*000000040~",
      ),
    );
    if (message?.kind !== "set") throw new Error("no set");
    const { document, notes } = documentForms["999"].fromSet(message);
    expect(outcomeOf(document, set)).toEqual({
      status: "rejected",
      response: {
        ...set,
        segments: [
          {
            id: "PO1",
            position: "9",
            loop: "PO1",
            error: "8",
            elements: [{ position: "3", component: "1", dataElement: "355", error: "7", value: "XX" }],
          },
        ],
        result: { status: "R", errors: ["5"] },
      },
    });
    expect(notes.map(({ kind, segment }) => [kind, segment])).toEqual([["notCarried", "CTX"]]);
  });
});
