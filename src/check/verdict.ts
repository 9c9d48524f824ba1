/** The verdict in a sentence: pure. */
import { ownerNames } from "../errors/reference.ts";
import type { CheckFit, CheckLine, CheckStatus, CheckVerdict } from "./report.ts";

export function verdictOf(lines: readonly CheckLine[], fit: CheckFit): { verdict: CheckVerdict; summary: string } {
  const failures = lines.filter(({ status }) => status === "fail");
  const remarks = lines.filter(({ status }) => status === "warn").length;
  const untried = lines.filter(({ status }) => status === "unverified").length;
  const orders = fit.purchaseOrders;
  const open = orders === undefined ? 0 : orders.ready + orders.blocked;
  const count =
    orders === undefined || open === 0
      ? ""
      : `${orders.ready} of ${open} open purchase orders would be valid for their partner today. `;
  const beside = [
    ...(remarks > 0 ? [`${remarks} ${remarks === 1 ? "thing" : "things"} to know`] : []),
    ...(untried > 0 ? [`${untried} not exercised`] : []),
  ].join(", ");
  const [first] = failures;
  if (first !== undefined) {
    const owners = [...new Set(failures.flatMap(({ owner }) => (owner ? [ownerNames[owner]] : [])))];
    const more = failures.length === 1 ? "" : ` and ${failures.length - 1} more`;
    return {
      verdict: "notYet",
      summary: `${count}Not yet: ${first.title} (${first.code})${more}. Next: ${owners.join(" and ")}.`,
    };
  }
  if (remarks > 0) return { verdict: "conditions", summary: `${count}It fits, with ${beside}.` };
  return { verdict: "fits", summary: `${count}It fits${beside === "" ? "" : `; ${beside}`}.` };
}

export function countsOf(lines: readonly CheckLine[]): Record<CheckStatus, number> {
  const counts: Record<CheckStatus, number> = { pass: 0, warn: 0, fail: 0, unverified: 0 };
  for (const { status } of lines) counts[status] += 1;
  return counts;
}
