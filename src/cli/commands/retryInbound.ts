/** Carries out again what came in, and shows what became of it; `inbound retry` and `replay` both end here. */
import type { Application } from "../../app/application.ts";
import { readDraft, replayDraft } from "../../app/drafts.ts";
import { isDraftId, type PlannedRetry, planRetry } from "../../app/inbox/planRetry.ts";
import { type InboundDocumentSummary, type InboundMessageSummary, readInbound } from "../../app/inbox/readInbox.ts";
import { retryInbound } from "../../app/inbox/retryInbound.ts";
import { startRuntime } from "../../app/runtime.ts";
import { linksWithInbox, messageDocuments } from "../../ledger/inboundDocuments.ts";
import type { InboundState } from "../../ledger/inboundState.ts";
import type { ExitCode, Program } from "../command.ts";
import { defectReporter } from "../output/defect.ts";
import { errorText } from "../output/error.ts";
import { outcomeStyle } from "../output/outcome.ts";
import { table } from "../output/table.ts";
import type { Terminal } from "../output/terminal.ts";

/** Shows what {@link retryAndShow} would do. */
export async function showRetryPlan(
  { ledger }: Application,
  terminal: Terminal,
  ids: readonly string[],
): Promise<ExitCode> {
  const retries = await planRetry(ledger, ids);
  terminal.printJson({ retries });
  const { colors } = terminal;
  const consequence = ({ refused, consequence: words, reasonNeeded }: PlannedRetry): string =>
    refused ? `nothing: ${refused}` : reasonNeeded ? `${words} (--reason is needed)` : words;
  const rows = table(
    [
      { title: "id", value: (row) => row.id },
      { title: "what", value: (row) => row.type ?? row.what },
      { title: "now", value: (row) => row.state, style: (text, row) => outcomeStyle(row.state, colors)(text) },
      { title: "what would happen", value: consequence },
    ],
    retries,
    colors.dim,
  );
  terminal.print(retries.length === 0 ? "nothing to replay" : `${rows}\n\nNothing was done.`);
  return 0;
}

const unsettled: ReadonlySet<InboundState> = new Set(["failed", "quarantined", "review", "waiting"]);

/** @returns 1 where something still waits for a person or a cause to be mended */
export async function retryAndShow(
  program: Program,
  application: Application,
  terminal: Terminal,
  ids: readonly string[],
  reason: string | undefined,
): Promise<ExitCode> {
  const named = ids.filter((id) => !isDraftId(id));
  const retried = named.length === 0 ? [] : await retryInbound(application, () => {}, named, reason);
  const draftIds = ids.filter(isDraftId);
  for (const id of draftIds) await replayDraft(application, id, reason);
  const retriedMessages = [...new Set(retried.map(({ message }) => message))];
  const runtime = await startRuntime(application, { onError: defectReporter(program) });
  try {
    runtime.worker.wake();
    await untilNoneIsOpen(program.stop, async () => {
      const links = await linksWithInbox(application.ledger, application.clock());
      const drafts = await Promise.all(draftIds.map((id) => readDraft(application.ledger, id)));
      // Another process may have one in hand.
      const documents = await Promise.all(retriedMessages.map((id) => messageDocuments(application.ledger, id)));
      const inHand = documents.flat().filter(({ state }) => state === "received" || state === "processing");
      return (
        links.length + inHand.length + drafts.filter(({ state }) => state === "planned" || state === "creating").length
      );
    });
    const messages = await Promise.all(retriedMessages.map((id) => readInbound(application.ledger, id)));
    const drafts = await Promise.all(draftIds.map((id) => readDraft(application.ledger, id)));
    terminal.printJson({ retried, messages, ...(drafts.length > 0 && { drafts }) });
    for (const message of messages) {
      for (const document of message.documents)
        terminal.print(`${document.id}  ${document.type}  ${document.state}  ${saying(message, document)}`);
      if (message.error) terminal.print(errorText(message.error, terminal));
    }
    for (const { id, kind, state, gpNumber, error } of drafts) {
      terminal.print(`${id}  ${kind}  ${state}  ${gpNumber ?? ""}`);
      if (error) terminal.print(errorText(error, terminal));
    }
    const draftStays = drafts.some(({ state }) => state !== "created");
    const stays = messages.some(
      (message) => message.state === "quarantined" || message.documents.some(({ state }) => unsettled.has(state)),
    );
    return draftStays || stays ? 1 : 0;
  } finally {
    await runtime.stop();
  }
}

/** What a document says of itself, in one line. */
export function saying(message: InboundMessageSummary, document: InboundDocumentSummary | undefined): string {
  const error = document?.error ?? message.error;
  return document?.summary ?? (error ? `${error.code}: ${error.message}` : "");
}

/** Waits until `open` counts nothing, or somebody has enough of waiting; at most two minutes. */
export async function untilNoneIsOpen(stop: AbortSignal, open: () => Promise<number>): Promise<void> {
  for (let look = 0; look < 1_200 && !stop.aborted && (await open()) > 0; look++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
