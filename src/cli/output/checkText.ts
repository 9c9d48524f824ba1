/** A fit check for a terminal of 80 columns. */
import {
  type CheckLine,
  type CheckReport,
  type CheckStage,
  type CheckStatus,
  type CheckVerdict,
  callsText,
  checkStages,
  stageTitles,
} from "../../check/report.ts";
import { ownerNames } from "../../errors/reference.ts";
import { plainText } from "./plainText.ts";
import type { Terminal } from "./terminal.ts";
import { wrapped } from "./wrapped.ts";

type Colors = Terminal["colors"];

/** A sign and a word: the sign for the eye, the word for terminals without colour and for search. */
const signs: Readonly<Record<CheckStatus, string>> = { pass: "✓", warn: "!", fail: "✗", unverified: "?" };

const width = 80;

/** Tells lines one by one as they come, with the heading of each stage before its first line. */
export function createCheckTeller(terminal: Terminal): (line: CheckLine) => void {
  let stage: CheckStage | undefined;
  return (line) => {
    if (line.stage !== stage) {
      stage = line.stage;
      terminal.print(`\n${terminal.colors.bold(stageTitles[stage])}`);
    }
    terminal.print(lineText(line, terminal.colors));
  };
}

export function checkText(report: CheckReport, terminal: Terminal): string {
  const { colors } = terminal;
  const parts = [headText(report, colors)];
  for (const stage of checkStages) {
    const lines = report.lines.filter((line) => line.stage === stage);
    if (lines.length === 0) continue;
    parts.push(["", colors.bold(stageTitles[stage]), ...lines.map((line) => lineText(line, colors))].join("\n"));
  }
  parts.push(verdictText(report, colors));
  return parts.join("\n");
}

export function headText({ link, gp, cleo }: Pick<CheckReport, "link" | "gp" | "cleo">, colors: Colors): string {
  return [
    `${colors.bold(`fit check of ${plainText(link)}`)}`,
    colors.dim(`  GP    ${plainText(gp.url)}, company ${gp.company}, version ${gp.version}`),
    colors.dim(`  Cleo  ${plainText(cleo.url)}`),
  ].join("\n");
}

function lineText(line: CheckLine, colors: Colors): string {
  const { status, title, seen, code, meaning, fix, owner } = line;
  const paint = painter(status, colors);
  const head = wrapped(`${plainText(title)}: ${plainText(seen)}`, "    ", width);
  const rows = [`  ${paint(signs[status])} ${head.trimStart()}`];
  // One repair frees them all, and it is told where the failure is.
  if (status === "pass" || code === "CHECK_NOT_LOOKED_AT") return rows.join("\n");
  rows.push(`    ${paint(`${status} ${code}`)}`);
  const part = (name: string, text: string): void => {
    rows.push(
      `    ${colors.dim(name.padEnd(5))} ${wrapped(plainText(text, { lines: false }), " ".repeat(10), width).trimStart()}`,
    );
  };
  part("means", meaning);
  if (fix !== undefined) part("fix", fix);
  if (owner !== undefined) part("whose", ownerNames[owner]);
  return rows.join("\n");
}

const verdicts: Readonly<Record<CheckVerdict, { text: string; status: CheckStatus }>> = {
  fits: { text: "it fits", status: "pass" },
  conditions: { text: "it fits, with conditions", status: "warn" },
  notYet: { text: "not yet", status: "fail" },
};

export function verdictText(report: CheckReport, colors: Colors): string {
  const { text, status } = verdicts[report.verdict];
  const { pass, warn, fail, unverified } = report.counts;
  const counts = [
    colors.green(`${pass} pass`),
    colors.yellow(`${warn} warn`),
    colors.red(`${fail} fail`),
    colors.cyan(`${unverified} unverified`),
  ].join(colors.dim(" · "));
  const written =
    report.probe === undefined
      ? "Nothing was written, neither to GP nor to Cleo"
      : `One marked file was written (${report.probe.folder}/${report.probe.fileName}), nothing else`;
  return [
    "",
    `${colors.bold("verdict")}  ${painter(status, colors)(text)}`,
    `  ${wrapped(report.summary, "  ", width).trimStart()}`,
    `  ${counts}`,
    colors.dim(
      `  ${wrapped(`${written}: ${callsText(report.calls)}. Kept as ${report.jobId}.`, "  ", width).trimStart()}`,
    ),
  ].join("\n");
}

export function painter(status: CheckStatus, colors: Colors): (text: string) => string {
  switch (status) {
    case "pass":
      return colors.green;
    case "warn":
      return colors.yellow;
    case "fail":
      return colors.red;
    case "unverified":
      return colors.cyan;
  }
}
