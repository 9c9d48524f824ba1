import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import type { Command } from "commander";
import { ConnectorError } from "../../errors/connectorError.ts";
import { type Inspection, type InspectOptions, parseX12, prettyX12, validateX12 } from "../../x12/index.ts";
import { type ExitCode, type Program, terminalOf } from "../command.ts";

interface X12Options {
  json: boolean;
  elements?: boolean;
}

type Inspect = (input: Uint8Array, options?: InspectOptions) => Inspection;

export function x12Command(root: Command, program: Program, end: (code: ExitCode) => void): void {
  const x12 = root.command("x12").description("EDI tools: look into any X12 file");
  const add = (name: string, description: string, inspect: Inspect): Command =>
    x12
      .command(`${name} <file>`)
      .description(`${description} (\`-\` reads stdin)`)
      .option("--json", "one JSON document on stdout", false)
      .action(async (file: string, options: X12Options) => {
        const terminal = terminalOf(program, options);
        const inspection = inspect(await bytesOf(file), {
          colour: terminal.colors.isColorSupported,
          ...(options.elements && { elements: true }),
          ...(process.stdout.columns && { width: Math.max(60, process.stdout.columns) }),
        });
        terminal.printJson(inspection.json);
        terminal.print(inspection.text.trimEnd());
        end(inspection.accepted ? 0 : 1);
      });
  add("parse", "every set as its segments, and as its typed document in JSON", parseX12);
  add("validate", "every fault with its place, its code and a sentence", validateX12);
  add("pretty", "for people: names, meanings, values, faults in place", prettyX12).option(
    "--elements",
    "one line an element, with its X12 position",
  );
}

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    return file === "-" ? await buffer(process.stdin) : await readFile(file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConnectorError("X12_FILE_UNREADABLE", `${file} cannot be read: ${reason}`, {
      at: { file },
      cause: error,
    });
  }
}
