/**
 * How many calls at once, and how far apart: additive increase, multiplicative decrease, by measured latency. A decision
 * only; `manners.ts` carries it out.
 */
import type { LoadSettings } from "./schema.ts";

export interface Pace {
  /** Calls at once, with its fraction; the whole part counts. */
  limit: number;
  /** Milliseconds that a call usually takes when the server is at ease; unknown before the first warm call. */
  usual: number | undefined;
  /** Milliseconds to leave between the starts of two calls. */
  spacing: number;
}

export interface CallMeasured {
  took: number;
  /** `busy`: 429, 502, 503, 504 or a time-out. `other`: says nothing about load. */
  outcome: "answered" | "busy" | "other";
  /** All permitted calls were under way, so that more would have been of use. */
  full: boolean;
  /** The call had to start a GP runtime process. */
  cold: boolean;
}

/** Below this, a multiple of the usual time is noise. */
const noticeable = 250;
const longestSpacing = 10_000;

export function startPace(settings: LoadSettings): Pace {
  return { limit: 1, usual: undefined, spacing: settings.spacing };
}

export function adaptPace(pace: Pace, call: CallMeasured, settings: LoadSettings): Pace {
  if (call.outcome === "busy") {
    return { ...pace, limit: Math.max(1, pace.limit / 2), spacing: widen(Math.max(pace.spacing * 2, 500), settings) };
  }
  if (call.outcome === "other" || call.cold) return pace;
  const { usual } = pace;
  if (usual !== undefined && call.took > noticeable && call.took > usual * settings.slowFactor) {
    return {
      limit: Math.max(1, pace.limit * 0.7),
      usual: usual * 1.02,
      spacing: widen(Math.max(pace.spacing, call.took - usual), settings),
    };
  }
  const spacing = pace.spacing / 2 < 10 ? settings.spacing : Math.max(settings.spacing, pace.spacing / 2);
  const limit = call.full ? Math.min(settings.maxConcurrency, pace.limit + 1 / pace.limit) : pace.limit;
  return { limit, usual: learn(usual, call.took), spacing };
}

/** Follows faster calls at once and slower ones slowly, so that growing load does not become the usual. */
function learn(usual: number | undefined, took: number): number {
  if (usual === undefined) return took;
  return took < usual ? (usual + took) / 2 : usual + (took - usual) * 0.05;
}

const widen = (spacing: number, settings: LoadSettings): number =>
  Math.max(settings.spacing, Math.min(longestSpacing, spacing));
