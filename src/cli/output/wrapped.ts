import { columnsOf } from "./plainText.ts";

/** Breaks at blanks; every line begins with the indent, which the caller takes off the first where it has its own. */
export function wrapped(text: string, indent: string, columns: number): string {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(" ")) {
    if (line !== indent && columnsOf(line) + 1 + columnsOf(word) > columns) {
      lines.push(line);
      line = indent;
    }
    line += line === indent ? word : ` ${word}`;
  }
  return [...lines, line].join("\n");
}
