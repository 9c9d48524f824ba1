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

export const webhookKey = "webhook-key-of-the-tests";

/** From an empty machine to one where everything has happened once: polled, answered, blocked, waiting for a person. */
export async function fillWithTraffic(page: Page, url: string): Promise<Traffic> {
  const call = callerOf(page, url);
  await call("POST", "setup", { name: "dana", password: "correct horse battery staple" });
  await call("POST", "sandbox");
  await page.request.post(`${url}/api/checks`, {
    headers: { "x-requested-with": "test" },
    data: { link: "sandbox" },
  });
  const { checks } = await call<{ checks: { jobId: string }[] }>("GET", "checks");
  const { jobId: poll } = await call<{ jobId: string }>("POST", "links/sandbox/poll", {});
  await until(async () => {
    const { report } = await call<{ report?: { outcomes: { sent: number; waiting: number } } }>("GET", `jobs/${poll}`);
    return report !== undefined && report.outcomes.sent > 0 && report.outcomes.waiting === 0;
  });
  const answered = await answerAnOrder(page, url);
  const found = async (number: string): Promise<string> =>
    (await call<{ documents: { id: string }[] }>("GET", `documents/${number}`)).documents[0]?.id ?? "";
  return {
    poll,
    check: checks[0]?.jobId ?? "",
    order: await found("PO2075"),
    blocked: await found("PO2020"),
    ...answered,
  };
}

/** The partner answers PO2075 by webhook: acknowledged, confirmed with another date, shipped with a strange line, invoiced. */
export async function answerAnOrder(page: Page, url: string): Promise<Pick<Traffic, "message" | "draft">> {
  const call = callerOf(page, url);
  const { running } = await call<{ running: { adminUrl: string } }>("GET", "sandbox");
  const { file } = await call<{ file: { links: LinkEntry[] } }>("GET", "configuration");
  const { name: _, partners, ...link } = file.links.find(({ name }) => name === "sandbox") ?? {};
  await call("PUT", "configuration/links/sandbox", {
    ...link,
    partners: { ...partners, ACETRAVE0001: { ...partners?.ACETRAVE0001, send997: { folder: "upload/997" } } },
    inbound: {
      webhook: { key: webhookKey },
      poll: { folder: "download", schedule: "manual" },
      targets: { "810": "purchaseInvoice" },
    },
  });
  await tell(running.adminUrl, "/partner", {
    automatic: false,
    by: "webhook",
    webhook: { url: `${url}/webhooks/cleo/sandbox/events`, key: webhookKey },
  });
  await answer(page, url, {
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
  return { message, draft };
}

/** The sandbox's partner sends answers to an order that it has. */
export async function answer(
  page: Page,
  url: string,
  body: { purchaseOrder: string; answers: readonly { type: string; how?: string }[] },
): Promise<void> {
  const { running } = await callerOf(page, url)<{ running: { adminUrl: string } }>("GET", "sandbox");
  await tell(running.adminUrl, "/partner/answers", body);
}

/** Sends orders again whose uploads break off on the way, so that nobody knows whether they arrived. @returns their documents */
export async function leaveInDoubt(page: Page, url: string, orders: readonly string[]): Promise<string[]> {
  const call = callerOf(page, url);
  const { running } = await call<{ running: { adminUrl: string } }>("GET", "sandbox");
  const effect = { kind: "resetMidBody" };
  await tell(running.adminUrl, "/faults", { target: "cleo.upload", times: orders.length, effect });
  await call("POST", "replays", { ids: orders, mode: "rerender", reason: "to be lost on the way" });
  return until(async () => {
    const { documents } = await call<{ documents: { id: string; key: string }[] }>("GET", "documents?state=inDoubt");
    const ids = orders.map((order) => documents.find(({ key }) => key === order)?.id);
    return ids.every((id) => id !== undefined) && ids;
  });
}

type LinkEntry = { name?: string; partners?: Record<string, object> } & Record<string, unknown>;

type Call = <Answer>(method: "GET" | "POST" | "PUT", path: string, data?: unknown) => Promise<Answer>;

/** The API with the session of the page. */
function callerOf(page: Page, url: string): Call {
  return async <Answer>(method: string, path: string, data?: unknown): Promise<Answer> => {
    const response = await page.request.fetch(`${url}/api/${path}`, {
      method,
      headers: { "x-requested-with": "test" },
      ...(data !== undefined && { data }),
    });
    const text = await response.text();
    if (!response.ok()) throw new Error(`${method} ${path}: ${text}`);
    return (text === "" ? undefined : JSON.parse(text)) as Answer;
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
