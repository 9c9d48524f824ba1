import { partnerSettings } from "../configuration/configuration.ts";
import { purchaseOrderSchema } from "../documents/canonical/purchaseOrder.ts";
import { type ExplainedElement, elementOrigins } from "../documents/explain/elementOrigins.ts";
import { ConnectorError } from "../errors/connectorError.ts";
import { readContent } from "../ledger/contents.ts";
import { findDelivery } from "../ledger/deliveries.ts";
import { documentRevisions } from "../ledger/documents.ts";
import { type ReadableView, readableView } from "../x12/index.ts";
import type { Application } from "./application.ts";
import { loadConfiguration } from "./configure.ts";

export interface DeliveryExplanation {
  view: ReadableView;
  /** Where each element comes from, in the order of the file. */
  origins: ExplainedElement[];
  /** The canonical order of the revision that was sent. */
  record: object;
}

/**
 * An X12 file with the origin of each of its elements. What a qualifier stands for is told by the settings in force, since
 * those of its own time are not kept.
 *
 * @returns `undefined` where the delivery has no X12 file
 * @throws {ConnectorError} JOB_UNKNOWN
 */
export async function explainDelivery(
  application: Pick<Application, "ledger">,
  id: string,
): Promise<DeliveryExplanation | undefined> {
  const { ledger } = application;
  const delivery = await findDelivery(ledger, id);
  if (delivery === undefined) {
    throw new ConnectorError("JOB_UNKNOWN", `there is no delivery ${JSON.stringify(id.slice(0, 60))}`);
  }
  if (delivery.contentDigest === null || delivery.type !== "purchaseOrder" || delivery.controlNumbers === null) {
    return undefined;
  }
  const bytes = await readContent(ledger, delivery.contentDigest);
  const revisions = await documentRevisions(ledger, delivery.documentId);
  const revision = revisions.find(({ number }) => number === delivery.revision);
  if (bytes === undefined || revision === undefined) return undefined;
  const order = purchaseOrderSchema.parse(revision.canonical);
  const configuration = await loadConfiguration(application);
  const link = configuration.links.find(({ name }) => name === delivery.link);
  const settings = link && partnerSettings(link, order.vendor.id);
  const view = readableView(bytes);
  const lineNumbers = order.lines.map(({ line }) => line);
  const origins = elementOrigins(view, lineNumbers, settings ?? { headerDates: [], lineDates: [], productIds: [] });
  return { view, origins, record: order };
}
