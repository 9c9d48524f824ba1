import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { temporaryDirectory } from "../../test/temporaryDirectory.ts";
import { temporaryLedger } from "../../test/temporaryLedger.ts";
import { readSecret, storeSecret } from "../ledger/configurations.ts";
import { openVault } from "../secrets/vault.ts";
import { rotateKey } from "./rotateKey.ts";

test("Every secret opens under the new key, the audit trail has both names, and another process goes on.", async () => {
  const opened = await temporaryLedger();
  onTestFinished(() => opened.close());
  const { ledger } = opened;
  const dataDirectory = await temporaryDirectory();
  const vault = openVault({ dataDirectory, environment: {} });
  const other = openVault({ dataDirectory, environment: {} });
  const names = ["gp/gp/password", "cleo/cleo/password"];
  await ledger.transaction().execute(async (transaction) => {
    for (const name of names) await storeSecret(transaction, name, vault.seal(name, `text of ${name}`), new Date());
  });
  const keyFile = readFileSync(join(dataDirectory, "master.key"), "utf8");

  const rotated = await rotateKey({ ledger, vault: () => vault, actor: "cli:mia", clock: () => new Date() });
  expect(rotated).toMatchObject({ secrets: 2, keySource: "file" });
  expect(rotated.after).not.toBe(rotated.before);
  expect(readFileSync(join(dataDirectory, "master.key"), "utf8")).not.toBe(keyFile);
  for (const name of names) {
    const sealed = (await readSecret(ledger, name)) ?? "";
    expect(vault.isCurrent(name, sealed)).toBe(true);
    expect(other.open(name, sealed).reveal()).toBe(`text of ${name}`);
  }
  const [entry] = await ledger
    .selectFrom("auditEntry")
    .selectAll()
    .where("action", "=", "secrets.keyRotated")
    .execute();
  expect(entry?.detail).toMatchObject({ before: rotated.before, after: rotated.after, secrets: 2 });
});
