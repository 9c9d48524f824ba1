import { steps } from "./steps.ts";

/** The table of docs/kill-points.md. */
export function killPointTable(): string {
  const rows = Object.entries(steps).map(([step, meaning]) => `| \`${step}\` | ${meaning} |`);
  return `${["| step | what stands on disk, and what follows |", "|---|---|", ...rows].join("\n")}\n`;
}
