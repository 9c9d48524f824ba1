import type { Page } from "playwright-core";

/** Identifiers of one of each. */
export interface Traffic {
  poll: string;
  check: string;
  /** A purchase order with its answers, and one that is blocked. */
  order: string;
  blocked: string;
  message: string;
  draft: string;
}

const webhookKey = "webhook-key-of-the-tests";

/** From an empty machine to one where everything has happened once: polled, answered, blocked, waiting for a person. */
export async function fillWithTraffic(page: Page, url: string): Promise<Traffic> {
  const call = async <Answer>(method: "GET" | "POST" | "PUT", path: string, data?: unknown): Promise<Answer> => {
    const response = await page.request.fetch(`${url}/api/${path}`, {
      method,
      headers: { "x-requested-with": "test" },
      ...(data !== undefined && { data }),
    });
    const text = await response.text();
    if (!response.ok()) throw new Error(`${method} ${path}: ${text}`);
    return (text === "" ? undefined : JSON.parse(text)) as Answer;
  };
  await call("POST", "setup", { name: "dana", password: "correct horse battery staple" });
  const { adminUrl } = await call<{ adminUrl: string }>("POST", "sandbox");
  await page.request.post(`${url}/api/checks`, {
    headers: { "x-requested-with": "test" },
    data: { link: "sandbox" },
  });
  const { checks } = await call<{ checks: { jobId: string }[] }>("GET", "checks");

  const { file } = await call<{ file: { links: Record<string, unknown>[] } }>("GET", "configuration");
  const { name: _, ...link } = file.links[0] ?? {};
  await call("PUT", "configuration/links/sandbox", {
    ...link,
    inbound: { webhook: { key: webhookKey }, targets: { "810": "purchaseInvoice" } },
  });
  await tell(adminUrl, "/partner", {
    automatic: false,
    by: "webhook",
    webhook: { url: `${url}/webhooks/cleo/sandbox/events`, key: webhookKey },
  });
  const { jobId: poll } = await call<{ jobId: string }>("POST", "links/sandbox/poll", {});
  await until(async () => {
    const { report } = await call<{ report?: { outcomes: { sent: number; waiting: number } } }>("GET", `jobs/${poll}`);
    return report !== undefined && report.outcomes.sent > 0 && report.outcomes.waiting === 0;
  });
  await tell(adminUrl, "/partner/answers", {
    purchaseOrder: "PO2075",
    answers: [
      { type: "997" },
      { type: "855", how: "changedDate" },
      { type: "856", how: "unknownItem" },
      { type: "810" },
    ],
  });
  const draft = await until(async () => {
    const { drafts } = await call<{ drafts: { id: string; state: string }[] }>("GET", "drafts");
    return drafts.find(({ state }) => state === "review")?.id;
  });
  const message = await until(async () => {
    const { messages } = await call<{ messages: { id: string; documents: { type: string; state: string }[] }[] }>(
      "GET",
      "inbox",
    );
    const settled = messages.filter(({ documents }) => documents.some(({ state }) => state !== "received"));
    return settled.length < 4 ? undefined : settled.find(({ documents }) => documents[0]?.type === "855")?.id;
  });
  const found = async (number: string): Promise<string> =>
    (await call<{ documents: { id: string }[] }>("GET", `documents/${number}`)).documents[0]?.id ?? "";
  return {
    poll,
    check: checks[0]?.jobId ?? "",
    order: await found("PO2075"),
    blocked: await found("PO2020"),
    message,
    draft,
  };
}

/** Asks until it is so; each question is a request, so that nothing is asked in a tight loop. */
async function until<Answer>(ask: () => Promise<Answer | undefined | false>): Promise<Answer> {
  for (let tries = 0; tries < 600; tries++) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("what was waited for did not happen");
}

async function tell(admin: string, path: string, body: unknown): Promise<void> {
  const response = await fetch(`${admin}${path}`, { method: "POST", body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`the sandbox refused ${path}: ${await response.text()}`);
}
