/** Every screen with data on it, narrow and wide: accessible, silent, unmoved, and worked by the keyboard. */
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "../temporaryDirectory.ts";
import { chromiumPath, launchChromium } from "./chromium.ts";
import { type ConnectorProcess, startConnector } from "./connectorProcess.ts";
import { openConsole, type WatchedPage, whenLoaded } from "./consolePage.ts";
import { fillWithTraffic, leaveInDoubt } from "./traffic.ts";

if (chromiumPath === undefined)
  process.stderr.write("SKIPPED: the console's browser tests need Chromium (apt-get install chromium)\n");

describe.skipIf(chromiumPath === undefined)("every screen", { timeout: 240_000 }, () => {
  let folder: string;
  let browser: Browser;
  let connector: ConnectorProcess;
  let watched: WatchedPage;
  let screens: readonly string[];

  beforeAll(async () => {
    browser = await launchChromium();
    folder = await mkdtemp(join(temporaryFolder(), "mlc-test-"));
    // A database server that is started as root runs as somebody else, who has to get through.
    if (process.getuid?.() === 0) await chmod(folder, 0o711);
    connector = await startConnector(join(folder, "data"));
    watched = await openConsole(browser, connector.url);
    const traffic = await fillWithTraffic(watched.page, connector.url);
    screens = [
      "",
      "documents",
      "documents?q=PO20&state=sent",
      `documents/${traffic.order}`,
      `documents/${traffic.order}?tab=file`,
      `documents/${traffic.order}?tab=deliveries`,
      `documents/${traffic.order}?tab=revisions`,
      `documents/${traffic.blocked}`,
      "documents?type=functionalAcknowledgment",
      "runs",
      `runs/${traffic.poll}`,
      "inbox",
      `inbox/${traffic.message}`,
      "drafts",
      `drafts/${traffic.draft}`,
      "errors",
      "links",
      "links/sandbox",
      "schedules",
      "check",
      `check/${traffic.check}`,
      "audit",
      "settings",
      "settings?tab=messages",
      "settings?tab=webhook",
      "settings?tab=data",
      "settings?tab=configuration",
      "settings?tab=about",
      "connect",
      "password",
      "no-such-page",
    ];
  }, 240_000);
  afterAll(async () => {
    await watched?.close();
    await connector?.stop();
    await browser?.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  });

  test.each([
    ["a phone", 360, 740],
    ["a desk", 1440, 900],
  ])("is accessible in both themes, fits and stays where it is on %s", async (_name, width, height) => {
    const { page, violations, faults } = watched;
    await page.setViewportSize({ width, height });
    const found: string[] = [];
    for (const screen of screens) {
      await visit(page, screen);
      for (const violation of await violations()) found.push(`${screen}: ${violation}`);
      const { shifted, over } = await geometry(page);
      if (shifted > 0.01) found.push(`${screen}: moved by ${shifted}`);
      if (over > 0) found.push(`${screen}: ${over} pixels wider than the window`);
      for (const text of await rawMarks(page)) found.push(`${screen}: ${text}`);
    }
    expect(found).toEqual([]);
    expect(faults).toEqual([]);
  });

  test("uses the room of a very wide window, and no more than can be read", async () => {
    const { page } = watched;
    await page.setViewportSize({ width: 3840, height: 2160 });
    await visit(page, "documents");
    const box = await page.locator("main table").boundingBox();
    expect(box?.width).toBeGreaterThan(1_400);
    expect(box?.width).toBeLessThan(2_600);
    const found: string[] = [];
    // One of each kind: what holds on a desk has room here.
    const kinds = /^(|documents|runs\/.*|inbox|check\/.*|settings|links)$/;
    for (const screen of screens.filter((each) => kinds.test(each))) {
      await visit(page, screen);
      const { shifted, over } = await geometry(page);
      if (shifted > 0.01 || over > 0)
        found.push(`${screen}: moved by ${shifted}, ${over} pixels wider than the window`);
    }
    expect(found).toEqual([]);
  });

  test.each(["documents", "runs", "errors", "inbox", "drafts", "links", "schedules", "check", "audit"])(
    "moves among the rows of %s by j and k",
    async (screen) => {
      const { page } = watched;
      await page.setViewportSize({ width: 1440, height: 900 });
      await visit(page, screen);
      const rows = page.locator("[data-row-link]");
      const at = (): Promise<number> =>
        page.evaluate('[...document.querySelectorAll("[data-row-link]")].indexOf(document.activeElement)');
      await page.keyboard.press("j");
      expect(await at()).toBe(0);
      const many = (await rows.count()) > 1;
      await page.keyboard.press("j");
      expect(await at()).toBe(many ? 1 : 0);
      await page.keyboard.press("k");
      expect(await at()).toBe(0);
    },
  );

  test("searches by /, tells its keys by ?, and leaves keys alone that are typed", async () => {
    const { page } = watched;
    await visit(page, "runs");
    await page.keyboard.press("/");
    await page.keyboard.type("jkr?");
    expect(await page.getByRole("searchbox", { name: /^Search documents by/ }).inputValue()).toBe("jkr?");
    expect(await page.getByRole("dialog").count()).toBe(0);
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keyboard" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog", { name: "Keyboard" }).waitFor({ state: "detached" });
  });

  test.each([
    ["documents", /^Replay/],
    ["runs", /^Replay/],
    ["inbox", "Carry out again"],
  ])("offers to do what is shown again by r: %s", async (list, dialog) => {
    const { page } = watched;
    await visit(
      page,
      list === "documents" ? "documents?type=purchaseOrder" : list === "runs" ? "runs?kind=poll" : list,
    );
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: dialog }).first().waitFor();
    await page.keyboard.press("r");
    await page.getByRole("dialog", { name: dialog }).waitFor();
    await page.keyboard.press("Escape");
  });

  test("settles a file in doubt by a person's word: it counts as sent, or the same file goes again", async () => {
    const { page, violations, faults } = watched;
    await page.setViewportSize({ width: 1440, height: 900 });
    const [first, second] = await leaveInDoubt(page, connector.url, ["PO1002", "PO1006"]);
    // What is said of a file names it, and is read whole where one looks for what is wrong.
    const found: string[] = [];
    await page.setViewportSize({ width: 1280, height: 900 });
    for (const screen of ["errors?code=CLEO_OUTCOME_UNKNOWN&link=sandbox&state=inDoubt", "", "documents", "runs"]) {
      await visit(page, screen);
      for (const text of [...(await violations()), ...(await rawMarks(page))]) found.push(`${screen}: ${text}`);
      if (screen.startsWith("errors") && (await cutOff(page))) found.push(`${screen}: a table is cut off`);
    }
    expect(found).toEqual([]);
    await page.setViewportSize({ width: 1440, height: 900 });
    for (const [document, found, becomes] of [
      [first, "It arrived", "It counts as sent"],
      [second, "It did not arrive", "The same file is sent again"],
    ] as const) {
      await visit(page, `documents/${document}`);
      await page.getByRole("button", { name: "Settle" }).click();
      const dialog = page.getByRole("dialog", { name: /^Settle PO/ });
      expect(await violations()).toEqual([]);
      const settle = dialog.getByRole("button", { name: "Settle" });
      await dialog.getByRole("radio", { name: found }).click();
      expect(await settle.isDisabled()).toBe(true);
      await dialog.getByLabel("How you know").fill("looked into the folder and the job search");
      await settle.click();
      await page.getByText(becomes).first().waitFor();
      await page.getByRole("list", { name: "Stages" }).getByText("sent").waitFor();
    }
    // What was lost on the way is there now; of what a person vouched for, nothing was sent again.
    await page.getByRole("tab", { name: /^Deliveries/ }).click();
    await page.getByText("HTTP 201").last().waitFor();
    await visit(page, `documents/${first}?tab=deliveries`);
    expect(await page.getByText("no answer").count()).toBe(1);
    expect(faults).toEqual([]);
  });

  async function visit(page: Page, path: string): Promise<void> {
    await page.goto(`${connector.url}/${path}`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await whenLoaded(page);
  }
});

/** How far things moved that nobody touched (cumulative layout shift), and what is wider than the window. */
function geometry(page: Page): Promise<{ shifted: number; over: number }> {
  // What is buffered is told before the second frame from now.
  return page.evaluate(`new Promise((resolve) => {
    let shifted = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) shifted += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
    const { scrollWidth, clientWidth } = document.documentElement;
    requestAnimationFrame(() => requestAnimationFrame(() => resolve({ shifted, over: scrollWidth - clientWidth })));
  })`);
}

/** What is shown of an error as it stands in the registry: with backticks that should have become code. */
function rawMarks(page: Page): Promise<string[]> {
  return page.evaluate(`[
    document.body.innerText,
    ...[...document.querySelectorAll("[title]")].map(({ title }) => title),
  ].flatMap((text) => text.match(/.{0,40}\`.*/g) ?? [])`);
}

/** Whether a table holds more than its place shows. */
function cutOff(page: Page): Promise<boolean> {
  return page.evaluate(`[...document.querySelectorAll("main table")].some(({ parentElement, scrollWidth }) =>
    scrollWidth > parentElement.clientWidth || parentElement.scrollWidth > parentElement.clientWidth)`);
}
