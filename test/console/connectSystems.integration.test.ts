/** Connecting one's own systems by hand: every value typed, each system pinged, wrong ones told in place. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { startSandbox } from "../../src/sandbox/sandbox.ts";
import { temporaryDirectory } from "../temporaryDirectory.ts";
import { chromiumPath, launchChromium } from "./chromium.ts";
import { startConnector } from "./connectorProcess.ts";
import { openConsole, whenLoaded } from "./consolePage.ts";

const recordings = join(import.meta.dirname, "../../coverage/console");
const gpPassword = "Sandbox-Pa55!";
const cleoPassword = "S@mple&Pw+1%";

if (chromiumPath === undefined)
  process.stderr.write("SKIPPED: the console's browser tests need Chromium (apt-get install chromium)\n");

describe.skipIf(chromiumPath === undefined)("connecting one's own systems", { timeout: 240_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
    mkdirSync(recordings, { recursive: true });
  });
  afterAll(() => browser?.close());

  test("tells a wrong company and wrong passwords where they were typed, and ends in the verdict on the systems that were named", async () => {
    const sandbox = await startSandbox({ gp: { coldStartMs: 0 } });
    onTestFinished(() => sandbox.close());
    const connector = await startConnector(join(await temporaryDirectory(), "data"));
    onTestFinished(connector.stop);
    const { page, faults, violations, close } = await openConsole(browser, connector.url, {
      trace: join(recordings, "connectSystems.zip"),
    });
    onTestFinished(close);

    await page.goto(connector.url);
    await page.getByLabel("User name").fill("dana");
    await page.getByLabel("Password").fill("correct horse battery staple");
    await page.getByRole("button", { name: "Create the administrator" }).click();
    await page.getByRole("link", { name: "Connect your systems" }).click();

    // GP, with the display name in the place of the database, and an old password.
    const ping = page.getByRole("button", { name: /^Ping/ });
    const seen = page.getByRole("list", { name: "What the ping saw" });
    await page.getByLabel("Address of the GP service").fill(sandbox.gpUrl);
    await page.getByLabel("Company database").fill("NOSUCH");
    await page.getByLabel("Time zone of the company").fill("America/Chicago");
    await page.getByLabel("Windows account").fill("CONTOSO\\svc-mlconnector");
    await page.getByLabel("Password").fill("the-old-one");
    await ping.click();
    await seen
      .getByText(/refuses the logon|refused the logon/)
      .first()
      .waitFor();
    expect(await seen.getByText("fail", { exact: true }).count()).toBe(1);
    expect(await violations()).toEqual([]);
    await page.getByLabel("Password").fill(gpPassword);
    await seen.waitFor({ state: "detached" });
    await ping.click();
    await seen
      .getByText(/NOSUCH/)
      .first()
      .waitFor();
    await seen
      .getByText(/INTERID|database/)
      .first()
      .waitFor();
    await page.getByLabel("Company database").fill("TWO");
    await ping.click();
    await seen.getByText("Fabrikam, Inc.").first().waitFor();
    expect(await seen.getByText("fail", { exact: true }).count()).toBe(0);
    await page.getByRole("button", { name: "Next" }).click();

    // Cleo, the same way.
    await page.getByLabel("Address of Cleo").fill(sandbox.cleoUrl);
    await page.getByRole("textbox", { name: "Account" }).fill("gpsvc");
    await page.getByLabel("Password").fill("the-old-one");
    await ping.click();
    await seen.getByText("fail", { exact: true }).waitFor();
    await seen.getByText(/Check user name and password/).waitFor();
    expect(await violations()).toEqual([]);
    await page.getByLabel("Password").fill(cleoPassword);
    await ping.click();
    await seen.getByText("pass", { exact: true }).first().waitFor();
    expect(await seen.getByText("fail", { exact: true }).count()).toBe(0);
    await page.getByRole("button", { name: "Next" }).click();

    await page.getByLabel("Interchange id (ISA06)").fill("FABRIKAM");
    await page.getByLabel("Interchange id (ISA08)").fill("PARTNER");
    await page.getByRole("button", { name: "Look into the folders" }).click();
    await seen
      .getByText(/upload\/850/)
      .first()
      .waitFor();
    expect(await violations()).toEqual([]);
    await page.getByRole("button", { name: "Save, and check whether it fits" }).click();
    await page.getByRole("heading", { name: "It fits, with conditions" }).waitFor();
    await page.getByText("10 of 12 open purchase orders would be valid").first().waitFor();

    // A schedule, with what it means while it is typed.
    await page.getByRole("link", { name: "Schedules", exact: true }).click();
    const row = page.getByRole("row", { name: /^Poll of orders/ });
    await row.getByRole("button", { name: /^Edit/ }).click();
    const editor = page.getByRole("dialog");
    await editor.getByLabel("When").fill("every quarter moon");
    await editor.locator("[aria-invalid=true]").waitFor();
    expect(await editor.getByRole("button", { name: "Put in force" }).isDisabled()).toBe(true);
    await editor.getByLabel("When").fill("daily at 05:30");
    const times = editor.getByRole("listitem");
    await times.filter({ hasText: "05:30:00 AM" }).nth(4).waitFor();
    expect(await times.count()).toBe(5);
    expect(await violations()).toEqual([]);
    await editor.getByRole("button", { name: "Put in force" }).click();
    await row.getByText("daily at 05:30").last().waitFor();

    // The password is changed in GP: the connection is tried with the new one, then with what is stored.
    await page.getByRole("link", { name: "Links and partners" }).click();
    await page.getByRole("button", { name: "Change gp" }).click();
    await page.getByLabel("Password").fill("the-old-one");
    await page.getByRole("button", { name: "Ping", exact: true }).click();
    await seen.getByText("fail", { exact: true }).waitFor();
    await page.getByLabel("Password").fill("");
    await page.getByRole("button", { name: "Ping", exact: true }).click();
    await seen.getByText("Fabrikam, Inc.").first().waitFor();
    expect(await violations()).toEqual([]);
    await page.getByRole("button", { name: "Put in force" }).click();
    await page.getByText("gp is in force").waitFor();
    await whenLoaded(page);

    // Home tells the two systems apart.
    await page.getByRole("link", { name: "Home", exact: true }).click();
    const systems = page.getByRole("region", { name: "Systems" });
    await systems.getByText("let a fit check sign in").first().waitFor();
    expect(await systems.getByText("up", { exact: true }).count()).toBe(2);
    expect(faults).toEqual([]);
  });
});
