/** The answers of test/golden/x12 in canonical form. `UPDATE_GOLDEN=1 vitest run src/documents/fromX12` writes them anew. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { expectGolden } from "../../../test/golden/expectGolden.ts";
import { documentForms, messagesOf, type SetMessage } from "../../x12/index.ts";
import { invoiceSchema } from "../canonical/invoice.ts";
import { orderConfirmationSchema } from "../canonical/orderConfirmation.ts";
import { shipNoticeSchema } from "../canonical/shipNotice.ts";
import { invoiceFromX12 } from "./invoice.ts";
import { confirmationFromX12 } from "./orderConfirmation.ts";
import { shipNoticeFromX12 } from "./shipNotice.ts";

function setOf(name: string): SetMessage {
  const bytes = readFileSync(join(import.meta.dirname, `../../../test/golden/x12/${name}.edi`));
  const set = [...messagesOf(bytes)].find((message) => message.kind === "set");
  if (set === undefined) throw new Error(`${name}.edi holds no set`);
  return set;
}

const golden = (name: string, document: object): void =>
  expectGolden(`documents/answers/${name}.json`, new TextEncoder().encode(JSON.stringify(document)));

it("reads an 855 with a split, substituted and a rejected line", () => {
  const read = confirmationFromX12(documentForms["855"].fromSet(setOf("855")).document);
  if ("problems" in read) throw new Error(JSON.stringify(read.problems));
  golden("855", orderConfirmationSchema.parse(read.document));
});

it("reads an 856 packed in cartons", () => {
  const read = shipNoticeFromX12(documentForms["856"].fromSet(setOf("856")).document);
  if ("problems" in read) throw new Error(JSON.stringify(read.problems));
  golden("856", shipNoticeSchema.parse(read.document));
});

it("reads an 810 with freight, a discount and terms, and sees that it adds up", () => {
  const read = invoiceFromX12(documentForms["810"].fromSet(setOf("810")).document);
  if ("problems" in read) throw new Error(JSON.stringify(read.problems));
  expect(read.document.check.agrees).toBe(true);
  golden("810", invoiceSchema.parse(read.document));
});

it("names what an answer lacks", () => {
  const notice = shipNoticeFromX12({ purpose: "00", shipment: " ", date: "2026-03-12", time: "10:00", levels: [] });
  const problems = "problems" in notice ? notice.problems : [];
  expect(problems.map(({ code, at }) => [code, at.element])).toEqual([
    ["ANSWER_UNUSABLE", "BSN02"],
    ["ANSWER_UNUSABLE", "SN1"],
  ]);
});
