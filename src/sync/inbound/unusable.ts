import type { ErrorReport } from "../../errors/connectorError.ts";
import type { InboundOutcome } from "./outcome.ts";

/** What a partner sent that cannot be used: only a new document from them helps. */
export function unusable(problems: readonly ErrorReport[]): InboundOutcome {
  const [first, ...others] = problems;
  if (first === undefined) throw new Error("a document was refused without a reason");
  const error: ErrorReport = others.length > 0 ? { ...first, others } : first;
  return { kind: "failed", summary: first.message, error };
}
