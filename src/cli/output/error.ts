import type { ErrorLocation, ErrorReport } from "../../errors/connectorError.ts";
import { ownerNames } from "../../errors/reference.ts";
import { columnsOf, plainText } from "./plainText.ts";
import type { Terminal } from "./terminal.ts";
import { wrapped } from "./wrapped.ts";

const width = 100;

/** What happened, where, how to put it right, and whose job that is. */
export function errorText(error: ErrorReport, terminal: Pick<Terminal, "colors">): string {
  const parts: [string, string][] = [
    ["where", locationText(error.at)],
    ["fix", error.fix],
    ["whose", ownerNames[error.owner] ?? error.owner],
  ];
  // A message that lists its faults itself has said these already.
  for (const other of (error.others ?? []).filter(({ message }) => !error.message.includes(message))) {
    parts.push(["also", `${error.code === other.code ? "" : `${other.code}  `}${other.message}`]);
  }
  return faultText(error, parts, terminal);
}

/** A code with its message, and below it what else there is to say, each part under its name; in lines of 100 columns. */
export function faultText(
  { code, message }: Pick<ErrorReport, "code" | "message">,
  parts: readonly (readonly [name: string, text: string])[],
  { colors }: Pick<Terminal, "colors">,
): string {
  const head = folded(`${code}  ${message}`, "    ").slice(code.length);
  const lines = [`${colors.red(code)}${head}`];
  for (const [name, text] of parts) {
    if (text !== "") lines.push(`  ${colors.dim(name.padEnd(6))} ${folded(text, " ".repeat(9)).trimStart()}`);
  }
  return lines.join("\n");
}

/** Text of several lines, of which those that are too long are broken; the first has its own indent. */
function folded(text: string, indent: string): string {
  return plainText(text, { lines: true })
    .split("\n")
    .map((line) => (columnsOf(indent) + columnsOf(line) <= width ? line : wrapped(line, indent, width).trimStart()))
    .join("\n");
}

function locationText(at: ErrorLocation): string {
  const { company, document, field, element, link, connection, url, file, line } = at;
  const parts = [
    connection && `connection ${connection}`,
    link && `link ${link}`,
    company && `company ${company}`,
    document,
    field && element ? `${field} (${element})` : (field ?? element),
    url,
    file && (line === undefined ? file : `${file}, line ${line}`),
  ];
  return parts.filter(Boolean).join(" · ");
}
