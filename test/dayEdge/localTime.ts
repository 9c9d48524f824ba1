/** The instant at which the clocks of a zone show `YYYY-MM-DDTHH:MM:SS`; the first one where they show it twice. */
export function instantAt(timeZone: string, local: string): string {
  const wanted = Date.parse(`${local}Z`);
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" });
  for (let offset = 14; offset >= -12; offset -= 0.25) {
    const instant = new Date(wanted - offset * 3_600_000);
    if (format.format(instant).replace(" ", "T") === local) return instant.toISOString();
  }
  throw new RangeError(`the clocks of ${timeZone} never show ${local}`);
}
