import type { components } from "../../api/schema.d.ts";
import type { Told } from "../../design/useToast.tsx";

type Plan = Pick<components["schemas"]["ReplayPlan"], "replays">;

/** Tells of replays that were started, and what had changed since the plan was looked at, so that it is not among them. */
export function startedWords(jobs: number, seen: Plan, started: Plan): Told {
  const wanted = new Set(seen.replays.filter(({ refused }) => refused === undefined).map(({ delivery }) => delivery));
  const changed = started.replays.filter(({ delivery, refused }) => refused !== undefined && wanted.has(delivery));
  const title = jobs === 0 ? "Nothing is replayed" : jobs === 1 ? "The replay has begun" : `${jobs} replays have begun`;
  const [first] = changed;
  if (first === undefined) return { title };
  const others = changed.length > 1 ? `; ${changed.length - 1} more changed as well` : "";
  return {
    title,
    description: `Not replayed: ${first.document} revision ${first.revision}, because ${first.refused}${others}.`,
    bad: true,
  };
}
