import { recordAudit } from "../ledger/audit.ts";
import type { Application } from "./application.ts";

export interface RotatedKey {
  /** Names of the keys before and after; not secret. The one before is not told where it comes from the environment. */
  before: string | null;
  after: string;
  /** Where the key comes from. */
  keySource: "environment" | "file";
  secrets: number;
}

/**
 * Puts every stored secret under a new master key. All of them or none: while it goes on, both keys are known, and a failure
 * leaves everything as it was.
 *
 * @throws {ConnectorError} SECRETS_*
 */
export async function rotateKey(
  application: Pick<Application, "ledger" | "vault" | "actor" | "clock">,
): Promise<RotatedKey> {
  const { ledger, actor, clock } = application;
  const vault = application.vault();
  // A key from the environment was changed there, before this command ran.
  const before = vault.keySource === "file" ? vault.keyId() : null;
  let secrets = 0;
  await vault.rotate((rewrap) =>
    ledger.transaction().execute(async (transaction) => {
      const rows = await transaction.selectFrom("secret").selectAll().orderBy("name").forUpdate().execute();
      const now = clock();
      const fresh = vault.keyId();
      for (const { name, sealed } of rows) {
        const rewrapped = rewrap(name, sealed);
        await transaction
          .updateTable("secret")
          .set({ sealed: rewrapped, updatedAt: now })
          .where("name", "=", name)
          .execute();
      }
      secrets = rows.length;
      await recordAudit(transaction, {
        at: now,
        actor,
        action: "secrets.keyRotated",
        detail: { before, after: fresh, keySource: vault.keySource, secrets },
      });
    }),
  );
  return { before, after: vault.keyId(), keySource: vault.keySource, secrets };
}
