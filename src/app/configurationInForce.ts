import type { Configuration } from "../configuration/configuration.ts";
import { currentConfiguration } from "../ledger/configurations.ts";
import type { Ledger } from "../ledger/ledger.ts";

/** Before the first one was applied. */
export const emptyConfiguration: Configuration = { gp: [], cleo: [], links: [] };

export interface InForce {
  /** 0 before the first one. */
  version: number;
  configuration: Configuration;
}

/** The configuration in force, or the empty one. */
export async function configurationInForce(ledger: Ledger): Promise<InForce> {
  const current = await currentConfiguration(ledger);
  // Stored by putInForce, which took it from the parser.
  const configuration = current?.document as Configuration | undefined;
  return { version: current?.version ?? 0, configuration: configuration ?? emptyConfiguration };
}
