/** The console as its user has it: `ml-connector start` in a process of its own, and a real browser. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { temporaryDirectory } from "../temporaryDirectory.ts";
import { chromiumPath, launchChromium } from "./chromium.ts";
import { startConnector } from "./connectorProcess.ts";
import { openConsole, whenLoaded } from "./consolePage.ts";

const recordings = join(import.meta.dirname, "../../coverage/console");
const password = "correct horse battery staple";

if (chromiumPath === undefined)
  process.stderr.write("SKIPPED: the console's browser tests need Chromium (apt-get install chromium)\n");

describe.skipIf(chromiumPath === undefined)("from an empty machine", { timeout: 240_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
    mkdirSync(recordings, { recursive: true });
  });
  afterAll(() => browser?.close());

  test("it is under ten clicks and two minutes to the verdict on the sandbox, and on to a failed order that is fixed and replayed", async () => {
    const connector = await startConnector(join(await temporaryDirectory(), "data"));
    onTestFinished(connector.stop);
    const { page, faults, clicks, violations, close } = await openConsole(browser, connector.url, {
      trace: join(recordings, "firstRun.zip"),
    });
    onTestFinished(close);

    const begun = performance.now();
    await page.goto(connector.url);
    await page.getByRole("heading", { name: "Welcome" }).waitFor();
    expect(await violations()).toEqual([]);
    await page.getByLabel("User name").fill("dana");
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Create the administrator" }).click();
    await page.getByRole("link", { name: "Connect your systems" }).click();
    await page.getByRole("button", { name: "Try with the sandbox" }).click();
    await page.getByRole("heading", { name: "It fits, with conditions" }).waitFor();
    const took = performance.now() - begun;
    expect(await clicks()).toBeLessThan(10);
    expect(took).toBeLessThan(120_000);
    await page.getByText("10 of 12 open purchase orders would be valid").first().waitFor();
    await page.getByText("PALLET-6").first().waitFor();
    expect(await violations()).toEqual([]);

    // The first poll, watched.
    await page.getByRole("link", { name: "Runs", exact: true }).click();
    await page.getByRole("button", { name: "Run now" }).click();
    await page.getByRole("button", { name: "Poll", exact: true }).click();
    await page.getByText("The outcomes add up to the 35 records that were read.").waitFor();
    await page.getByText("succeeded").first().waitFor();

    // A cause, and what it holds back.
    await page.getByRole("link", { name: "Errors", exact: true }).click();
    await page.getByRole("link", { name: /PALLET-6/ }).click();
    await page.getByRole("link", { name: "PO2020" }).click();
    await page.getByRole("heading", { name: "PO2020" }).waitFor();
    expect(await violations()).toEqual([]);

    // It is put right where it is set, and the order replayed.
    await page.getByRole("link", { name: "Links and partners" }).click();
    await page.getByRole("link", { name: "sandbox", exact: true }).click();
    await page.locator("summary", { hasText: "What a document says" }).click();
    const units = page.getByRole("group", { name: "Units", exact: true });
    await units.getByPlaceholder("name").fill("PALLET-6");
    await units.getByRole("button", { name: "Add" }).click();
    await units.getByLabel(/PALLET-6/i).fill("PL");
    await page.getByRole("button", { name: "Put in force" }).click();
    await page.getByText("In force", { exact: true }).waitFor();
    expect(await violations()).toEqual([]);
    await page.keyboard.press("/");
    await page.keyboard.type("PO2020");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Documents" }).waitFor();
    await page.getByRole("link", { name: "PO2020" }).waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "PO2020" }).waitFor();
    await page.keyboard.press("r");
    await page.getByRole("button", { name: "Start the replay" }).click();
    await page.getByRole("heading", { name: "PO2020" }).locator("..").getByText("sent", { exact: true }).waitFor();

    // What was sent, and where a piece of it comes from.
    await page.getByRole("tab", { name: "As sent" }).click();
    await page.getByRole("button", { name: /PO103.*PL/ }).click();
    await page.getByText("POP10110.UOFM").first().waitFor();
    expect(await violations()).toEqual([]);

    for (const [name, heading] of [
      ["Home", "What needs a person"],
      ["Audit", "Audit"],
      ["Settings", "Users"],
      ["Fit check", "Checks before"],
    ] as const) {
      await page.getByRole("link", { name, exact: true }).click();
      await page.getByRole("heading", { name: heading }).waitFor();
      await whenLoaded(page);
      expect(await violations()).toEqual([]);
    }
    await page.getByRole("link", { name: "Audit", exact: true }).click();
    await page.getByRole("button", { name: "Verify" }).click();
    await page.getByText(/Intact: \d+ entries/).waitFor();
    expect(faults).toEqual([]);
  });
});
