/** Stands in the place of a link for schedules, and their jobs, that belong to none. No link may have this name. */
export const programSchedules = "program";
