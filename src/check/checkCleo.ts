/**
 * Looks at a Cleo connection: the account by asking for a token, the folders by listing them. Writes nothing, but for the one
 * marked file of a probe that somebody asked for.
 */
import type { CleoClient } from "../cleo/client.ts";
import type { CleoConnection, Link } from "../configuration/configuration.ts";
import { isConnectorError } from "../errors/connectorError.ts";
import { certificateLine } from "./certificateLine.ts";
import type { Looked } from "./checkGp.ts";
import { failed, found } from "./line.ts";
import type { CheckLine, CheckStage } from "./report.ts";
import { stageOfError } from "./stageOfError.ts";

export interface CleoUnderCheck {
  connection: CleoConnection;
  client: CleoClient;
  /** Requests so far. */
  calls: () => number;
  /** Told when the account was let in. */
  accepted?: () => Promise<void>;
  close(): Promise<void>;
}

export async function contactCleo(
  open: () => Promise<CleoUnderCheck>,
  connection: CleoConnection,
  now: Date,
): Promise<Looked & { cleo?: CleoUnderCheck }> {
  let cleo: CleoUnderCheck | undefined;
  const reached = async (): Promise<CheckLine[]> => [
    found("CHECK_CLEO_ANSWERS", `${new URL(connection.url).host} answered`),
    connection.proxy === undefined
      ? await certificateLine("cleo", connection.url, {
          ca: connection.tls.ca,
          serverName: connection.tls.serverName,
          now,
        })
      : found("CHECK_CLEO_BEHIND_PROXY", `reached through ${new URL(connection.proxy).host}`),
  ];
  try {
    cleo = await open();
    const before = Date.now();
    await cleo.client.authenticate();
    const took = Date.now() - before;
    await cleo.accepted?.();
    return { cleo, lines: [...(await reached()), ...accountLines(connection, cleo, took)] };
  } catch (error) {
    if (!isConnectorError(error)) throw error;
    const stage = stageOfError(error.code);
    const line = failed(error.report(), { stage, system: "cleo", title: stage === "reach" ? "Cleo" : "Cleo account" });
    // A password that is not stored says nothing about the server.
    const before = stage === "reach" || cleo === undefined ? [] : await reached();
    return { ...(cleo && { cleo }), lines: [...before, line], endedAt: stage };
  }
}

function accountLines({ auth }: CleoConnection, { client }: CleoUnderCheck, took: number): CheckLine[] {
  const { obtainedAt, lifetime, refreshes } = client.tokenState();
  if (obtainedAt === undefined) return [found("CHECK_CLEO_TOKEN", `${auth.username} by Basic, in ${took} ms`)];
  const life = lifetime === undefined ? "" : `, it lasts ${spell(lifetime)}`;
  const renewed = refreshes ? ", and can be refreshed" : ", without a refresh token";
  const lines = [found("CHECK_CLEO_TOKEN", `${auth.username} got a token in ${took} ms${life}${renewed}`)];
  if (lifetime === undefined) lines.push(found("CHECK_CLEO_TOKEN_LIFE", "the answer names no `expires_in`"));
  return lines;
}

const spell = (seconds: number): string =>
  seconds < 120 ? `${Math.round(seconds)} seconds` : `${Math.round(seconds / 60)} minutes`;

/** Lists at most so many folders; a link with more partners' folders is told so. */
const mostFolders = 50;

export async function checkFolders(
  { client }: CleoUnderCheck,
  wanted: readonly FolderUse[],
  probe: { folder: string; id: string } | undefined,
): Promise<Looked & { probe?: { folder: string; fileName: string } }> {
  const lines: CheckLine[] = [];
  let endedAt: CheckStage | undefined;
  for (const { folder, use } of wanted.slice(0, mostFolders)) {
    try {
      const files = await client.list(folder);
      lines.push(found("CHECK_CLEO_FOLDER", `${folder} (${use}): ${count(files.length, "file")}`));
    } catch (error) {
      if (!isConnectorError(error)) throw error;
      endedAt = "permission";
      lines.push(
        failed(error.report(), { stage: stageOfError(error.code), system: "cleo", title: `Folder ${folder} (${use})` }),
      );
      // The account is no longer taken: asking for the other folders would only repeat it.
      if (isConnectorError(error, "CLEO_ACCESS_REVOKED", "CLEO_LOGIN_REFUSED", "CLEO_LOGIN_PAUSED")) {
        return { lines, endedAt };
      }
    }
  }
  const probed = probe && (await probeUpload(client, probe));
  if (probed) lines.push(...probed.lines);
  // What was proved of one folder says nothing of another.
  const written = wanted.filter((each) => each.written && each.folder !== probe?.folder).map(({ folder }) => folder);
  if (written.length > 0) lines.push(found("CHECK_CLEO_WRITE_NOT_TRIED", `not tried: ${written.join(", ")}`));
  const emptied = wanted.filter(({ emptied }) => emptied).map(({ folder }) => folder);
  if (emptied.length > 0) lines.push(found("CHECK_CLEO_DELETE_NOT_TRIED", `not tried: ${emptied.join(", ")}`));
  return {
    lines,
    ...(endedAt && { endedAt }),
    ...(probe && probed?.fileName && { probe: { folder: probe.folder, fileName: probed.fileName } }),
  };
}

/** One marked file, which goes again at once. */
async function probeUpload(
  client: CleoClient,
  { folder, id }: { folder: string; id: string },
): Promise<{ lines: CheckLine[]; fileName?: string }> {
  const fileName = probeFileName(id);
  const title = `Writing into ${folder}`;
  const outcome = await client.upload({
    folder,
    fileName,
    bytes: Buffer.from("Connection test of ml-connector. This file may be deleted.\r\n"),
    contentType: "text/plain",
  });
  if (outcome.kind !== "sent") {
    const line = failed(outcome.error.report(), { stage: "permission", system: "cleo", title });
    return { lines: [line], ...(outcome.kind === "inDoubt" && { fileName }) };
  }
  try {
    const removed = await client.remove(folder, { name: fileName });
    const code = removed === "removed" ? "CHECK_CLEO_WRITE" : "CHECK_CLEO_PROBE_TAKEN";
    return { lines: [found(code, `${folder}/${fileName}`, { title })], fileName };
  } catch (error) {
    if (!isConnectorError(error)) throw error;
    const line = failed(
      { ...error.report(), fix: `Remove ${folder}/${fileName} by hand, and give the account the right to delete.` },
      { stage: "permission", system: "cleo", title: `Removing from ${folder}` },
    );
    return { lines: [found("CHECK_CLEO_WRITE", `${folder}/${fileName}`, { title }), line], fileName };
  }
}

/** A name that says what it is, and is never used twice. */
export function probeFileName(id: string): string {
  return `ML-CONNECTOR-PROBE-${id.replace(/[^A-Za-z0-9.-]/g, "-")}.txt`;
}

export interface FolderUse {
  folder: string;
  /** What is in it, in a few words. */
  use: string;
  /** Files are written into it. */
  written: boolean;
  /** Files are removed once they were read. */
  emptied: boolean;
}

/** Every folder that the link knows, each once. */
export function foldersOf(link: Link): FolderUse[] {
  const uses: FolderUse[] = [];
  const add = (folder: string | undefined, use: string, { written = true, emptied = false } = {}): void => {
    if (folder === undefined) return;
    const present = uses.find((each) => each.folder === folder);
    if (present === undefined) return void uses.push({ folder, use, written, emptied });
    if (!present.use.split(", ").includes(use)) present.use = `${present.use}, ${use}`;
    present.written ||= written;
    present.emptied ||= emptied;
  };
  add(link.vendors?.folder, "vendors");
  add(link.purchaseOrders?.folder, "orders");
  if (link.purchaseOrders) {
    for (const [vendor, partner] of Object.entries(link.partners)) {
      add(partner.folder, vendor === "default" ? "orders" : `orders of ${vendor}`);
    }
  }
  const inbound = link.inbound?.poll;
  add(inbound?.folder, "inbound", { written: false, emptied: inbound?.after === "delete" });
  return uses;
}

const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? "" : "s"}`;
