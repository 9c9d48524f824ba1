import { defineErrors } from "./entry.ts";

export const scheduleErrors = defineErrors({
  SCHEDULE_SILENT: {
    meaning: "The time of a schedule came, and no job was asked for.",
    fix: "See that a process with schedules runs (`ml-connector start`, on one machine at least), then `ml-connector schedules list`. `ml-connector poll` reads what was missed at once.",
    owner: "operator",
    retry: "transient",
    exit: 3,
  },
});
