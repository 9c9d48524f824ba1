/** What an administrator and an operator do now and then, by the screens alone: data, keys, numbers, replays, answers by hand. */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { temporaryDirectory } from "../temporaryDirectory.ts";
import { chromiumPath, launchChromium } from "./chromium.ts";
import { startConnector } from "./connectorProcess.ts";
import { openConsole, whenLoaded } from "./consolePage.ts";
import { answer, fillWithTraffic, webhookKey } from "./traffic.ts";

/** Takes what is posted to it. */
async function receiver() {
  const signatures: unknown[] = [];
  const server = createServer((request, response) => {
    signatures.push(request.headers["x-ml-connector-signature"]);
    request.resume().on("end", () => response.writeHead(204).end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/connector`, signatures };
}

if (chromiumPath === undefined)
  process.stderr.write("SKIPPED: the console's browser tests need Chromium (apt-get install chromium)\n");

describe.skipIf(chromiumPath === undefined)("with everything running", { timeout: 240_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  test("backup, terms, key, numbers, webhook page, report, folders, a replay of all that is blocked, answers by hand, and the end of a link", async () => {
    const connector = await startConnector(join(await temporaryDirectory(), "data"));
    onTestFinished(connector.stop);
    const { page, faults, violations, close } = await openConsole(browser, connector.url);
    onTestFinished(close);
    const traffic = await fillWithTraffic(page, connector.url);
    const visit = async (path: string): Promise<void> => {
      await page.goto(`${connector.url}/${path}`);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await whenLoaded(page);
    };
    const dialog = page.getByRole("dialog");
    const closed = (name: string) => page.getByRole("dialog", { name, exact: true }).waitFor({ state: "detached" });

    await visit("settings?tab=data");
    await page.getByRole("button", { name: "Take a backup" }).click();
    const backup = page.getByRole("link", { name: /^Download ml-connector-.*\.backup$/ });
    await backup.waitFor();
    const bytes = await (await page.request.get(`${connector.url}${await backup.getAttribute("href")}`)).body();
    expect(bytes.length).toBeGreaterThan(10_000);
    await page.getByRole("button", { name: "Move ahead the interchange of ZZ:PARTNER" }).click();
    await dialog.getByLabel("Next number").fill("500");
    await dialog.getByLabel("Reason").fill("the partner has seen 499");
    expect(await violations()).toEqual([]);
    await dialog.getByRole("button", { name: "Move ahead" }).click();
    await page.getByText("The next number is 500").waitFor();
    await page.getByRole("button", { name: "Archive and let go" }).click();
    await dialog.getByText("Nothing is older than its term at the moment.").waitFor();
    expect(await dialog.getByRole("button", { name: "Archive and let go" }).isDisabled()).toBe(true);
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "Terms and schedule" }).click();
    await dialog.getByLabel("Reading days").fill("90");
    await dialog.getByLabel("Schedule").fill("daily at 04:00");
    expect(await violations()).toEqual([]);
    await dialog.getByRole("button", { name: "Put in force" }).click();
    await page.getByText("daily at 04:00").waitFor();
    await page.getByRole("button", { name: "Change the key" }).click();
    await dialog.getByRole("button", { name: "Change the key" }).click();
    await page.getByText(/secrets lie under the new key/).waitFor();

    await page.getByRole("tab", { name: "Webhook" }).click();
    await page.getByLabel("How Cleo reaches this server").fill("https://connector.example.com");
    await page.getByText("https://connector.example.com/webhooks/cleo/sandbox/events", { exact: true }).waitFor();
    expect(await page.content()).not.toContain(webhookKey);
    expect(await violations()).toEqual([]);

    // A receiver of the site's own: its address and key go in, and stay when the channel is changed.
    const taken = await receiver();
    await page.getByRole("tab", { name: "Messages" }).click();
    await page.getByText("Nobody is told of anything").waitFor();
    await page.getByRole("button", { name: "Add a channel" }).click();
    await dialog.getByLabel("Name").fill("warehouse");
    await dialog.getByLabel("Webhook").check();
    await dialog.getByLabel("Address to post to").fill(taken.url);
    await dialog.getByLabel("Signing key").fill("a-key-that-signs");
    expect(await violations()).toEqual([]);
    await dialog.getByRole("button", { name: "Put in force" }).click();
    await closed("Add a channel");
    await page.getByRole("button", { name: "Edit warehouse" }).click();
    await dialog.getByLabel("Goods are announced (856)").check();
    await dialog.getByRole("button", { name: "Put in force" }).click();
    await closed("Channel warehouse");
    await page.getByText("Goods are announced (856)").waitFor();
    await page.getByRole("button", { name: "Test warehouse" }).click();
    await page.getByText("The other side took the test message of warehouse").waitFor();
    // What goes wrong meanwhile is told as well.
    expect(taken.signatures.length).toBeGreaterThan(0);
    for (const signature of taken.signatures) expect(signature).toMatch(/^sha256=[0-9a-f]{64}$/);
    expect(await page.content()).not.toContain(taken.url);
    await page.getByRole("button", { name: "Mail server" }).click();
    await dialog.getByLabel("Host").fill("smtp.corp.contoso.test");
    await dialog.getByLabel("From").fill("connector@corp.contoso.test");
    expect(await violations()).toEqual([]);
    await dialog.getByRole("button", { name: "Put in force" }).click();
    await closed("Mail server");

    await visit(`check/${traffic.check}`);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Download the report" }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^fit-check-sandbox-.*\.html$/);
    const report = await readFile(await download.path(), "utf8");
    expect(report).toContain("10 of 12");
    expect(report).not.toContain("Sandbox-Pa55!");

    // The secrets open under the new key: folders are read with them.
    await visit("inbox");
    await page.getByRole("button", { name: "Read folders now" }).click();
    await dialog.getByRole("button", { name: "Read the folders" }).click();
    await page.getByRole("heading", { name: "Reading of folders of sandbox" }).waitFor();
    await page.getByText("succeeded").first().waitFor();

    await visit("documents?state=blocked");
    await page.getByRole("button", { name: "Replay all of these" }).click();
    await dialog.getByText("2 documents are replayed.").waitFor();
    expect(await violations()).toEqual([]);
    await dialog.getByRole("button", { name: "Replay 2 documents" }).click();
    await page.getByRole("heading", { name: "Replay of sandbox" }).waitFor();
    await page.getByText("succeeded").first().waitFor();

    // A confirmation of a line that was never ordered: matched once, and once settled by hand.
    for (const how of ["match", "settle"] as const) {
      const order = how === "match" ? "PO2074" : "PO2073";
      await answer(page, connector.url, { purchaseOrder: order, answers: [{ type: "855", how: "unknownItem" }] });
      await visit(`inbox?order=${order}&type=855&state=review`);
      await page.locator("[data-row-link]").first().waitFor();
      await page.locator("[data-row-link]").first().click();
      const match = page.getByRole("region", { name: "Lines that match none of the order" });
      await match.waitFor();
      expect(await violations()).toEqual([]);
      if (how === "match") {
        for (const line of await match.getByRole("combobox").all()) await line.selectOption("none");
        await match.getByRole("button", { name: "Match them" }).click();
      } else {
        await page.getByRole("button", { name: "Settle" }).click();
        await dialog.getByLabel("It was done by hand").check();
        await dialog.getByLabel("Reason").fill("agreed by telephone");
        await dialog.getByRole("button", { name: "Settle" }).click();
      }
      await page.getByText("done", { exact: true }).first().waitFor();
    }

    // What would be carried out again is told before.
    await page.keyboard.press("r");
    await dialog
      .getByRole("list", { name: "Plan" })
      .getByText(/only with a reason/)
      .waitFor();
    expect(await dialog.getByRole("button", { name: "Carry out again" }).isDisabled()).toBe(true);

    // The sandbox goes: what waits has to be left on purpose, then the connections that nothing uses.
    await visit("links/sandbox");
    await page.getByRole("button", { name: "Remove" }).click();
    await dialog.getByText("2 files").waitFor();
    const remove = dialog.getByRole("button", { name: "Remove" });
    expect(await remove.isDisabled()).toBe(true);
    expect(await violations()).toEqual([]);
    await dialog.getByLabel("Leave undone what waits").check();
    await remove.click();
    await page.getByText("sandbox is removed").waitFor();
    for (const connection of ["GP sandbox", "Cleo sandbox"]) {
      await page.getByRole("button", { name: `Remove ${connection}` }).click();
      await remove.click();
      await page.getByRole("button", { name: `Remove ${connection}` }).waitFor({ state: "detached" });
    }
    await visit("");
    await page.getByText("Nothing is connected yet").waitFor();
    await visit("documents?state=blocked");
    await page.getByText("2 documents on this page").waitFor();
    expect(faults).toEqual([]);
  });
});
