import { defineErrors } from "./entry.ts";

export const ledgerErrors = defineErrors({
  CONTROL_NUMBER_BELOW_GIVEN: {
    meaning: "A series of control numbers was to be set to a number that it has given already, or passed.",
    fix: "Choose a number above the one that `ml-connector control-numbers list` shows: a partner refuses a number that it has seen.",
    owner: "operator",
    retry: "permanent",
    exit: 2,
  },
  CONTROL_NUMBER_SERIES_UNKNOWN: {
    meaning:
      "Control numbers were to be moved ahead between two that have no series, and are not you and a partner of any link in force.",
    fix: "Name both as the configuration has them, qualifier and ID: `ZZ:FABRIKAM`. A partner whose series has not begun needs its `isa` in force first.",
    owner: "operator",
    retry: "permanent",
    exit: 2,
  },
  DELIVERY_MAY_HAVE_BEEN_SENT: {
    meaning:
      "The ledger was restored from a backup, and the one before it may have sent this document after the backup was taken.",
    fix: "Look in Cleo for a file of this document and revision, and say what is there: `ml-connector settle ID --arrived` or `--not-arrived`, with `--reason`.",
    owner: "operator",
    retry: "inDoubt",
    exit: 1,
  },
  JOB_LOST_BY_RESTORE: {
    meaning: "The job was waiting or running when the backup was taken that this ledger was restored from.",
    fix: "Nothing needs to be done for a poll: the next one reads everything. Ask for anything else again.",
    owner: "operator",
    retry: "permanent",
    exit: 1,
  },
  CONTENT_ARCHIVED: {
    meaning:
      "Bytes that were sent or received are needed, and retention has moved them to an archive that is not at hand.",
    fix: "Put the archive that the message names back in its place, or make the file anew (`replay ID --mode rerender`).",
    owner: "operator",
    retry: "permanent",
    exit: 1,
  },
  CONTENT_DAMAGED: {
    meaning:
      "Bytes that were sent or received are no longer in the ledger as they were stored. Retention leaves them where they are, and archives the others.",
    fix: "See what the disk of the database has lost. A file that still has to go is made anew by `ml-connector replay ID --mode rerender`; as they were, the bytes are in a backup from before.",
    owner: "operator",
    retry: "permanent",
    exit: 1,
  },
  ARCHIVE_UNWRITABLE: {
    meaning:
      "What retention would let go of cannot be written to its archive, or does not read back as it was written. Nothing was let go of.",
    fix: "See that the folder exists, may be written to, and has room: `archive` in the data directory, or what `retention.archive` names.",
    owner: "operator",
    retry: "transient",
    exit: 3,
  },
  BACKUP_UNREADABLE: {
    meaning: "The file is no backup of ml-connector, was cut off, or was changed.",
    fix: "Use another backup. `ml-connector restore FILE --verify-only` tells whether one is whole.",
    owner: "operator",
    retry: "permanent",
    exit: 2,
  },
  BACKUP_TOO_NEW: {
    meaning: "The backup was written by a newer release of ml-connector.",
    fix: "Restore it with that release, or a newer one.",
    owner: "operator",
    retry: "permanent",
    exit: 2,
  },
  BACKUP_UNKNOWN: {
    meaning: "There is no backup of this name in the folder `backups` of the data directory.",
    fix: "Take one of `GET /api/backups`.",
    owner: "operator",
    retry: "permanent",
    exit: 2,
  },
  BACKUP_FILE_UNUSABLE: {
    meaning: "The backup cannot be written to, or read from, the file that was named.",
    fix: "Check the path, the rights and the room on the disk. A backup is never written over a file that is there.",
    owner: "operator",
    retry: "permanent",
    exit: 2,
  },
  RESTORE_TARGET_NOT_EMPTY: {
    meaning: "The database that a backup is to be restored into holds something already.",
    fix: "Restore into an empty one: name a new directory with `--data DIR`, or an empty database with DATABASE_URL. Nothing was changed.",
    owner: "operator",
    retry: "permanent",
    exit: 2,
  },
  LEDGER_HANDED_OVER: {
    meaning:
      "This ledger was handed over to another database (`backup --handover`); only that one may go on working. What Cleo sends here is refused, so that it is sent again.",
    fix: "Use the database that the backup was restored into: `--data DIR` or DATABASE_URL.",
    owner: "operator",
    retry: "permanent",
    exit: 2,
  },
  LEDGER_IN_USE: {
    meaning: "The ledger cannot be handed over while a worker runs on it.",
    fix: "End every `start`, `worker` and `poll` on it, then repeat the command.",
    owner: "operator",
    retry: "transient",
    exit: 2,
  },
});
