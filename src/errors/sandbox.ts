import { defineErrors } from "./entry.ts";

export const sandboxErrors = defineErrors({
  SANDBOX_OPTION: {
    meaning: "An option of the sandbox is unknown, or its value cannot be used.",
    fix: "Look the option up in docs/sandbox.md.",
    owner: "operator",
    retry: "permanent",
    exit: 2,
  },
  SANDBOX_PORT_TAKEN: {
    meaning: "Another program listens on a port that the sandbox was told to use.",
    fix: "Choose another port with --gp-port, --cleo-port or --admin-port, or 0 for any free one.",
    owner: "operator",
    retry: "permanent",
    exit: 2,
  },
});
