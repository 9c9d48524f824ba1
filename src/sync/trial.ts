/** What would become of a record now, with its file made for trial: nothing is recorded, no number is given. */
import { type RenderedBytes, render, trialNumbers } from "../documents/render.ts";
import type { ErrorReport } from "../errors/connectorError.ts";
import type { DecodedRecord, GpPurchaseOrder, GpVendor } from "../gp/index.ts";
import type { KnownDocument } from "../ledger/documents.ts";
import { candidateOf } from "./candidate.ts";
import { type Candidate, decide } from "./decide.ts";
import type { LinkSettings } from "./linkResources.ts";
import type { Entity } from "./pollRun.ts";
import { renderingFor } from "./rendering.ts";

export type Trial =
  | { outcome: "ready"; candidate: Candidate; revision: number; file: RenderedBytes }
  | { outcome: "unchanged" }
  | { outcome: "skipped"; rule: string }
  /** `revision` where a file was tried. */
  | { outcome: "blocked"; error: ErrorReport; revision?: number };

/** @param known what the ledger has of the document; without it the record is taken as new to the partner */
export function tryRecord(
  settings: Pick<LinkSettings, "link" | "company" | "rules">,
  entity: Entity,
  record: DecodedRecord<GpVendor | GpPurchaseOrder>,
  { known, now }: { known: KnownDocument | undefined; now: Date },
): Trial {
  if (!record.ok) return { outcome: "blocked", error: record.problem.report() };
  const candidate = candidateOf(entity, record, settings.link);
  const decision = decide(candidate, known, settings.rules);
  if (decision.outcome === "skipped") return { outcome: "skipped", rule: decision.rule };
  if (decision.outcome === "blocked") return { outcome: "blocked", error: decision.error };
  if (decision.outcome === "unchanged") return { outcome: "unchanged" };
  const revision = (known?.revision ?? 0) + 1;
  const rendering = renderingFor(settings, candidate, {
    revision,
    jobId: "dry-run",
    purpose: known?.everSent ? "replace" : "original",
    now,
  });
  const rendered = render(rendering, trialNumbers);
  if (rendered.ok) return { outcome: "ready", candidate, revision, file: rendered.file };
  const [first, ...others] = rendered.problems;
  if (first === undefined) throw new Error("a file was refused without a reason");
  return { outcome: "blocked", revision, error: others.length === 0 ? first : { ...first, others } };
}
