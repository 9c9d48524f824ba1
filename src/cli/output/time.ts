/** An instant in the reader's own time zone, to the second. JSON answers carry UTC. */
export function instant(at: Date | null): string {
  return at === null ? "" : at.toLocaleString("sv-SE");
}
