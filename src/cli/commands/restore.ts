import type { Command } from "commander";
import { type RestoreDone, restoreBackup, verifyBackupFile } from "../../app/restoreBackup.ts";
import { openVault } from "../../secrets/vault.ts";
import { actorOf, type CommonOptions, type ExitCode, type Program, terminalOf, withCommonOptions } from "../command.ts";
import { instant } from "../output/time.ts";

export function restoreCommand(root: Command, program: Program, end: (code: ExitCode) => void): void {
  withCommonOptions(
    root
      .command("restore <file>")
      .description("fill an empty database from a backup; what may have been sent since is in doubt"),
  )
    .option("--verify-only", "prove that the backup is whole, and touch no database", false)
    .action(async (file: string, options: CommonOptions & { verifyOnly: boolean }) => {
      const terminal = terminalOf(program, options);
      if (options.verifyOnly) {
        const { header, tables, rows } = await verifyBackupFile(file);
        terminal.printJson({ ok: true, backup: header, tables, rows });
        terminal.print(`${file} is whole: taken ${instant(new Date(header.takenAt))}, ${tables} tables, ${rows} rows`);
        return end(0);
      }
      const { environment } = program;
      const done = await restoreBackup(file, {
        dataDirectory: options.data,
        environment,
        actor: actorOf(),
        notice: (line) => program.streams.stderr.write(`${line}\n`),
        vault: () => openVault({ dataDirectory: options.data, environment }),
      });
      terminal.printJson(done);
      for (const line of wordsOf(done)) terminal.print(line);
      end(done.audit.ok ? 0 : 1);
    });
}

function* wordsOf(done: RestoreDone): Generator<string> {
  const { backup, audit } = done;
  yield `restored ${done.rows} rows of ${done.tables} tables from the backup of ${instant(new Date(backup.takenAt))}`;
  yield audit.ok ? `the audit trail is intact: ${audit.entries} entries` : `the audit trail is broken: ${audit.reason}`;
  if (done.secretsLocked.length > 0) {
    yield `the key at hand does not open: ${done.secretsLocked.join(", ")}. Bring the key ${backup.keyId} (master.key or ML_CONNECTOR_KEY), or apply the configuration with the passwords again.`;
  }
  if (!done.mayHaveGoneOn) {
    yield "The ledger before was handed over with this backup, so nothing is in doubt.";
    return;
  }
  const { doubts } = done;
  yield doubts === 1
    ? "1 delivery that was open is in doubt: it may have been sent after the backup."
    : `${doubts} deliveries that were open are in doubt: they may have been sent after the backup.`;
  yield "The next poll of each link reads everything; what it finds changed is in doubt as well.";
  yield "Look into Cleo, then `ml-connector settle ID --arrived|--not-arrived`, or `settle --restored` for all of them.";
  for (const { sender, receiver, usage, kind, last, next } of done.leaps) {
    yield `control numbers ${sender} to ${receiver} (${usage}, ${kind}): ${last} was the last one in the backup, ${next} is the next`;
  }
}
