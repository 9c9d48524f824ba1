import type { WebhookSheet } from "./webhookSheet.ts";

export const sheetForms = ["text", "markdown", "html"] as const;

export type SheetForm = (typeof sheetForms)[number];

/** The set-up page for the Cleo administrator. */
export function webhookSheetText(sheet: WebhookSheet, form: SheetForm): string {
  const markdown = markdownOf(sheet);
  if (form === "html") return htmlOf(sheet);
  return form === "markdown"
    ? markdown
    : markdown
        .replace(/^```\w*\n/gm, "")
        .replace(/^#+ /gm, "")
        .replace(/`/g, "");
}

function markdownOf({ link, url, headers, maxBytes, allow, samples, curl, answers }: WebhookSheet): string {
  return [
    `# Webhook of ml-connector: ${link}`,
    "",
    "In CIC Studio: a REST Web Service Consumer that sends each 855, 856, 810 and 997 to this address.",
    "",
    "| | |",
    "|---|---|",
    `| address | \`${url}\` |`,
    "| method | `POST` |",
    ...headers.map(({ name, value }) => `| header \`${name}\` | ${value} |`),
    `| largest body | ${maxBytes} bytes, also once decompressed |`,
    `| source addresses | ${allow.length === 0 ? "any" : allow.join(", ")} |`,
    "| body | sized or chunked, gzip, a multipart form, or plain; the content decides what it is |",
    "| retries | wait 30 seconds or more, and try for some hours |",
    "",
    ...samples.flatMap(({ title, contentType, body }) => [`## ${contentType}: ${title}`, "", "```", body, "```", ""]),
    "## Try it",
    "",
    "```sh",
    curl,
    "```",
    "",
    "## Answers",
    "",
    "| status | meaning | what to do |",
    "|---|---|---|",
    ...answers.map(({ status, meaning, next }) => `| ${status} | ${meaning} | ${next} |`),
  ].join("\n");
}

function htmlOf({ link, url, headers, maxBytes, allow, samples, curl, answers }: WebhookSheet): string {
  const rows = (pairs: readonly (readonly string[])[]): string =>
    pairs.map((cells) => `<tr>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join("")}</tr>`).join("\n");
  const title = `Webhook of ml-connector: ${link}`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title>
<style>body{font:15px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem}td{padding:.2rem .8rem .2rem 0;vertical-align:top}pre{background:#f3f3f3;padding:.8rem;overflow:auto}</style></head>
<body><h1>${escaped(title)}</h1>
<p>In CIC Studio: a REST Web Service Consumer that sends each 855, 856, 810 and 997 to this address.</p>
<table>${rows([
    ["address", url],
    ["method", "POST"],
    ...headers.map(({ name, value }) => [`header ${name}`, value]),
    ["largest body", `${maxBytes} bytes, also once decompressed`],
    ["source addresses", allow.length === 0 ? "any" : allow.join(", ")],
  ])}</table>
${samples.map((sample) => `<h2>${escaped(sample.contentType)}: ${escaped(sample.title)}</h2><pre>${escaped(sample.body)}</pre>`).join("\n")}
<h2>Try it</h2><pre>${escaped(curl)}</pre>
<h2>Answers</h2><table>${rows(answers.map(({ status, meaning, next }) => [status, meaning, next]))}</table>
</body></html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (each) => `&#${each.charCodeAt(0)};`);
}
