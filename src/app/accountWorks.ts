import type { Configuration } from "../configuration/configuration.ts";
import { noteAcceptedLogon } from "../ledger/acceptedLogons.ts";
import { endCredentialWait } from "../ledger/credentialWait.ts";
import type { Application } from "./application.ts";
import { configurationInForce } from "./configurationInForce.ts";

/** Tells every process that GP or Cleo let the account in: one that was refused before may try again, and what waited for it goes. */
export async function accountWorks(
  application: Pick<Application, "ledger" | "actor" | "clock">,
  system: "gp" | "cleo",
  { name, auth }: { name: string; auth: { username: string } },
): Promise<void> {
  const { ledger, actor, clock } = application;
  const now = clock();
  const { configuration } = await configurationInForce(ledger);
  const links = linksOfConnection(configuration, system, name);
  await ledger.transaction().execute(async (transaction) => {
    await noteAcceptedLogon(transaction, { system, connection: name, account: auth.username, by: actor, now });
    await endCredentialWait(transaction, links, now, system);
  });
}

export function linksOfConnection({ links }: Configuration, system: "gp" | "cleo", connection: string): string[] {
  return links.filter((link) => link[system] === connection).map(({ name }) => name);
}
