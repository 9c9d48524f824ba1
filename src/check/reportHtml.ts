/**
 * The report as one HTML page to pass on: no script, no request to anywhere, no secret. Everything that came from a system is
 * escaped; a content security policy inside the page forbids whatever is not its own style.
 */
import { createHash } from "node:crypto";
import { ownerNames } from "../errors/reference.ts";
import type { Owner } from "../errors/registry.ts";
import {
  type BlockedCause,
  type CheckLine,
  type CheckReport,
  type CheckStatus,
  type CheckVerdict,
  callsText,
  checkStages,
  type EntityFit,
  stageTitles,
} from "./report.ts";
import { reportStyle } from "./reportStyle.ts";

const statusNames: Readonly<Record<CheckStatus, string>> = {
  pass: "✓ pass",
  warn: "! warn",
  fail: "✗ fail",
  unverified: "? unverified",
};

const verdictNames: Readonly<Record<CheckVerdict, { text: string; status: CheckStatus }>> = {
  fits: { text: "It fits", status: "pass" },
  conditions: { text: "It fits, with conditions", status: "warn" },
  notYet: { text: "Not yet", status: "fail" },
};

/** @param timeZone in which the time of the check is shown */
export function renderCheckReportHtml(report: CheckReport, timeZone = "UTC"): string {
  const title = `Fit check of ${report.link}`;
  const policy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(reportStyle).digest("base64")}'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escaped(title)}</title>
<style>${reportStyle}</style>
</head>
<body>
<main>
<header>
<p class="soft">ml-connector · Dynamics GP to Cleo</p>
<h1>${escaped(title)}</h1>
${facts(report, timeZone)}
</header>
${verdict(report)}
${todo(report.lines)}
${causes(report)}
<h2>What was looked at</h2>
${checkStages.map((stage) => stageSection(stage, report.lines)).join("")}
${samples(report)}
<footer>
<p>Check <span class="code">${escaped(report.jobId)}</span>. ${escaped(writtenText(report))}</p>
<p><b>Unverified</b> is what was not exercised: nothing speaks against it, and nobody has tried it.</p>
</footer>
</main>
</body>
</html>
`;
}

function facts({ gp, cleo, finishedAt }: CheckReport, timeZone: string): string {
  const at = new Date(finishedAt).toLocaleString("en-GB", { timeZone, dateStyle: "long", timeStyle: "short" });
  const rows = [
    ["GP", `${gp.url}, company ${gp.company}, version ${gp.version}`],
    ["Cleo", cleo.url],
    ["Checked", `${at} (${timeZone})`],
  ];
  return `<dl class="facts">${rows.map(([name, text]) => `<dt>${name}</dt><dd>${escaped(text ?? "")}</dd>`).join("")}</dl>`;
}

function verdict({ verdict: result, summary, counts, fit }: CheckReport): string {
  const { text, status } = verdictNames[result];
  const badges = (["pass", "warn", "fail", "unverified"] as const)
    .filter((each) => counts[each] > 0)
    .map((each) => badge(each, `${counts[each]} ${statusNames[each].slice(2)}`))
    .join("");
  return `<section class="card verdict" aria-label="Verdict">
${ratio(fit.purchaseOrders)}
<div class="words"><p>${badge(status, text)}</p><p>${escaped(summary)}</p><div class="counts">${badges}</div></div>
</section>
`;
}

function ratio(orders: EntityFit | undefined): string {
  const open = orders === undefined ? 0 : orders.ready + orders.blocked;
  if (orders === undefined || open === 0) return "";
  const share = ((orders.ready / open) * 100).toFixed(1);
  // The policy allows no style attribute: a picture of its own shows the share.
  return `<div><div class="ratio">${orders.ready}<small> of ${open}</small></div><p class="soft">open orders valid today</p>
<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" width="100%" height="8" role="img" aria-label="${share} percent"><rect width="${share}" height="8" fill="var(--pass)"/></svg></div>`;
}

/** What has to be done, by whose job it is. */
function todo(lines: readonly CheckLine[]): string {
  const byOwner = new Map<Owner, CheckLine[]>();
  for (const line of lines) {
    if (line.owner === undefined || line.fix === undefined || line.code === "CHECK_NOT_LOOKED_AT") continue;
    byOwner.set(line.owner, [...(byOwner.get(line.owner) ?? []), line]);
  }
  if (byOwner.size === 0) return "";
  const weight = (owner: Owner): number => (byOwner.get(owner) ?? []).filter(({ status }) => status === "fail").length;
  const owners = [...byOwner.keys()].toSorted((left, right) => weight(right) - weight(left));
  const order: readonly CheckStatus[] = ["fail", "warn", "unverified", "pass"];
  const sections = owners.map((owner) => {
    const own = (byOwner.get(owner) ?? []).toSorted(
      (left, right) => order.indexOf(left.status) - order.indexOf(right.status),
    );
    const items = own
      .map(
        (line) =>
          `<li>${badge(line.status, statusNames[line.status])} ${subjectOf(line)}: ${marked(line.fix ?? "")}</li>`,
      )
      .join("");
    return `<div class="owner"><h3>${escaped(capital(ownerNames[owner]))}</h3><ul class="todo">${items}</ul></div>`;
  });
  return `<h2>What to do, by whose job it is</h2><section class="card">${sections.join("")}</section>\n`;
}

/** One cause is told from another by what was seen. */
function subjectOf({ title, seen, code }: CheckLine): string {
  return escaped(code.startsWith("CHECK_") ? title : `${title}, ${seen}`);
}

function causes({ fit }: CheckReport): string {
  const rows = [...(fit.purchaseOrders?.causes ?? []), ...(fit.vendors?.causes ?? [])];
  if (rows.length === 0) return "";
  const omitted = (fit.purchaseOrders?.causesOmitted ?? 0) + (fit.vendors?.causesOmitted ?? 0);
  const more = omitted > 0 ? `<p class="soft">and ${omitted} further causes</p>` : "";
  return `<h2>What would be blocked, by cause</h2>
<div class="scroll"><table><thead><tr><th>Records</th><th>Cause</th><th>Field in GP</th><th>X12</th><th>Such as</th></tr></thead>
<tbody>${rows.map(causeRow).join("")}</tbody></table></div>${more}
`;
}

function causeRow({ count, message, code, field, element, documents, fix, owner }: BlockedCause): string {
  const numbers = documents.filter((number) => number !== "").join(", ");
  return `<tr><td class="number">${count}</td><td>${escaped(capital(message))}<div class="soft">${marked(fix)} <i>${escaped(capital(ownerNames[owner]))}.</i></div><div class="code soft">${code}</div></td><td><code>${escaped(field ?? "")}</code></td><td><code>${escaped(element ?? "")}</code></td><td>${escaped(numbers)}${count > documents.length ? ", …" : ""}</td></tr>`;
}

function stageSection(stage: CheckLine["stage"], all: readonly CheckLine[]): string {
  const lines = all.filter((line) => line.stage === stage);
  if (lines.length === 0) return "";
  const worst = (["fail", "warn", "unverified", "pass"] as const).find((status) =>
    lines.some((line) => line.status === status),
  );
  return `<section class="card stage"><h3>${escaped(capital(stageTitles[stage]))}${worst === undefined ? "" : badge(worst, statusNames[worst])}</h3>${lines.map(lineRow).join("")}</section>`;
}

function lineRow({ status, title, seen, code, meaning, fix, owner }: CheckLine): string {
  const whose = owner === undefined ? "" : ` <i>${escaped(capital(ownerNames[owner]))}.</i>`;
  const advice = fix === undefined ? "" : `<p><b>Fix:</b> ${marked(fix)}${whose}</p>`;
  return `<div class="row"><div>${badge(status, statusNames[status])}</div><div><b>${escaped(title)}</b>: ${marked(seen)}<div class="more"><p class="soft">${marked(meaning)}</p>${advice}<p class="code">${code}</p></div></div></div>`;
}

function samples({ fit }: CheckReport): string {
  if (fit.samples.length === 0) return "";
  const items = fit.samples.map(
    ({ document, vendor, folder, fileName, readable }, place) =>
      `<details${place === 0 ? " open" : ""}><summary>${escaped(document)} for ${escaped(vendor)}</summary><p class="soft"><code>${escaped(`${folder}/${fileName}`)}</code></p><pre>${escaped(readable)}</pre></details>`,
  );
  return `<h2>Orders as they would be sent today</h2><section class="card">${items.join("")}</section>`;
}

function writtenText({ probe, calls }: CheckReport): string {
  const written =
    probe === undefined
      ? "Nothing was written, neither to GP nor to Cleo"
      : `One marked file was written to Cleo (${probe.folder}/${probe.fileName}), and nothing else`;
  return `${written}: ${callsText(calls)}.`;
}

const badge = (status: CheckStatus, text: string): string => `<span class="badge ${status}">${escaped(text)}</span>`;

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** Our own advice marks settings and commands with backticks. */
const marked = (text: string): string => escaped(text).replace(/`([^`]+)`/g, "<code>$1</code>");

function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign).replace(/(?![\n\t])\p{Cc}/gu, " ");
}
