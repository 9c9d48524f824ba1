/**
 * Reads the Cleo folders of a link: the second way in, with the same inbox and the same recognition of repeats.
 *
 * List, download, store, and only when that is committed, take the file away (Invariant 8). Dying in between leaves a file
 * that the next collection finds again: its content is known then, so it is only taken away, and at once, so that a Cleo
 * that allows a few requests at a time does not have the same files read for ever. One that has changed since it was downloaded
 * stays for the next collection: before files are taken away together, the folder is listed a second time; one that goes
 * alone, or of which the listing does not tell when it was written, is downloaded a second time and compared. A file that is
 * shorter or longer than its listing said is still being written, and is left alone.
 */
import type { UploadOutcome } from "../../cleo/client.ts";
import type { CleoFile } from "../../cleo/listing.ts";
import { foldersOf, type InboundFlow } from "../../configuration/configuration.ts";
import { type ConnectorError, type ErrorReport, isConnectorError } from "../../errors/connectorError.ts";
import { alertOf, clearAlert, raiseAlert } from "../../ledger/alerts.ts";
import { recordAudit } from "../../ledger/audit.ts";
import { receivedFiles } from "../../ledger/inbox.ts";
import { type Job, saveCheckpoint } from "../../ledger/jobs.ts";
import type { LedgerTransaction } from "../../ledger/ledger.ts";
import { holdLink } from "../../ledger/linkHold.ts";
import { keepInHand } from "../jobInHand.ts";
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

/** Files in a row that Cleo fails at before that is taken for the connection's fault. */
const mostInARow = 5;

/** Cause of an alert that the folders of a link are not collected, or not all that lies in them. */
export const collectAlert = (link: string): string => `collect/${link}`;

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
  const { ledger, clock, actor } = context;
  const seen = new Set((job.checkpoint as { seen?: string[] } | null)?.seen);
  const run = { context, resources, job, collected, seen };
  try {
    if (poll) for (const folder of foldersOf(poll)) await collectFolder(run, poll, folder);
  } catch (error) {
    if (isConnectorError(error) && error.retry === "throttled")
      await ledger.transaction().execute(async (transaction) => {
        await keepInHand(transaction, job, context);
        await saveCheckpoint(transaction, job.id, { ...collected, seen: [...seen] });
      });
    throw error;
  }
  await ledger.transaction().execute(async (transaction) => {
    await keepInHand(transaction, job, context);
    const now = clock();
    const { link } = job;
    await saveCheckpoint(transaction, job.id, collected);
    await tellTooLarge(transaction, link, collected.tooLarge, poll?.maxBytes ?? 0, now);
    // One that ends early has not seen all files: it cannot say that nothing is wrong.
    if (collected.problems.length > 0 || !context.stopping?.())
      await tellProblems(transaction, link, collected.problems, now);
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

interface CollectRun {
  context: WorkerContext;
  resources: LinkResources;
  job: Job;
  collected: Collected;
  /** Files that stay where they are, and that this job has read before it rested: it goes on behind them. */
  seen: Set<string>;
}

/** What lies in a folder, without what is known or too large. */
async function filesToRead(
  { context, resources: { link, cleo }, collected, seen }: CollectRun,
  poll: FolderPoll,
  folder: string,
): Promise<CleoFile[]> {
  const files = await cleo.list(folder);
  const names = poll.after === "leave" ? files.map(({ name }) => name) : [];
  const received = await receivedFiles(context.ledger, link.name, folder, names);
  collected.listed += files.length;
  const toRead: CleoFile[] = [];
  for (const file of files) {
    const before = received.get(file.name);
    // The same name may hold another content: only a listing that says when it was written tells that it is the same file.
    if (before && file.modified !== undefined && before === versionOf(file)) collected.known += 1;
    else if (seen.has(seenAs(folder, file))) collected.known += 1;
    else if ((file.size ?? 0) > poll.maxBytes) collected.tooLarge.push(`${folder}/${file.name}`);
    else toRead.push(file);
  }
  return toRead;
}

async function collectFolder(run: CollectRun, poll: FolderPoll, folder: string): Promise<void> {
  const { context, collected } = run;
  const { link, cleo } = run.resources;
  const waiting = await filesToRead(run, poll, folder);
  const done: ReadFile[] = [];
  let failed = 0;
  let askedForLast = false;
  for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
    // Often, so that a full folder gets emptier even where no process lives long enough to read all of it.
    if (done.length === together) await takeAway(run, poll, folder, done.splice(0));
    if (context.stopping?.()) return;
    await context.ledger.transaction().execute((transaction) => keepInHand(transaction, run.job, context));
    context.reached?.("collect.reading");
    try {
      const content = await cleo.download(folder, file);
      failed = 0;
      askedForLast = false;
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
      if (poll.after === "leave") run.seen.add(seenAs(folder, file));
      if (receipt.duplicate) await takeAway(run, poll, folder, [{ file, content, compare: true }]);
      else done.push({ file, content, compare: file.modified === undefined });
    } catch (error) {
      if (isTransient(error) && ++failed >= mostInARow) {
        const last = askedForLast ? undefined : waiting.pop();
        if (last === undefined) {
          await takeAway(run, poll, folder, done);
          throw error;
        }
        // They may all lie at the front: the last one tells whether Cleo gives any.
        waiting.unshift(last);
        askedForLast = true;
      }
      noteOrThrow(error, `${folder}/${file.name}`, collected);
    }
  }
  if (done.length > 0) await takeAway(run, poll, folder, done);
}

interface ReadFile {
  file: CleoFile;
  content: Buffer;
  /** By its bytes, not by the listing. */
  compare: boolean;
}

async function takeAway(run: CollectRun, poll: FolderPoll, folder: string, done: readonly ReadFile[]): Promise<void> {
  const { context, job, collected } = run;
  if (poll.after === "leave") return;
  const listed = done.some(({ compare }) => !compare) ? await run.resources.cleo.list(folder) : [];
  const present = new Map(listed.map((file) => [file.name, file]));
  let failed = 0;
  for (const each of done) {
    const { file, compare } = each;
    const now = compare ? file : present.get(file.name);
    if (now === undefined) continue;
    if (versionOf(now) !== versionOf(file)) {
      collected.unsettled += 1;
      continue;
    }
    try {
      // Whoever has the job next may see the partner put another file under the same name: nobody has it before this is done.
      await context.ledger.transaction().execute(async (transaction) => {
        await keepInHand(transaction, job, context);
        await takeOneAway(run, poll, folder, each);
      });
      failed = 0;
    } catch (error) {
      noteOrThrow(error, `${folder}/${file.name}`, collected);
      // Whether Cleo is down, the next download tells.
      if (isTransient(error) && ++failed === mostInARow) return;
    }
  }
}

async function takeOneAway(
  { context, resources: { cleo }, collected }: CollectRun,
  poll: FolderPoll,
  folder: string,
  { file, content, compare }: ReadFile,
): Promise<void> {
  if (poll.after === "move" && poll.moveTo !== undefined) {
    const below = folder.slice(poll.folder.length);
    const moved = await cleo.upload({
      folder: `${poll.moveTo}${below}`,
      fileName: file.name,
      bytes: content,
      contentType: "application/octet-stream",
    });
    if (!isThere(moved)) {
      noteProblem(moved.error, `${folder}/${file.name}`, collected);
      return;
    }
    context.reached?.("collect.moved");
  }
  if (compare) {
    const inPlace = await cleo.download(folder, file);
    if (inPlace === undefined) return;
    if (!inPlace.equals(content)) {
      collected.unsettled += 1;
      return;
    }
  }
  await cleo.remove(folder, file);
  context.reached?.("collect.removed");
  collected.takenAway += 1;
}

function isThere(outcome: UploadOutcome): outcome is Extract<UploadOutcome, { kind: "sent" }> {
  return outcome.kind === "sent";
}

function isTransient(error: unknown): error is ConnectorError {
  return isConnectorError(error) && error.retry === "transient";
}

/** What is wrong with one file does not keep the others; what is wrong with the connection does. */
function noteOrThrow(error: unknown, file: string, collected: Collected): void {
  if (!isTransient(error) && !(isConnectorError(error) && error.retry === "permanent")) throw error;
  noteProblem(error, file, collected);
}

function noteProblem(error: ConnectorError, file: string, { problems }: Collected): void {
  const report = error.report();
  problems.push({ ...report, at: { ...report.at, file } });
}

function seenAs(folder: string, file: CleoFile): string {
  return `${folder}/${file.name}@${versionOf(file)}`;
}

function versionOf({ size, modified }: CleoFile): string {
  return `${size ?? ""}@${modified ?? ""}`;
}

async function tellTooLarge(
  transaction: LedgerTransaction,
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
  const message = `${namesOf(first, files.length)} in Cleo: larger than ${maxBytes} bytes, so not read`;
  await raiseAlert(transaction, { key, code: "INBOUND_TOO_LARGE", link, subject: first, message, now });
}

/** What a collection that ran left in Cleo; one that failed as a whole is told by the worker. */
async function tellProblems(
  transaction: LedgerTransaction,
  link: string,
  problems: readonly ErrorReport[],
  now: Date,
): Promise<void> {
  const key = collectAlert(link);
  const [first] = problems;
  if (first === undefined) {
    await clearAlert(transaction, key, now);
    return;
  }
  if (!(await holdLink(transaction, link))) return;
  const file = first.at.file ?? "";
  const what = `${namesOf(file, problems.length)} in Cleo: not read, or not taken away`;
  await raiseAlert(
    transaction,
    alertOf({ ...first, message: `${what}: ${first.message}` }, { key, link, subject: file, now }),
  );
}

function namesOf(first: string, count: number): string {
  if (count === 1) return `\`${first}\``;
  return `\`${first}\` and ${count - 1} more ${count === 2 ? "file" : "files"}`;
}
