import type { Terminal } from "./terminal.ts";

type Style = (text: string) => string;

/** Colours of outcomes and states: green is done, yellow needs patience, red needs a person. */
export function outcomeStyle(outcome: string, colors: Terminal["colors"]): Style {
  switch (outcome) {
    case "sent":
    case "succeeded":
    case "accepted":
    case "created":
    case "matched":
      return colors.green;
    case "waiting":
    case "planned":
    case "sending":
    case "failed":
    case "queued":
    case "running":
    case "review":
    case "changed":
    case "differs":
    case "overdue":
      return colors.yellow;
    case "blocked":
    case "inDoubt":
    case "rejected":
      return colors.red;
    default:
      return colors.dim;
  }
}
