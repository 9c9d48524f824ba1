import { partnerSettings } from "../configuration/configuration.ts";
import { nearest } from "../configuration/nearest.ts";
import { ConnectorError } from "../errors/connectorError.ts";
import { recordAudit } from "../ledger/audit.ts";
import { type ControlNumberSeries, leapAhead, listSeries } from "../ledger/controlNumbers.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Application } from "./application.ts";
import { configurationInForce } from "./configurationInForce.ts";

/**
 * Moves a series of control numbers ahead, so that `next` is the next number given.
 *
 * @returns the last number before
 * @throws {ConnectorError} CONTROL_NUMBER_BELOW_GIVEN, CONTROL_NUMBER_SERIES_UNKNOWN
 */
export async function advanceSeries(
  { ledger, actor, clock }: Pick<Application, "ledger" | "actor" | "clock">,
  series: ControlNumberSeries,
  { next, reason }: { next: number; reason: string },
): Promise<number> {
  return ledger.transaction().execute(async (transaction) => {
    await refuseUnknown(transaction, series);
    const now = clock();
    const before = await leapAhead(transaction, series, { next, reason, actor, now });
    await recordAudit(transaction, {
      at: now,
      actor,
      action: "controlNumbers.advanced",
      subject: `${series.sender} to ${series.receiver} ${series.usage} ${series.kind}`,
      detail: { before, next, reason },
    });
    return before;
  });
}

/** So many pairs are named to whoever named none of them. */
const mostNamed = 6;

/** A series that no file would ever take its numbers from leaves the right one where it was, unseen. */
async function refuseUnknown(ledger: Ledger, { sender, receiver }: ControlNumberSeries): Promise<void> {
  const wanted = pairName(sender, receiver);
  const begun = (await listSeries(ledger)).map((series) => pairName(series.sender, series.receiver));
  const known = [...new Set([...begun, ...(await configuredPairs(ledger))])];
  if (known.includes(wanted)) return;
  const near = nearest(wanted, known);
  const named = near === undefined ? known : [near, ...known.filter((pair) => pair !== near)];
  const more = named.length > mostNamed ? ` (and ${named.length - mostNamed} more)` : "";
  throw new ConnectorError("CONTROL_NUMBER_SERIES_UNKNOWN", `nothing is sent from ${wanted}`, {
    ...(named.length > 0 && { fix: `There is: ${named.slice(0, mostNamed).join("; ")}${more}.` }),
  });
}

const pairName = (sender: string, receiver: string): string => `${sender} to ${receiver}`;

/** What the links in force send between, with a series or without one yet. */
async function configuredPairs(ledger: Ledger): Promise<string[]> {
  const { configuration } = await configurationInForce(ledger);
  return configuration.links.flatMap((link) =>
    Object.keys(link.partners).flatMap((vendor) => {
      const { isa } = partnerSettings(link, vendor);
      if (link.us === undefined || isa === undefined) return [];
      return [pairName(`${link.us.isa.qualifier}:${link.us.isa.id}`, `${isa.qualifier}:${isa.id}`)];
    }),
  );
}
