import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { type Command, Option } from "commander";
import { ConnectorError } from "../../errors/connectorError.ts";
import { systemFault } from "../../errors/systemFault.ts";
import {
  describeX12,
  type Encoding,
  type Inspection,
  type InspectOptions,
  knownSets,
  parseX12,
  prettyX12,
  renderDescription,
  validateX12,
} from "../../x12/index.ts";
import { type ExitCode, type Program, terminalOf } from "../command.ts";

interface X12Options {
  json: boolean;
  encoding: Encoding;
  elements?: boolean;
}

const encodings: readonly Encoding[] = ["latin1", "ascii", "windows-1252", "utf-8"];

type Inspect = (input: Uint8Array, options?: InspectOptions) => Inspection;

export function x12Command(root: Command, program: Program, end: (code: ExitCode) => void): void {
  const x12 = root.command("x12").description("EDI tools: look into any X12 file");
  const add = (name: string, description: string, inspect: Inspect): Command =>
    x12
      .command(`${name} <file>`)
      .description(`${description} (\`-\` reads stdin)`)
      .option("--json", "one JSON document on stdout", false)
      .addOption(new Option("--encoding <name>", "how its text is encoded").choices(encodings).default("latin1"))
      .action(async (file: string, options: X12Options) => {
        const terminal = terminalOf(program, options);
        const inspection = inspect(await bytesOf(file), {
          colour: terminal.colors.isColorSupported,
          encoding: options.encoding,
          ...(options.elements && { elements: true }),
          ...(process.stdout.columns && { width: Math.max(60, process.stdout.columns) }),
        });
        const pieces = options.json ? inspection.json() : inspection.text();
        for (const piece of pieces) program.streams.stdout.write(piece);
        end(inspection.accepted ? 0 : 1);
      });
  add("parse", "every set as its segments, and as its typed document in JSON", parseX12);
  add("validate", "every fault with its place, its code and a sentence", validateX12);
  add("pretty", "for people: names, meanings, values, faults in place", prettyX12).option(
    "--elements",
    "one line an element, with its X12 position",
  );
  x12
    .command("describe <what>")
    .description("what the tables say of a set (850), a segment (N1) or an element (N101)")
    .option("--release <release>", "004010, 005010 or another", "004010")
    .option("--json", "one JSON document on stdout", false)
    .action((what: string, options: { release: string; json: boolean }) => {
      const terminal = terminalOf(program, options);
      const described = describeX12(what.toUpperCase(), options.release);
      if (!described) {
        throw new ConnectorError(
          "X12_NOT_DESCRIBED",
          `The tables have no ${what}; their sets are ${knownSets().join(", ")}`,
        );
      }
      if (options.json) terminal.printJson(described);
      else terminal.print(renderDescription(described).trimEnd());
      end(0);
    });
}

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    return file === "-" ? await buffer(process.stdin) : await readFile(file);
  } catch (error) {
    throw new ConnectorError("X12_FILE_UNREADABLE", `${file} cannot be read: ${systemFault(error)}`, {
      at: { file },
      cause: error,
    });
  }
}
