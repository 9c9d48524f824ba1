/**
 * Text from elsewhere, fit for a terminal: control characters, which could move the cursor or change its colours,
 * become blanks. Line breaks stay where `lines` is set.
 */
export function plainText(text: string, { lines = false } = {}): string {
  return text.replace(/\r\n|\p{Cc}/gu, (found) => (lines && found.endsWith("\n") ? "\n" : " "));
}

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Columns that a text takes on a terminal: two for East Asian wide characters and pictures, none for joining marks. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const { segment } of segmenter.segment(text)) columns += wide.test(segment) ? 2 : 1;
  return columns;
}

/** Unicode's East Asian width W and F, by block (UAX #11), and what is shown as a picture of its own accord. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u4dbf\u4e00-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\ufe0f/u;

/** The front of a text that fits into so many columns. */
export function fitting(text: string, columns: number): string {
  let taken = "";
  let left = columns;
  for (const { segment } of segmenter.segment(text)) {
    left -= columnsOf(segment);
    if (left < 0) break;
    taken += segment;
  }
  return taken;
}
