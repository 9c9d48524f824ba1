import type { Command } from "commander";
import { type BackupDone, takeBackup } from "../../app/backup.ts";
import { backupName } from "../../app/backups.ts";
import { version } from "../../app/version.ts";
import { type CommonOptions, type ExitCode, type Program, withApplication, withCommonOptions } from "../command.ts";

interface TakeOptions extends CommonOptions {
  output?: string;
  handover: boolean;
}

export function backupCommand(root: Command, program: Program, end: (code: ExitCode) => void): void {
  withCommonOptions(root.command("backup").description("copy the whole ledger into one file, while everything goes on"))
    .option("-o, --output <file>", "file to write; none of that name may be there")
    .option("--handover", "end this ledger with the backup, so that the restored one goes on without a doubt", false)
    .action(async (options: TakeOptions) => {
      await withApplication(program, options, async (application, terminal) => {
        const file = options.output ?? backupName(application.clock());
        const done = await takeBackup(application, file, { handover: options.handover, program: version });
        terminal.printJson(done);
        for (const line of wordsOf(done)) terminal.print(line);
      });
      end(0);
    });
}

function* wordsOf(done: BackupDone): Generator<string> {
  yield `${done.file}: ${done.tables} tables, ${done.rows} rows, ${(done.size / 2 ** 20).toFixed(1)} MB`;
  yield "It holds your orders and prices in the clear, so keep it where only you can read it.";
  if (done.keyId !== null) {
    const where = done.keySource === "file" ? "the file master.key of the data directory" : "ML_CONNECTOR_KEY";
    yield `The passwords in it are sealed with the key ${done.keyId}, which is not in it: keep ${where} as well, elsewhere.`;
  }
  if (done.handover)
    yield "This ledger was handed over: nothing runs on it any more. Restore the backup where it goes on.";
}
