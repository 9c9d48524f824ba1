import type { ErrorReport } from "../errors/connectorError.ts";
import { errorRegistry } from "../errors/registry.ts";
import { type FindingCode, findings } from "./findings.ts";
import type { CheckedSystem, CheckLine, CheckStage, CheckStatus } from "./report.ts";

/** A line from the catalogue; what was seen, and where needed a stage or advice that fits this occurrence better. */
export function found(
  code: FindingCode,
  seen: string,
  over: Partial<Pick<CheckLine, "fix" | "stage" | "system" | "title">> = {},
): CheckLine {
  const { stage, system, status, title, meaning, fix, owner } = findings[code];
  return { stage, system, status, code, title, seen, meaning, ...(fix && { fix }), ...(owner && { owner }), ...over };
}

/** A line of what went wrong, in the words of the registry. */
export function failed(
  error: Pick<ErrorReport, "code" | "message" | "fix" | "owner">,
  place: { stage: CheckStage; system: CheckedSystem; title: string; status?: CheckStatus },
): CheckLine {
  const { stage, system, title, status = "fail" } = place;
  return {
    stage,
    system,
    status,
    code: error.code,
    title,
    seen: error.message,
    meaning: errorRegistry[error.code].meaning,
    fix: error.fix,
    owner: error.owner,
  };
}
