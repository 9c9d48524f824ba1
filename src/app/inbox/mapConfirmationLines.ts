import { ConnectorError } from "../../errors/connectorError.ts";
import { assignLine } from "../../ledger/answers.ts";
import { recordAudit } from "../../ledger/audit.ts";
import { findInboundDocument, requeueDocument } from "../../ledger/inboundDocuments.ts";
import { openReceiveJob } from "../../ledger/receiveJobs.ts";
import type { Application } from "../application.ts";
import { linesToMap } from "./linesToMap.ts";

/**
 * Says which line of the order a line of a confirmation (855) is; without an order line it is left out. The confirmation is
 * compared anew with that, under a job of its own.
 *
 * @param lines index of the partner's line, from 0, to the order's line number
 * @returns the job
 * @throws {ConnectorError} INBOUND_UNKNOWN, INBOUND_NOT_DECIDABLE, INBOUND_LINE_UNKNOWN
 */
export async function mapConfirmationLines(
  { ledger, actor, clock }: Pick<Application, "ledger" | "actor" | "clock">,
  wake: () => void,
  id: string,
  lines: readonly { index: number; line: number | null }[],
): Promise<{ jobId: string }> {
  const document = await findInboundDocument(ledger, id);
  if (document === undefined)
    throw new ConnectorError("INBOUND_UNKNOWN", `there is no inbound document ${JSON.stringify(id.slice(0, 60))}`);
  const open = await linesToMap(ledger, document);
  if (open === undefined) {
    throw new ConnectorError(
      "INBOUND_NOT_DECIDABLE",
      `${id} is no confirmation in review; lines of a ship notice or an invoice are mapped in its draft`,
    );
  }
  const { unmatched, orderLines: choices, orderNumber } = open;
  const assignments = lines.map(({ index, line }) => {
    const chosen = choices.find((each) => each.line === line);
    if (line !== null && chosen === undefined)
      throw new ConnectorError("INBOUND_LINE_UNKNOWN", `${orderNumber} has no line ${line}`);
    if (!unmatched.some((each) => each.index === index))
      throw new ConnectorError(
        "INBOUND_LINE_UNKNOWN",
        `the partner's line ${index} is not one that waits for an answer`,
      );
    return { inboundId: id, lineIndex: index, ord: chosen?.ord ?? null };
  });
  const jobId = await ledger.transaction().execute(async (transaction) => {
    const now = clock();
    for (const assignment of assignments) await assignLine(transaction, { ...assignment, by: actor, now });
    const job = await openReceiveJob(transaction, {
      link: document.link,
      parameters: { message: document.messageId, lines },
      requestedBy: actor,
      replayOf: document.jobId,
      now,
    });
    if (!(await requeueDocument(transaction, document, job, now)))
      throw new ConnectorError("INBOUND_NOT_DECIDABLE", `${id} is being carried out at this moment`);
    await recordAudit(transaction, {
      at: now,
      actor,
      action: "inbound.mapped",
      jobId: job,
      link: document.link,
      subject: id,
      detail: { order: orderNumber, lines },
    });
    return job;
  });
  wake();
  return { jobId };
}
