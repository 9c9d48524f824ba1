import type { GpConnection } from "../configuration/configuration.ts";
import { noteAcceptedLogon } from "../ledger/acceptedLogons.ts";
import type { Application } from "./application.ts";

/** Tells every process that GP let the account in: one whose logon was refused before may try again. */
export async function accountWorks(
  { ledger, actor, clock }: Pick<Application, "ledger" | "actor" | "clock">,
  { name, auth }: Pick<GpConnection, "name" | "auth">,
): Promise<void> {
  await noteAcceptedLogon(ledger, { connection: name, account: auth.username, by: actor, now: clock() });
}
