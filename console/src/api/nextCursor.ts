/** The cursor of the page behind this one. The API's document describes what is in a cursor; on the way it is a text. */
export function nextCursor({ next }: { next: unknown }): string | undefined {
  return typeof next === "string" ? next : undefined;
}
