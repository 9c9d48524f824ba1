import { ownerNames } from "../errors/reference.ts";
import { type Finding, findings } from "./findings.ts";

/** What stands before the part of docs/check.md that is written from the catalogue. */
export const referenceHeading = "## What it can find";

/** All findings as a table, as docs/check.md holds it. */
export function findingReference(): string {
  const rows = Object.entries(findings).map(([code, finding]: [string, Finding]) => {
    const { status, meaning, fix, owner } = finding;
    const whose = owner === undefined ? "" : ` *(${ownerNames[owner]})*`;
    return `| \`${code}\` | ${status} | ${meaning}${fix === undefined ? "" : ` **Fix:** ${fix}${whose}`} |`;
  });
  return [
    referenceHeading,
    "",
    "Beside these a line may carry any code of [errors](errors.md), with that error's own advice. This table is written from",
    "`src/check/findings.ts` by `node scripts/writeCheckReference.ts`.",
    "",
    "| code | | what it means |",
    "|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}
