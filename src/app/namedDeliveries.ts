import { ConnectorError } from "../errors/connectorError.ts";
import { type Delivery, documentDeliveries, findDelivery } from "../ledger/deliveries.ts";
import { findDocuments } from "../ledger/documents.ts";
import type { Ledger } from "../ledger/ledger.ts";

/**
 * The deliveries that an identifier means: one, or all of a document by its identifier or number, of each document the oldest first.
 *
 * @throws {ConnectorError} JOB_UNKNOWN
 */
export async function namedDeliveries(ledger: Ledger, id: string): Promise<Delivery[]> {
  const one = id.startsWith("dlv_") ? await findDelivery(ledger, id) : undefined;
  if (one !== undefined) return [one];
  const documents = await findDocuments(ledger, id);
  if (documents.length === 0) {
    throw new ConnectorError("JOB_UNKNOWN", `nothing is known by the identifier ${JSON.stringify(id.slice(0, 60))}`);
  }
  const found: Delivery[] = [];
  for (const document of documents) found.push(...(await documentDeliveries(ledger, document.id)));
  return found;
}
