import { defineErrors } from "./entry.ts";

export const x12Errors = defineErrors({
  X12_FILE_UNREADABLE: {
    meaning: "A file given to the X12 tools cannot be read.",
    fix: "Check the path and the rights of your account.",
    owner: "operator",
    retry: "permanent",
    exit: 2,
  },
});
