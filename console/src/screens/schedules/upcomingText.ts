const day = new Intl.DateTimeFormat(undefined, { month: "short", day: "numeric" });
const time = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

/**
 * Several moments in one line, in the reader's own time: `Nov 25, Nov 26 at 02:00 AM` where the time of day is the same,
 * else `Nov 25 12:30 AM, 12:45 AM; Nov 26 12:30 AM`.
 */
export function upcomingText(moments: readonly Date[]): string {
  const times = new Set(moments.map((at) => time.format(at)));
  const [only] = times;
  if (only !== undefined && times.size === 1) return `${moments.map((at) => day.format(at)).join(", ")} at ${only}`;
  const days = Map.groupBy(moments, (at) => day.format(at));
  return [...days].map(([name, each]) => `${name} ${each.map((at) => time.format(at)).join(", ")}`).join("; ");
}
