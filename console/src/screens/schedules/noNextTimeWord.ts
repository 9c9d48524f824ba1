import type { components } from "../../api/schema.d.ts";

type Schedule = Pick<components["schemas"]["Schedule"], "enabled" | "paused">;

/** Why a schedule has no next time. */
export function noNextTimeWord({ enabled, paused }: Schedule): string {
  if (!enabled) return "not while its link is disabled";
  return paused === null ? "by hand only" : "not while it is paused";
}
