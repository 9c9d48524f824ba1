import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { sampleReport } from "./fixtures.ts";
import { renderCheckReportHtml } from "./reportHtml.ts";

it("shows the verdict, the work by owner, the causes with their GP field, every line and the samples", () => {
  const page = renderCheckReportHtml(sampleReport(), "America/Chicago");
  for (const part of [
    "10<small> of 12</small>",
    "<h3>The Cleo administrator</h3>",
    "<code>Lines[].UofM</code>",
    "<code>PO103</code>",
    "CLEO_LOGIN_REFUSED",
    "Interchange 000000001",
    "15 January 2026 at 06:00 (America/Chicago)",
    "Nothing was written, neither to GP nor to Cleo: 25 calls to GP, 1 to Cleo.",
    "<code>cleo.auth</code>",
  ]) {
    expect(page).toContain(part);
  }
});

it("names no other page and runs no script, and its policy allows its own style only", () => {
  const page = renderCheckReportHtml(sampleReport());
  expect(page).not.toMatch(/<(?:script|link|img|iframe|a)\b|\bsrc=|\bhref=|@import|url\(|\son\w+=|\sstyle=/i);
  const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? "";
  expect(page).toContain(`sha256-${createHash("sha256").update(style).digest("base64")}`);
});

it("shows what came from a system as text, whatever it holds", () => {
  const hostile = `"><script>alert(1)</script>\`<img src=x onerror=alert(1)>\`&\u001b[2J`;
  const report = sampleReport();
  const page = renderCheckReportHtml(
    sampleReport({
      link: hostile,
      summary: hostile,
      lines: report.lines.map((line) => ({
        ...line,
        seen: hostile,
        title: hostile,
        ...(line.fix && { fix: hostile }),
      })),
      fit: {
        ...report.fit,
        samples: report.fit.samples.map((sample) => ({ ...sample, readable: hostile, document: hostile })),
      },
    }),
  );
  expect(page).not.toMatch(/<script|<img|\p{Cc}(?<!\n)/u);
});

it("goes without what was not looked at", () => {
  const page = renderCheckReportHtml(sampleReport({ fit: { samples: [] }, lines: [] }));
  expect(page).not.toContain("of 12</small>");
  expect(page).not.toContain("Orders as they would be sent");
});
