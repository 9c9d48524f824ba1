/** What a partner sends back, decided by a person in a real browser: from the ship notice to the receipt and invoice in GP. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { temporaryDirectory } from "../temporaryDirectory.ts";
import { chromiumPath, launchChromium } from "./chromium.ts";
import { startConnector } from "./connectorProcess.ts";
import { openConsole, whenLoaded } from "./consolePage.ts";

const webhookKey = "webhook-key-of-the-tests";
const recordings = join(import.meta.dirname, "../../coverage/console");

if (chromiumPath === undefined)
  process.stderr.write("SKIPPED: the console's browser tests need Chromium (apt-get install chromium)\n");

describe.skipIf(chromiumPath === undefined)("what a partner sends back", { timeout: 240_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
    mkdirSync(recordings, { recursive: true });
  });
  afterAll(() => browser?.close());

  test("waits as a draft, has its lines matched and is approved, and is then in GP, unposted", async () => {
    const connector = await startConnector(join(await temporaryDirectory(), "data"));
    onTestFinished(connector.stop);
    const { page, faults, violations, close } = await openConsole(browser, connector.url, {
      trace: join(recordings, "answeredOrder.zip"),
    });
    onTestFinished(close);

    await page.goto(connector.url);
    await page.getByLabel("User name").fill("dana");
    await page.getByLabel("Password").fill("correct horse battery staple");
    await page.getByRole("button", { name: "Create the administrator" }).click();
    await page.getByRole("link", { name: "Connect your systems" }).click();
    await page.getByRole("button", { name: "Try with the sandbox" }).click();
    await page.getByRole("heading", { name: "It fits, with conditions" }).waitFor();
    const { running } = await (await page.request.get(`${connector.url}/api/sandbox`)).json();
    await takeWebhooks(page, connector.url);
    await tell(running.adminUrl, "/partner", {
      automatic: false,
      by: "webhook",
      webhook: { url: `${connector.url}/webhooks/cleo/sandbox/events`, key: webhookKey },
    });
    await page.getByRole("link", { name: "Runs", exact: true }).click();
    await page.getByRole("button", { name: "Run now" }).click();
    await page.getByRole("button", { name: "Poll", exact: true }).click();
    await page.getByText("The outcomes add up to the 35 records that were read.").waitFor();
    await page.getByText("succeeded").first().waitFor();
    // What a change of a partner's settings would do to an order, before it is in force.
    await page.goto(`${connector.url}/links/sandbox`);
    const order = page.getByLabel("Try it on an order").first();
    await order.fill("PO2075");
    await order.press("Enter");
    await page
      .getByText(/Interchange 000000001/)
      .first()
      .waitFor();
    expect(await violations()).toEqual([]);

    // A shipment of something that was never ordered, and the invoice of what was.
    await tell(running.adminUrl, "/partner/answers", {
      purchaseOrder: "PO2075",
      answers: [{ type: "856", how: "unknownItem" }, { type: "810" }],
    });

    await page.getByRole("link", { name: "Inbox", exact: true }).click();
    await page.getByRole("row", { name: /856/ }).first().waitFor();
    await whenLoaded(page);
    expect(await violations()).toEqual([]);
    await page.getByRole("link", { name: "Drafts to decide" }).click();
    await page.getByRole("link", { name: /receipt/i }).waitFor();
    expect(await violations()).toEqual([]);
    await page.getByRole("link", { name: /receipt/i }).click();

    // The line is told, and nothing else is in the way of it.
    const approve = page.getByRole("button", { name: "Approve" });
    await approve.waitFor();
    expect(await approve.isDisabled()).toBe(true);
    expect(await violations()).toEqual([]);
    const match = page.getByRole("region", { name: "Lines that match none of the order" });
    await match.getByRole("combobox").first().selectOption("1");
    await match.getByRole("button", { name: "Match them" }).click();
    await page.getByRole("heading", { level: 1 }).locator("..").getByText("created in GP", { exact: true }).waitFor();
    expect(await draftsIn(running.adminUrl)).toMatchObject([{ kind: "PurchaseReceipts", state: "Work" }]);

    // The invoice waited for the goods; by default a person has the last word on it.
    await page.goto(`${connector.url}/drafts?order=PO2075`);
    await page.getByRole("link", { name: /invoice/i }).click();
    await approve.waitFor();
    expect(await violations()).toEqual([]);
    await page.getByLabel("Reason").fill("as agreed with the vendor");
    await approve.click();
    await page.getByRole("heading", { level: 1 }).locator("..").getByText("created in GP", { exact: true }).waitFor();
    expect(await draftsIn(running.adminUrl)).toMatchObject([{ state: "Work" }, { state: "Work" }]);

    await page.getByRole("link", { name: "Schedules", exact: true }).click();
    await page.getByText("Next five times").waitFor();
    await whenLoaded(page);
    expect(await violations()).toEqual([]);
    expect(faults).toEqual([]);
  });
});

/** Cleo pushes answers, so that nobody waits for the next reading of a folder. */
async function takeWebhooks(page: Page, url: string): Promise<void> {
  const { file } = await (await page.request.get(`${url}/api/configuration`)).json();
  const link = file.links.find(({ name }: { name: string }) => name === "sandbox");
  const { name: _, ...entry } = link;
  const inbound = { webhook: { key: webhookKey }, targets: { "810": "purchaseInvoice" } };
  const response = await page.request.put(`${url}/api/configuration/links/sandbox`, {
    headers: { "x-requested-with": "test" },
    data: { ...entry, inbound },
  });
  if (!response.ok()) throw new Error(await response.text());
}

async function tell(admin: string, path: string, body: unknown): Promise<void> {
  const response = await fetch(`${admin}${path}`, { method: "POST", body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`the sandbox refused ${path}: ${await response.text()}`);
}

/** Which unposted documents GP has. */
async function draftsIn(admin: string): Promise<unknown[]> {
  const { drafts } = (await (await fetch(`${admin}/gp/drafts`)).json()) as { drafts: unknown[] };
  return drafts;
}
