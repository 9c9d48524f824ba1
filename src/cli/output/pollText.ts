import type { Outcome, PolledDocument, PollReport } from "../../app/pollReport.ts";
import type { ErrorReport } from "../../errors/connectorError.ts";
import { errorText } from "./error.ts";
import { outcomeStyle } from "./outcome.ts";
import { table } from "./table.ts";
import type { Terminal } from "./terminal.ts";

/** Tables of a poll: what was read, what became of it, and what a person must look at. */
export function pollText(report: PollReport, terminal: Terminal): string {
  const { colors } = terminal;
  const parts = [`${colors.bold(report.link)}  ${colors.dim(report.jobId)}`];
  const changed = report.documents.filter((document) => document.outcome !== "unchanged");
  if (changed.length > 0) {
    parts.push(
      table(
        [
          { title: "type", value: (row) => (row.type === "vendor" ? "vendor" : "PO") },
          { title: "number", value: (row) => row.key },
          { title: "rev", value: (row) => row.revision?.toString() ?? "", align: "right" },
          {
            title: "outcome",
            value: (row) => row.outcome,
            style: (text, row) => outcomeStyle(row.outcome, colors)(text),
          },
          ...(report.missedByPolls
            ? [{ title: "found by", value: (row: PolledDocument) => (row.missedByPolls ? "sweep" : "") }]
            : []),
          { title: "file or reason", value: (row) => row.error?.code ?? row.rule ?? row.file ?? "" },
        ],
        changed,
        colors.dim,
      ),
    );
  }
  const { documentsOmitted, disappeared, disappearedDocuments = [], missedByPolls } = report;
  if (documentsOmitted) parts.push(colors.dim(`and ${documentsOmitted} documents more`));
  if (disappearedDocuments.length > 0) {
    parts.push(
      table(
        [
          { title: "gone from GP", value: (row) => (row.type === "vendor" ? "vendor" : "PO") },
          { title: "number", value: (row) => row.key },
          { title: "document", value: (row) => row.id },
        ],
        disappearedDocuments,
        colors.dim,
      ),
    );
  }
  const outcomes = (Object.entries(report.outcomes) as [Outcome, number][])
    .filter(([, count]) => count > 0)
    .map(([outcome, count]) => `${outcomeStyle(outcome, colors)(outcome)} ${count}`);
  const { vendors, purchaseOrders } = report.read;
  parts.push(`read ${vendors} vendors, ${purchaseOrders} purchase orders: ${outcomes.join(", ") || "nothing"}`);
  if (report.sentBesides) {
    const files = report.sentBesides === 1 ? "a file" : `${report.sentBesides} files`;
    parts.push(`besides, ${files} of earlier jobs ${report.sentBesides === 1 ? "was" : "were"} sent`);
  }
  if (disappeared !== undefined) {
    const gone =
      disappeared === 0
        ? "nothing is gone from GP"
        : colors.yellow(`${disappeared} gone from GP (deleted, or moved to history)`);
    const missed = missedByPolls
      ? colors.yellow(
          `${missedByPolls} changed without a ModifiedDate that polls look at (marked "sweep"): at this site only sweeps find such edits`,
        )
      : "no change that polls would have missed";
    parts.push(`sweep: ${gone}; ${missed}`);
  }
  const seen = new Set<string>();
  for (const { error } of changed) {
    if (error === undefined || seen.has(error.code + error.message)) continue;
    seen.add(error.code + error.message);
    parts.push(errorText(error, terminal));
  }
  if (report.error) parts.push(errorText(report.error, terminal));
  if (report.state === "running" || report.state === "queued") {
    parts.push("The poll has not ended: it goes on with the running service, or with the next `ml-connector poll`.");
  }
  return parts.join("\n\n");
}

/** Every error that {@link pollText} tells. */
export function errorsOfPoll({ error, documents }: PollReport): ErrorReport[] {
  return [error, ...documents.map((document) => document.error)].filter((each) => each !== undefined);
}
