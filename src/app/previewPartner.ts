import type { Link } from "../configuration/configuration.ts";
import { partnerSchema } from "../configuration/partnerSchema.ts";
import type { PurchaseOrder } from "../documents/canonical/purchaseOrder.ts";
import { render, trialNumbers } from "../documents/render.ts";
import { ConnectorError, type ErrorReport } from "../errors/connectorError.ts";
import { documentRevisions, findDocuments } from "../ledger/documents.ts";
import { renderingFor } from "../sync/rendering.ts";
import type { Application } from "./application.ts";
import { loadConfiguration } from "./configure.ts";
import { type ReadableFile, readable } from "./deliveryContent.ts";
import { linkSettings, partsOf } from "./linkOpener.ts";

export type PartnerPreview =
  | { ok: true; fileName: string; folder: string; raw: string; file: ReadableFile }
  | { ok: false; problems: ErrorReport[] };

/**
 * An order on record as it would be sent with settings of its partner that are not saved. Changes nothing, and gives no
 * control numbers: trial ones stand in the file.
 *
 * @throws {ConnectorError} LINK_UNKNOWN, JOB_UNKNOWN, CONFIGURATION_VALUE
 */
export async function previewPartner(
  application: Pick<Application, "ledger" | "clock">,
  name: string,
  request: { vendor: string; order: string; settings: Readonly<Record<string, unknown>> },
): Promise<PartnerPreview> {
  const { link, gp } = partsOf(await loadConfiguration(application), name);
  const settings = partnerSchema.safeParse(request.settings);
  if (!settings.success) {
    const [issue] = settings.error.issues;
    const field = issue?.path.join(".") ?? "";
    throw new ConnectorError("CONFIGURATION_VALUE", `\`${field}\` ${issue?.message ?? "is wrong"}`, { at: { field } });
  }
  const found = (await findDocuments(application.ledger, request.order)).find(
    ({ type, link: of }) => type === "purchaseOrder" && of === name,
  );
  const revision = found && (await documentRevisions(application.ledger, found.id)).at(-1);
  if (found === undefined || revision === undefined) {
    throw new ConnectorError(
      "JOB_UNKNOWN",
      `the link ${name} has no order ${JSON.stringify(request.order.slice(0, 60))}`,
    );
  }
  const changed: Link = { ...link, partners: { ...link.partners, [request.vendor]: settings.data } };
  const rendering = renderingFor(
    linkSettings(changed, gp),
    { key: found.key, type: "purchaseOrder", content: revision.canonical as PurchaseOrder } as const,
    { revision: revision.number, jobId: revision.jobId, purpose: "original", now: application.clock() },
  );
  const rendered = render(rendering, trialNumbers);
  if (!rendered.ok) return { ok: false, problems: [...rendered.problems] };
  const { fileName, folder, contentType } = rendered.file;
  const bytes = Buffer.from(rendered.file.bytes);
  const raw = bytes.toString(contentType === "application/json" ? "utf8" : "latin1");
  return { ok: true, fileName, folder, raw, file: readable({ contentType, bytes }) };
}
