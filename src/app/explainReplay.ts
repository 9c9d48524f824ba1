import { type DifferentLine, lineDifference } from "../documents/change/lineDifference.ts";
import { render, trialNumbers } from "../documents/render.ts";
import type { ErrorReport } from "../errors/connectorError.ts";
import { configurationVersionAt } from "../ledger/configurations.ts";
import { readContent } from "../ledger/contents.ts";
import { deliveryAttempts, findDelivery } from "../ledger/deliveries.ts";
import { revisionToTell } from "../ledger/dueDeliveries.ts";
import { renderingOf } from "../sync/deliveryRendering.ts";
import { localTime } from "../sync/rendering.ts";
import type { Application } from "./application.ts";
import { loadConfiguration } from "./configure.ts";
import { linkSettings, partsOf } from "./linkOpener.ts";
import type { PlannedReplay, ReplayPlan } from "./replay.ts";

export interface ReplayEffect {
  delivery: string;
  /** Version of the configuration by which the file was made, and the one by which it would be made now. */
  mapping: { before: number | null; now: number | null };
  /** X12 segments or lines of JSON that would be different, beside control numbers, time and name; empty where none is. */
  difference: DifferentLine[];
  /** Why it cannot be written with the settings in force. */
  error?: ErrorReport;
}

/** So many files are made for comparison. */
const compared = 50;

/** What the files of a plan would look like against what was sent: nothing is written anywhere. */
export async function explainReplay(
  application: Pick<Application, "ledger" | "clock">,
  plan: ReplayPlan,
): Promise<ReplayEffect[]> {
  const effects: ReplayEffect[] = [];
  for (const replay of plan.replays.filter(({ refused }) => refused === undefined).slice(0, compared)) {
    const effect = await effectOf(application, replay);
    if (effect) effects.push(effect);
  }
  return effects;
}

async function effectOf(
  application: Pick<Application, "ledger" | "clock">,
  replay: PlannedReplay,
): Promise<ReplayEffect | undefined> {
  const { ledger, clock } = application;
  const delivery = await findDelivery(ledger, replay.delivery);
  if (delivery === undefined) return undefined;
  const [first] = await deliveryAttempts(ledger, delivery.id);
  const madeAt = first?.startedAt;
  const now = await configurationVersionAt(ledger, clock());
  const before = madeAt ? await configurationVersionAt(ledger, madeAt) : null;
  if (replay.sameBytes) return { delivery: delivery.id, mapping: { before, now: before }, difference: [] };
  const { link, gp } = partsOf(await loadConfiguration(application), delivery.link);
  const settings = linkSettings(link, gp);
  // What was sent is repeated by a delivery of its own, before which this one was sent.
  const repeat = delivery.state === "sent" ? { ...delivery, id: "", replayOf: delivery.id } : delivery;
  const told = await revisionToTell(ledger, delivery);
  const { rendering } = await renderingOf(ledger, settings, repeat, told, madeAt ?? clock());
  const rendered = render(
    // The time of then and the numbers of then, so that only what the mapping does shows.
    { ...rendering, sentAt: localTime(settings.company.timeZone, madeAt ?? clock()) },
    delivery.controlNumbers ?? trialNumbers,
  );
  const about = { delivery: delivery.id, mapping: { before, now } };
  if (!rendered.ok) {
    const [error] = rendered.problems;
    return { ...about, difference: [], ...(error && { error }) };
  }
  const sent = delivery.contentDigest === null ? undefined : await readContent(ledger, delivery.contentDigest);
  if (sent === undefined) return { ...about, difference: [] };
  const lines = lineDifference(linesOf(sent), linesOf(rendered.file.bytes));
  return { ...about, difference: lines.filter(({ kind }) => kind !== "same") };
}

/** X12 by segments, whatever ends them; JSON by its lines when indented. */
function linesOf(bytes: Uint8Array): string[] {
  const text = Buffer.from(bytes).toString("latin1");
  if (text.startsWith("{")) {
    return JSON.stringify(JSON.parse(Buffer.from(bytes).toString("utf8")), null, 2).split("\n");
  }
  const terminator = text[105] ?? "~";
  return text
    .split(terminator)
    .map((segment) => segment.trim())
    .filter((segment) => segment !== "");
}
