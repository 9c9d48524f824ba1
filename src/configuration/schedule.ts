/** When a link polls. Times are wall-clock times of the company's time zone. */
export type Schedule =
  | { text: string; kind: "interval"; minutes: number }
  /** Five fields: minute, hour, day of month, month, day of week (0 or 7 is Sunday). */
  | { text: string; kind: "cron"; cron: string }
  /** Only when somebody asks for it. */
  | { text: string; kind: "manual" };

export const scheduleForms =
  "`every 15 minutes`, `every 2 hours`, `hourly`, `daily`, `daily at 02:30`, `weekly`, `weekly on monday at 02:30`, `manual`, or five cron fields such as `0 2 * * 1-5`";

const days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const longestInterval = 7 * 24 * 60;

/** The schedule a text means, or a sentence on what is wrong with it. */
export function parseSchedule(text: string): Schedule | { fault: string } {
  const spelled = text.trim().toLowerCase().replace(/\s+/g, " ");
  if (spelled.length > 200) return { fault: "is too long" };
  if (spelled === "manual") return { text: spelled, kind: "manual" };
  if (spelled === "hourly") return { text: spelled, kind: "cron", cron: "0 * * * *" };

  const every = /^every (?:(\d{1,6}) )?(minute|minutes|hour|hours)$/.exec(spelled);
  if (every) {
    const minutes = Number(every[1] ?? "1") * (every[2]?.startsWith("hour") ? 60 : 1);
    if (minutes < 1 || minutes > longestInterval) return { fault: "must lie between one minute and one week" };
    return { text: spelled, kind: "interval", minutes };
  }

  const daily = /^(?:daily|weekly(?: on ([a-z]+))?)(?: at (\d{1,2}):(\d{2}))?$/.exec(spelled);
  if (daily) {
    const [hour, minute] = [Number(daily[2] ?? "2"), Number(daily[3] ?? "0")];
    if (hour > 23 || minute > 59) return { fault: `names a time that no clock shows: ${daily[2]}:${daily[3]}` };
    if (spelled.startsWith("daily")) return { text: spelled, kind: "cron", cron: `${minute} ${hour} * * *` };
    const day = days.findIndex((name) => name === (daily[1] ?? "sunday") || name.slice(0, 3) === daily[1]);
    if (day < 0) return { fault: `names an unknown day: ${daily[1]}` };
    return { text: spelled, kind: "cron", cron: `${minute} ${hour} * * ${day}` };
  }

  if (spelled.split(" ").length === 5) {
    const fault = cronFault(spelled);
    return fault ? { fault } : { text: spelled, kind: "cron", cron: spelled };
  }
  return { fault: `is not understood; write ${scheduleForms}` };
}

const cronFields = [
  { name: "minute", least: 0, most: 59, names: [] },
  { name: "hour", least: 0, most: 23, names: [] },
  { name: "day of month", least: 1, most: 31, names: [] },
  {
    name: "month",
    least: 1,
    most: 12,
    names: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
  },
  { name: "day of week", least: 0, most: 7, names: days.map((day) => day.slice(0, 3)) },
] as const;

/** Days of each month in the longest year, to find dates that never come. */
const monthLengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function cronFault(cron: string): string | undefined {
  const values: number[][] = [];
  for (const [place, text] of cron.split(" ").entries()) {
    const field = cronFields[place] as (typeof cronFields)[number];
    const read = readField(text, field);
    if (typeof read === "string") return `has a wrong ${field.name} field \`${text}\`: ${read}`;
    values.push(read);
  }
  const [, , dates = [], months = []] = values;
  // With a day of week given as well, cron runs on either of the two.
  const byDateOnly = cron.split(" ")[4] === "*";
  if (byDateOnly && !months.some((month) => dates.some((date) => date <= (monthLengths[month - 1] ?? 31)))) {
    return "never comes: no such day in these months";
  }
  return undefined;
}

function readField(text: string, field: (typeof cronFields)[number]): number[] | string {
  const range = `expected ${field.least} to ${field.most}`;
  const names: readonly string[] = field.names;
  const numberOf = (part: string): number | undefined => {
    const named = names.indexOf(part);
    const value = named >= 0 ? named + (field.name === "month" ? 1 : 0) : /^\d{1,2}$/.test(part) ? Number(part) : -1;
    return value >= field.least && value <= field.most ? value : undefined;
  };
  const found: number[] = [];
  for (const item of text.split(",")) {
    const [, span, stepText] = /^([^/]+)(?:\/(\d{1,2}))?$/.exec(item) ?? [];
    if (span === undefined) return range;
    const step = Number(stepText ?? "1");
    if (step < 1) return "a step of 0 never moves on";
    const [fromText, toText, ...more] = span.split("-");
    const from = span === "*" ? field.least : numberOf(fromText ?? "");
    const to =
      span === "*" || (toText === undefined && stepText !== undefined)
        ? field.most
        : numberOf(toText ?? fromText ?? "");
    if (more.length > 0 || from === undefined || to === undefined) return range;
    if (from > to) return `the range runs backwards`;
    for (let value = from; value <= to; value += step) found.push(value);
  }
  return found;
}
