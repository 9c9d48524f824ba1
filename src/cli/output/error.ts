import type { ErrorLocation, ErrorReport } from "../../errors/connectorError.ts";
import { ownerNames } from "../../errors/reference.ts";
import { plainText } from "./plainText.ts";
import type { Terminal } from "./terminal.ts";

/** What happened, where, how to put it right, and whose job that is. */
export function errorText(error: ErrorReport, { colors }: Pick<Terminal, "colors">): string {
  const where = locationText(error.at);
  const lines = [`${colors.red(error.code)}  ${plainText(error.message, { lines: true })}`];
  const part = (name: string, text: string): void =>
    void lines.push(`  ${colors.dim(name.padEnd(6))} ${plainText(text, { lines: true })}`);
  if (where !== "") part("where", where);
  part("fix", error.fix);
  part("whose", ownerNames[error.owner] ?? error.owner);
  // A message that lists its faults itself has said these already.
  for (const other of (error.others ?? []).filter(({ message }) => !error.message.includes(message))) {
    part("also", `${error.code === other.code ? "" : `${other.code}  `}${other.message}`);
  }
  return lines.join("\n");
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
