/**
 * Documents beside the X12 they are, in test/golden/x12: read both, and any change, in a diff.
 * `UPDATE_GOLDEN=1 vitest run src/x12/documents/golden.test.ts` writes the X12 anew.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { type EnvelopeSettings, type SetToWrite, strictPolicy } from "../writer/interchange.ts";
import { writeInterchange } from "../writer/writeInterchange.ts";
import { type DocumentOf, documentForms } from "./documentOf.ts";
import { messagesOf } from "./messages.ts";

const golden = resolve(import.meta.dirname, "../../../test/golden/x12");

const settings: EnvelopeSettings = {
  sender: { qualifier: "ZZ", id: "HARBORSUPPLY", applicationId: "HARBOR" },
  receiver: { qualifier: "01", id: "123456789", applicationId: "NORTHWIND" },
  separators: { element: "*", component: ">", segment: "~" },
  lineBreak: "\n",
  interchangeVersion: "00401",
  usage: "T",
  version: "004010",
};
const settings5010: EnvelopeSettings = {
  ...settings,
  separators: { ...settings.separators, repetition: "^" },
  interchangeVersion: "00501",
  version: "005010",
};

const cases: readonly [file: string, set: keyof DocumentOf, settings: EnvelopeSettings][] = [
  ["850", "850", settings],
  ["850.005010", "850", settings5010],
  ["860", "860", settings],
  ["855", "855", settings],
  ["856", "856", settings],
  ["810", "810", settings],
  ["997", "997", settings],
];

describe.each(cases)("the golden %s", (file, set, envelope) => {
  const document = JSON.parse(readFileSync(resolve(golden, `${set}.json`), "utf8"));
  const path = resolve(golden, `${file}.edi`);
  const written = writeInterchange({
    settings: envelope,
    policy: strictPolicy,
    date: "2026-03-02",
    time: "10:30",
    controlNumber: "101",
    groups: [{ controlNumber: "42", sets: [{ set, controlNumber: "0001", document } as SetToWrite] }],
  });

  it("is written as it stands there", () => {
    if (!written.ok) throw new Error(written.faults.map(({ message }) => message).join("\n"));
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(path, written.bytes);
    expect(written.warnings).toEqual([]);
    expect(Buffer.from(written.bytes).toString("latin1")).toBe(readFileSync(path, "latin1"));
  });

  it("is read as the document it was, with nothing left over", () => {
    const [message] = [...messagesOf(readFileSync(path))];
    if (message?.kind !== "set") throw new Error("no set in the golden file");
    const read = documentForms[set].fromSet(message);
    expect(read.notes).toEqual([]);
    expect(read.document).toEqual(document);
  });
});
