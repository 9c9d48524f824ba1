import { defineErrors } from "./entry.ts";

/** Files that a person asked for. */
export const fileErrors = defineErrors({
  FILE_DISK_FULL: {
    meaning: "The disk that a file is to be written to is full.",
    fix: "Make room on it, or name a file on another disk, and repeat the command. What was half written is gone, and nothing else has changed.",
    owner: "operator",
    retry: "permanent",
    exit: 3,
  },
  FILE_UNREADABLE: {
    meaning: "A file that was named to be read cannot be read.",
    fix: "Check the path, and the rights of your account.",
    owner: "operator",
    retry: "permanent",
    exit: 2,
  },
  FILE_UNWRITABLE: {
    meaning: "A file cannot be written where it was asked for.",
    fix: "Name a file in a folder that exists and may be written into.",
    owner: "operator",
    retry: "permanent",
    exit: 2,
  },
});
