import { describe, expect, it } from "vitest";
import type { Invoice810, InvoiceLine } from "./invoice810.ts";
import { invoiceSums } from "./invoiceArithmetic.ts";

const line = (quantity: string, unitPrice: string): InvoiceLine => ({ quantity, unit: "EA", unitPrice });
const invoice = (due: string, lines: InvoiceLine[], more: Partial<Invoice810> = {}): Invoice810 => ({
  date: "2026-01-15",
  number: "I1",
  lines,
  total: { due },
  ...more,
});

describe("an invoice adds up", () => {
  it("to its lines, each rounded half up, with charges, allowances and taxes", () => {
    const sums = invoiceSums(
      invoice("104.71", [line("3", "1.115"), line("10", "10")], {
        allowancesAndCharges: [
          { indicator: "C", code: "D240", amount: "5" },
          { indicator: "A", code: "C310", amount: "10.63", taxes: [{ type: "ST", amount: "0.5" }] },
          { indicator: "N", code: "F050", amount: "999" },
        ],
        taxes: [{ type: "TX", amount: "6.49" }],
      }),
    );
    expect(sums).toMatchObject({
      lines: "103.35",
      allowancesAndCharges: "-5.63",
      taxes: "6.99",
      computed: "104.71",
      difference: "0",
      agrees: true,
      kind: "invoice",
      problems: [],
    });
  });

  it("within one cent a line, and not beyond", () => {
    const lines = [line("1", "1"), line("1", "1")];
    expect(invoiceSums(invoice("2.02", lines)).agrees).toBe(true);
    expect(invoiceSums(invoice("2.03", lines)).agrees).toBe(false);
    expect(invoiceSums(invoice("200", lines)).difference).toBe("198");
  });

  it("as a credit by its type, its lines or its total", () => {
    expect(invoiceSums(invoice("-10", [line("-1", "10")]))).toMatchObject({
      kind: "credit",
      agrees: true,
      problems: [],
    });
    expect(invoiceSums(invoice("10", [line("1", "10")], { transactionType: "CR" }))).toMatchObject({
      kind: "credit",
      agrees: true,
      problems: [],
    });
    const contradictory = invoiceSums(invoice("-10", [line("1", "10")]));
    expect(contradictory).toMatchObject({ kind: "credit", agrees: true });
    expect(contradictory.problems).toEqual(["TDS01 is negative, as in a credit, and the lines are positive"]);
  });

  it("only as far as it says what to add", () => {
    const sums = invoiceSums(
      invoice("10", [{ number: "1" }, line("1", "10")], { allowancesAndCharges: [{ indicator: "A", percent: "5" }] }),
    );
    expect(sums.problems).toEqual(["Line 1 has no quantity or no price", "SAC A has no amount"]);
  });
});
