import { defineErrors } from "./entry.ts";

export const internalErrors = defineErrors({
  INTERNAL: {
    meaning: "The program met a state it does not expect.",
    fix: "Repeat the command; if it fails again, report it with the output of `ml-connector jobs show` for the job.",
    owner: "ml-connector",
    retry: "permanent",
    exit: 4,
  },
});
