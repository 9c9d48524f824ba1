/**
 * What waits for a person to put an account right, or what else keeps it from being presented, such as a certificate. It is not tried
 * meanwhile, so that the account is not locked; once the person says that it is right, it need not wait any longer.
 */
import { sql } from "kysely";
import type { Ledger } from "./ledger.ts";

/**
 * Lets what an account held up be tried at once: files, drafts, documents from partners.
 *
 * @param system whose account it is; of both where not given
 */
export async function endCredentialWait(
  ledger: Ledger,
  links: readonly string[],
  now: Date,
  system?: "gp" | "cleo",
): Promise<void> {
  const forPerson = sql`error ->> 'retry' in ('credential', 'permanent')`;
  const ofSystem = system === undefined ? sql`true` : sql`starts_with(error ->> 'code', ${`${system.toUpperCase()}_`})`;
  for (const table of ["draft", "inbound_document"]) {
    await sql`
      update ${sql.table(table)} set next_attempt_at = ${now}
      where link = any(${[...links]}) and state in ('planned', 'failed') and next_attempt_at > ${now}
        and ${forPerson} and ${ofSystem}
    `.execute(ledger);
  }
  // Files wait by the pause of their link alone.
  await sql`
    update delivery_pause set until = ${now}
    where link = any(${[...links]}) and until > ${now} and ${forPerson} and ${ofSystem}
  `.execute(ledger);
}
