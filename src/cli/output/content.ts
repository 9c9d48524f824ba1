import { readableView, renderReadable } from "../../x12/index.ts";
import type { Terminal } from "./terminal.ts";

/** What was sent, as a person reads it: X12 with names and meanings, JSON indented. */
export function contentText(content: string, { colors }: Terminal): string {
  if (content.startsWith("{")) return JSON.stringify(JSON.parse(content), null, 2);
  const text = renderReadable(readableView(Buffer.from(content, "latin1")), {
    colour: colors.isColorSupported,
    ...(process.stdout.columns && { width: Math.max(60, process.stdout.columns) }),
  });
  return text.trimEnd();
}
