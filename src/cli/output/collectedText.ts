/** What the reading of a link's Cleo folders came to, from the checkpoint of its job. */
export function collectedText(checkpoint: object | null | undefined): string {
  const counts = Object.entries(checkpoint ?? {}).filter(([, value]) => typeof value === "number" && value > 0);
  return counts.length === 0 ? "the folder is empty" : counts.map(([name, value]) => `${name} ${value}`).join(", ");
}
