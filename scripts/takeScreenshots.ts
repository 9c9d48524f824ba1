/**
 * Photographs every screen of the console against the sandbox, empty and full, in both themes, wide and narrow, and some at
 * 4K, into `coverage/screenshots`; `--docs` also renews the pictures of the documentation. Needs Chromium.
 */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Page } from "playwright-core";
import { launchChromium } from "../test/console/chromium.ts";
import { startConnector } from "../test/console/connectorProcess.ts";
import { openConsole, whenLoaded } from "../test/console/consolePage.ts";
import { answerAnOrder, leaveInDoubt } from "../test/console/traffic.ts";

const root = resolve(import.meta.dirname, "..");
const folder = join(root, "coverage/screenshots");
const documented: Readonly<Record<string, string>> = {
  "home-light-wide": "console-home.png",
  "document-file-light-wide": "console-document.png",
  "check-dark-wide": "console-check.png",
};

const data = mkdtempSync(join(tmpdir(), "ml-connector-screenshots-"));
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const connector = await startConnector(join(data, "data"), {
  program: join(root, "bin/ml-connector.js"),
  environment: {},
});
const browser = await launchChromium();
try {
  const { page, close } = await openConsole(browser, connector.url);

  await page.goto(connector.url);
  await page.getByRole("heading", { name: "Welcome" }).waitFor();
  await photograph(page, "welcome");
  await page.getByLabel("User name").fill("dana");
  await page.getByLabel("Password").fill("correct horse battery staple");
  await page.getByRole("button", { name: "Create the administrator" }).click();
  await page.getByRole("link", { name: "Connect your systems" }).waitFor();
  for (const path of ["", "documents", "runs", "errors", "inbox", "links", "schedules", "check", "audit", "settings"]) {
    await visit(page, path);
    await photograph(page, `empty-${path === "" ? "home" : path}`);
  }
  await visit(page, "connect");
  await photograph(page, "connect");

  await page.getByRole("button", { name: "Try with the sandbox" }).click();
  await page.getByRole("heading", { name: "It fits, with conditions" }).waitFor();
  await photograph(page, "check");
  await visit(page, "runs");
  await page.getByRole("button", { name: "Run now" }).click();
  await page.getByRole("button", { name: "Poll", exact: true }).click();
  await page.getByText("The outcomes add up to the 35 records that were read.").waitFor();
  await page.getByText("succeeded").first().waitFor();
  await photograph(page, "run");
  const { message, draft } = await answerAnOrder(page, connector.url);
  for (const [path, name] of [
    ["", "home"],
    ["documents", "documents"],
    ["documents?state=blocked", "documents-blocked"],
    ["documents?type=functionalAcknowledgment", "documents-acknowledgements"],
    ["runs", "runs"],
    ["errors?code=DOCUMENT_UNIT_UNMAPPED&link=sandbox&state=blocked", "errors"],
    ["inbox", "inbox"],
    [`inbox/${message}`, "message"],
    ["drafts", "drafts"],
    [`drafts/${draft}`, "draft"],
    ["links", "links"],
    ["links/sandbox", "link"],
    ["schedules", "schedules"],
    ["audit", "audit"],
    ["settings?tab=people", "settings-people"],
    ["settings?tab=messages", "settings-messages"],
    ["settings?tab=webhook", "settings-webhook"],
    ["settings?tab=data", "settings-data"],
    ["settings?tab=configuration", "settings-configuration"],
    ["settings?tab=about", "settings-about"],
  ] as const) {
    await visit(page, path);
    await photograph(page, name);
  }
  await visit(page, "schedules");
  await page.getByRole("button", { name: /^Edit/ }).first().click();
  await page.getByRole("dialog").getByRole("listitem").nth(4).waitFor();
  await photograph(page, "schedule-editor");
  await visit(page, "links");
  await page.getByRole("button", { name: "Change GP sandbox" }).click();
  await page.getByRole("dialog").waitFor();
  await photograph(page, "connection");
  await visit(page, "links/sandbox");
  await page.getByRole("button", { name: "Remove" }).click();
  await page.getByText("Not done with").waitFor();
  await photograph(page, "remove-link");
  await visit(page, "settings?tab=data");
  await page.getByRole("button", { name: "Terms and schedule" }).click();
  await page.getByRole("dialog").waitFor();
  await photograph(page, "retention-terms");
  await visit(page, "documents?q=PO2075");
  await page.getByRole("link", { name: "PO2075" }).first().click();
  await page.getByRole("tab", { name: "Timeline" }).waitFor();
  await photograph(page, "document");
  await page.getByRole("tab", { name: "As sent" }).click();
  await page.getByRole("button", { name: /PO103/ }).first().click();
  await photograph(page, "document-file");
  await visit(page, "documents?q=PO2020");
  await page.getByRole("link", { name: "PO2020" }).first().click();
  await page.getByRole("tab", { name: "Timeline" }).waitFor();
  await page.keyboard.press("r");
  await page.getByRole("list", { name: "Plan" }).waitFor();
  await photograph(page, "replay");
  const [doubtful] = await leaveInDoubt(page, connector.url, ["PO1002"]);
  await visit(page, `documents/${doubtful}`);
  await page.getByRole("button", { name: "Settle" }).click();
  await page.getByRole("radio", { name: "It arrived" }).waitFor();
  await photograph(page, "settle");
  await close();

  const visitor = await openConsole(browser, connector.url);
  await visitor.page.goto(connector.url);
  await visitor.page.getByRole("heading", { name: "Sign in" }).waitFor();
  await photograph(visitor.page, "sign-in");
  await visitor.close();
} finally {
  await browser.close();
  await connector.stop();
  rmSync(data, { recursive: true, force: true, maxRetries: 10 });
}

if (process.argv.includes("--docs")) {
  for (const [name, file] of Object.entries(documented)) {
    copyFileSync(join(folder, `${name}.png`), join(root, "docs/images", file));
  }
}
console.log(`The pictures are in ${folder}`);

async function visit(page: Page, path: string): Promise<void> {
  await page.goto(`${connector.url}/${path}`);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await whenLoaded(page);
}

async function photograph(page: Page, name: string): Promise<void> {
  for (const [size, width, height] of [
    ["wide", 1440, 900],
    ["narrow", 360, 780],
    ["4k", 3840, 2160],
  ] as const) {
    await page.setViewportSize({ width, height });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(folder, `${name}-${colorScheme}-${size}.png`), animations: "disabled" });
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: "light" });
}
