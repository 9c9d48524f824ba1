import type { Schedule } from "./Schedules.tsx";

/** What a schedule does, for people. */
export function scheduleTitle({ kind, entity, link }: Pick<Schedule, "kind" | "entity" | "link">): string {
  switch (kind) {
    case "collect":
      return `Cleo folders, ${link}`;
    case "check":
      return `Fit check, ${link}`;
    case "retention":
      return "Retention";
    case "poll":
    case "sweep":
      return `${kind === "sweep" ? "Sweep" : "Poll"} of ${entity === "vendors" ? "vendors" : "orders"}, ${link}`;
  }
}
