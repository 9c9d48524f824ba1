import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export interface WatchedPage {
  page: Page;
  /** Whatever went wrong unseen: errors in the browser's console, exceptions, requests to other hosts. */
  faults: string[];
  /** How often the mouse was pressed. */
  clicks: () => Promise<number>;
  /** What WCAG 2.2 A and AA forbid on the page as it is, in the light and in the dark theme. */
  violations: () => Promise<string[]>;
  close: () => Promise<void>;
}

export interface PageOptions {
  width?: number;
  height?: number;
  /** Where the recording goes, to be opened by `npx playwright show-trace`. */
  trace?: string;
}

/** A browser of its own for one test. */
export async function openConsole(browser: Browser, url: string, options: PageOptions = {}): Promise<WatchedPage> {
  const { width = 1440, height = 900, trace } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    locale: "en-US",
    timezoneId: "America/Chicago",
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(60_000);
  if (trace !== undefined) await context.tracing.start({ screenshots: true, snapshots: true });
  await context.addInitScript({ content: axe });
  const page = await context.newPage();
  const faults: string[] = [];
  let clicks = 0;
  await page.exposeFunction("countClick", () => {
    clicks++;
  });
  await page.addInitScript({ content: 'document.addEventListener("pointerdown", () => countClick(), true);' });
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`exception: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(`${url}/`)) faults.push(`another host: ${request.url()}`);
  });
  return {
    page,
    faults,
    clicks: async () => clicks,
    async violations() {
      const found: string[] = [];
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        found.push(...(await axeViolations(page)).map((text) => `${colorScheme}: ${text}`));
      }
      return found;
    },
    async close() {
      if (trace !== undefined) await context.tracing.stop({ path: trace });
      await context.close();
    },
  };
}

/** Waits until nothing on the page is a place held for something else. */
export async function whenLoaded(page: Page): Promise<void> {
  const places = page.locator('[aria-label="Loading"]');
  while ((await places.count()) > 0) await places.first().waitFor({ state: "hidden" });
}

interface AxeResults {
  violations: { id: string; help: string; nodes: { html: string; failureSummary?: string }[] }[];
}

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

async function axeViolations(page: Page): Promise<string[]> {
  const { violations } = (await page.evaluate(
    `axe.run(document, { runOnly: ${JSON.stringify(rules)}, resultTypes: ["violations"] })`,
  )) as AxeResults;
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}: ${html.slice(0, 160)} ${failureSummary ?? ""}`),
  );
}
