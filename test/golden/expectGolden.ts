import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "vitest";

/**
 * Compares what was written with a golden file, in a form to be read: X12 with a line feed after each segment, JSON
 * indented. UPDATE_GOLDEN=1 writes the file; read the difference before it is committed.
 *
 * @param name path of the golden file under test/golden
 */
export function expectGolden(name: string, bytes: Uint8Array): void {
  const text = new TextDecoder(name.endsWith(".x12") ? "latin1" : "utf-8").decode(bytes);
  const readable = name.endsWith(".x12") ? segments(text) : `${JSON.stringify(JSON.parse(text), null, 2)}\n`;
  const path = join(import.meta.dirname, name);
  if (process.env.UPDATE_GOLDEN === "1") {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, readable, name.endsWith(".x12") ? "latin1" : "utf8");
  }
  expect(readable).toBe(readFileSync(path, name.endsWith(".x12") ? "latin1" : "utf8"));
}

/** The terminator stands behind the 105 characters of an ISA. */
function segments(text: string): string {
  return text.replaceAll(text.charAt(105), (terminator) => `${terminator}\n`);
}
