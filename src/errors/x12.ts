import { defineErrors } from "./entry.ts";

export const x12Errors = defineErrors({
  X12_FILE_UNREADABLE: {
    meaning: "A file given to the X12 tools cannot be read.",
    fix: "Check the path and the rights of your account.",
    owner: "operator",
    retry: "permanent",
    exit: 2,
  },
  X12_NOT_DESCRIBED: {
    meaning: "The X12 tables have no set, segment or element of that name.",
    fix: "Give a set such as 850, a segment such as N1, or an element such as N101; `--release` chooses the release.",
    owner: "operator",
    retry: "permanent",
    exit: 2,
  },
});
