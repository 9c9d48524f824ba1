/**
 * Reads the Cleo folders of a link: the second way in, with the same inbox and the same recognition of repeats.
 *
 * List, download, store, and only when that is committed, take the file away (Invariant 8). Dying in between leaves a file
 * that the next collection finds again: its content is known then, so it is only taken away. Before files are taken
 * away, the folder is listed a second time: one that has changed since it was downloaded stays for the next collection. A
 * file that is shorter or longer than its listing said is still being written, and is left alone.
 */
import type { UploadOutcome } from "../../cleo/client.ts";
import type { CleoFile } from "../../cleo/listing.ts";
import { foldersOf, type InboundFlow } from "../../configuration/configuration.ts";
import { type ErrorReport, isConnectorError } from "../../errors/connectorError.ts";
import { clearAlert, raiseAlert } from "../../ledger/alerts.ts";
import { recordAudit } from "../../ledger/audit.ts";
import { receivedFiles } from "../../ledger/inbox.ts";
import { type Job, saveCheckpoint } from "../../ledger/jobs.ts";
import type { LinkResources } from "../linkResources.ts";
import type { WorkerContext } from "../workerContext.ts";
import { storeArrival } from "./store.ts";

export interface Collected {
  /** Files that the folders held. */
  listed: number;
  received: number;
  duplicates: number;
  quarantined: number;
  /** Left where they are because they were received before. */
  known: number;
  /** Still being written, gone before they were read, or changed since. */
  unsettled: number;
  tooLarge: string[];
  takenAway: number;
  problems: ErrorReport[];
}

/** Files that are taken away together. */
const together = 20;

type FolderPoll = NonNullable<InboundFlow["poll"]>;

export async function collect(context: WorkerContext, resources: LinkResources, job: Job): Promise<void> {
  const poll = resources.link.inbound?.poll;
  const collected: Collected = {
    listed: 0,
    received: 0,
    duplicates: 0,
    quarantined: 0,
    known: 0,
    unsettled: 0,
    tooLarge: [],
    takenAway: 0,
    problems: [],
  };
  if (poll) for (const folder of foldersOf(poll)) await collectFolder(context, resources, poll, folder, collected);
  const { ledger, clock, actor } = context;
  await ledger.transaction().execute(async (transaction) => {
    const now = clock();
    const { link } = job;
    await saveCheckpoint(transaction, job.id, collected);
    await tellTooLarge(transaction, link, collected.tooLarge, poll?.maxBytes ?? 0, now);
    await recordAudit(transaction, {
      at: now,
      actor,
      action: "inbound.collected",
      jobId: job.id,
      link,
      detail: { ...collected, problems: collected.problems.map(({ code, message }) => ({ code, message })) },
    });
  });
}

async function collectFolder(
  context: WorkerContext,
  { link, cleo }: LinkResources,
  poll: FolderPoll,
  folder: string,
  collected: Collected,
): Promise<void> {
  const files = await cleo.list(folder);
  const names = poll.after === "leave" ? files.map(({ name }) => name) : [];
  const received = await receivedFiles(context.ledger, link.name, folder, names);
  const done: { file: CleoFile; content: Buffer }[] = [];
  collected.listed += files.length;
  for (const file of files) {
    // Often, so that a full folder gets emptier even where no process lives long enough to read all of it.
    if (done.length === together) await takeAway(context, cleo, poll, folder, done.splice(0), collected);
    if (context.stopping?.()) return;
    context.reached?.("collect.reading");
    const before = received.get(file.name);
    // The same name may hold another content: only a listing that says when it was written tells that it is the same file.
    if (poll.after === "leave" && before && file.modified !== undefined && before === versionOf(file)) {
      collected.known += 1;
      continue;
    }
    if ((file.size ?? 0) > poll.maxBytes) {
      collected.tooLarge.push(`${folder}/${file.name}`);
      continue;
    }
    try {
      const content = await cleo.download(folder, file);
      if (content === undefined || (file.size !== undefined && content.length !== file.size)) {
        collected.unsettled += 1;
        continue;
      }
      if (content.length > poll.maxBytes) {
        collected.tooLarge.push(`${folder}/${file.name}`);
        continue;
      }
      const receipt = await storeArrival(
        { ...context, actor: `folder:${link.name}`, wake: () => {} },
        {
          link: link.name,
          settings: link,
          source: "folder",
          content,
          folder,
          fileName: file.name,
          metadata: { version: versionOf(file) },
        },
      );
      if (receipt.duplicate) collected.duplicates += 1;
      else if (receipt.status === "quarantined") collected.quarantined += 1;
      else collected.received += 1;
      context.reached?.("collect.stored");
      done.push({ file, content });
    } catch (error) {
      noteOrThrow(error, collected);
    }
  }
  if (done.length > 0) await takeAway(context, cleo, poll, folder, done, collected);
}

async function takeAway(
  context: WorkerContext,
  cleo: LinkResources["cleo"],
  poll: FolderPoll,
  folder: string,
  done: readonly { file: CleoFile; content: Buffer }[],
  collected: Collected,
): Promise<void> {
  if (poll.after === "leave") return;
  const present = new Map((await cleo.list(folder)).map((file) => [file.name, file]));
  for (const { file, content } of done) {
    const now = present.get(file.name);
    if (now === undefined) continue;
    if (versionOf(now) !== versionOf(file)) {
      collected.unsettled += 1;
      continue;
    }
    try {
      if (poll.after === "move" && poll.moveTo !== undefined) {
        const below = folder.slice(poll.folder.length);
        const moved = await cleo.upload({
          folder: `${poll.moveTo}${below}`,
          fileName: file.name,
          bytes: content,
          contentType: "application/octet-stream",
        });
        if (!isThere(moved)) {
          collected.problems.push(moved.error.report());
          continue;
        }
        context.reached?.("collect.moved");
      }
      await cleo.remove(folder, file);
      context.reached?.("collect.removed");
      collected.takenAway += 1;
    } catch (error) {
      noteOrThrow(error, collected);
    }
  }
}

function isThere(outcome: UploadOutcome): outcome is Extract<UploadOutcome, { kind: "sent" }> {
  return outcome.kind === "sent";
}

/** What is wrong with one file does not keep the others; what is wrong with the connection does. */
function noteOrThrow(error: unknown, { problems }: Collected): void {
  if (!isConnectorError(error) || error.retry !== "permanent") throw error;
  problems.push(error.report());
}

function versionOf({ size, modified }: CleoFile): string {
  return `${size ?? ""}@${modified ?? ""}`;
}

async function tellTooLarge(
  transaction: Parameters<typeof raiseAlert>[0],
  link: string,
  files: readonly string[],
  maxBytes: number,
  now: Date,
): Promise<void> {
  const key = `inbox-too-large/${link}`;
  const [first] = files;
  if (first === undefined) {
    await clearAlert(transaction, key, now);
    return;
  }
  const others = files.length > 1 ? ` and ${files.length - 1} more files` : "";
  const message = `\`${first}\`${others} in Cleo: larger than ${maxBytes} bytes, so not read`;
  await raiseAlert(transaction, { key, code: "INBOUND_TOO_LARGE", link, subject: first, message, now });
}
