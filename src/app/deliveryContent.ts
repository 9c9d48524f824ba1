import { ConnectorError } from "../errors/connectorError.ts";
import { readContent, whyAbsent } from "../ledger/contents.ts";
import { type Delivery, deliveryAttempts, findDelivery } from "../ledger/deliveries.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { readableView, renderReadable } from "../x12/index.ts";

/** @throws {ConnectorError} JOB_UNKNOWN */
export async function readDelivery(ledger: Ledger, id: string) {
  const delivery = await mustFind(ledger, id);
  const attempts = await deliveryAttempts(ledger, id);
  return { ...delivery, attempts: attempts.map(({ workerId: _, detail: __, ...attempt }) => attempt) };
}

export interface SentFile {
  fileName: string;
  contentType: string;
  digest: string;
  bytes: Buffer;
}

/**
 * The bytes of a delivery exactly as they are sent.
 *
 * @throws {ConnectorError} JOB_UNKNOWN, also where no file was made yet; CONTENT_ARCHIVED
 */
export async function readSentFile(ledger: Ledger, id: string): Promise<SentFile> {
  const { contentDigest, fileName, contentType } = await mustFind(ledger, id);
  const bytes = contentDigest === null ? undefined : await readContent(ledger, contentDigest);
  if (contentDigest === null || bytes === undefined) {
    const archived = contentDigest === null ? undefined : await whyAbsent(ledger, contentDigest);
    if (archived) throw archived;
    throw new ConnectorError("JOB_UNKNOWN", `no file was made for ${id.slice(0, 60)}, or it is kept no longer`);
  }
  return {
    fileName: fileName ?? id,
    contentType: contentType ?? "application/octet-stream",
    digest: contentDigest,
    bytes,
  };
}

export type ReadableFile =
  /** `view`: segments and elements with their names and meanings (see src/x12/readable). */
  | { format: "x12"; text: string; view: object; accepted: boolean }
  | { format: "json"; text: string; view: object; accepted: true };

/** A file for people. */
export function readable({ contentType, bytes }: Pick<SentFile, "contentType" | "bytes">): ReadableFile {
  if (contentType === "application/json") {
    const view = JSON.parse(bytes.toString("utf8")) as object;
    return { format: "json", text: JSON.stringify(view, null, 2), view, accepted: true };
  }
  const view = readableView(bytes);
  return { format: "x12", text: renderReadable(view), view, accepted: view.accepted };
}

async function mustFind(ledger: Ledger, id: string): Promise<Delivery> {
  const delivery = await findDelivery(ledger, id);
  if (delivery !== undefined) return delivery;
  throw new ConnectorError("JOB_UNKNOWN", `there is no delivery ${JSON.stringify(id.slice(0, 60))}`);
}
