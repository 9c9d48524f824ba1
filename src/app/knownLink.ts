import { programSchedules } from "../configuration/programSchedules.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { configurationInForce } from "./configurationInForce.ts";
import { chosenLinks } from "./configure.ts";

/**
 * What is on record outlives its link: only where nothing was found of a link is asked whether there is one.
 *
 * @throws {ConnectorError} LINK_UNKNOWN
 */
export async function expectKnownLink(
  ledger: Ledger,
  link: string | undefined,
  found: readonly unknown[],
): Promise<void> {
  if (link === undefined || link === programSchedules || found.length > 0) return;
  chosenLinks((await configurationInForce(ledger)).configuration, link);
}
