/** Whether the partners of the open orders are set up, and how. Pure. */
import { type Link, partnerSettings } from "../configuration/configuration.ts";
import { found } from "./line.ts";
import type { CheckLine } from "./report.ts";

/** @param vendors with open orders, and how many each has */
export function judgePartners(link: Link, vendors: ReadonlyMap<string, number>): CheckLine[] {
  if (link.purchaseOrders === undefined) return [];
  const lines: CheckLine[] = [];
  if (link.us) {
    const { isa, gs } = link.us;
    lines.push(found("CHECK_OUR_IDS", `ISA ${isa.qualifier}:${isa.id}, GS ${gs}`));
  }
  if (vendors.size === 0) return [...lines, found("CHECK_PARTNERS_UNKNOWN", "no vendor has an open order")];
  const own: string[] = [];
  const byDefault: string[] = [];
  const missing: string[] = [];
  const usage = { T: new Set<string>(), P: new Set<string>() };
  for (const vendor of vendors.keys()) {
    const settings = partnerSettings(link, vendor);
    if (settings.format === "x12" && (settings.isa === undefined || settings.gs === undefined)) {
      missing.push(vendor);
      continue;
    }
    if (settings.format === "x12") usage[settings.usage].add(vendor);
    (settings.vendor === "default" ? byDefault : own).push(vendor);
  }
  if (missing.length > 0) lines.push(found("CHECK_PARTNERS_MISSING", some(missing)));
  const usedByDefault = byDefault.filter((vendor) => partnerSettings(link, vendor).format === "x12");
  if (usedByDefault.length > 0) {
    const { isa } = partnerSettings(link, usedByDefault[0] ?? "");
    const ids = isa === undefined ? "" : ` as ${isa.qualifier}:${isa.id}`;
    const beside = own.length === 0 ? "" : `; ${count(own.length)} with settings of their own`;
    lines.push(found("CHECK_PARTNERS_BY_DEFAULT", `${some(usedByDefault)}${ids}${beside}`));
  } else if (missing.length === 0) {
    lines.push(found("CHECK_PARTNERS", some([...own, ...byDefault])));
  }
  if (usage.T.size > 0) lines.push(found("CHECK_USAGE_TEST", some([...usage.T])));
  if (usage.P.size > 0) lines.push(found("CHECK_USAGE_PRODUCTION", some([...usage.P])));
  return lines;
}

const count = (number: number): string => `${number} vendor${number === 1 ? "" : "s"}`;

function some(vendors: readonly string[]): string {
  const shown = vendors.slice(0, 4).join(", ");
  return `${count(vendors.length)}: ${shown}${vendors.length > 4 ? ", …" : ""}`;
}
