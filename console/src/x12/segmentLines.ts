/** X12 as it travels, with a line for each segment; other text stays as it is. */
export function segmentLines(text: string): string {
  return text.replace(/~(?!\n|\r)/g, "~\n");
}
