/**
 * Logons that worked when a person asked for one. A process whose logon was refused does not try again with the same password, so
 * as not to lock the account; that the account works again it learns here, from whichever process found out. Only a logon
 * that was accepted is noted, so a wrong password gains no further try by it.
 */
import { sql } from "kysely";
import type { Ledger } from "./ledger.ts";

/** With which a connection logs on. */
export interface Account {
  system: "gp" | "cleo";
  connection: string;
  account: string;
}

export interface AcceptedLogon extends Account {
  serial: number;
}

export async function noteAcceptedLogon(ledger: Ledger, logon: Account & { by: string; now: Date }): Promise<void> {
  const { system, connection, account, by, now } = logon;
  await sql`
    insert into accepted_logon as present (system, connection, account, accepted_at, accepted_by, serial)
    values (${system}, ${connection}, ${account}, ${now}, ${by}, 1)
    on conflict (system, connection, account) do update
      set accepted_at = excluded.accepted_at, accepted_by = excluded.accepted_by, serial = present.serial + 1
  `.execute(ledger);
}

export async function acceptedLogons(ledger: Ledger): Promise<AcceptedLogon[]> {
  return ledger.selectFrom("acceptedLogon").select(["system", "connection", "account", "serial"]).execute();
}
