import type { PartnerOptions } from "./options.ts";

/** Sends a document as Cleo does, and again where no answer comes, or one that says "later". */
export async function pushToWebhook(
  { url = "", key, header, body, retries, retryMs }: PartnerOptions["webhook"],
  content: Buffer,
  event: Readonly<Record<string, string>>,
  pause: (ms: number) => Promise<void>,
): Promise<{ status: number; receiptId?: string }> {
  const x12 = event.format === "x12";
  const request =
    body === "event"
      ? {
          type: "application/json",
          text: JSON.stringify({ ...event, payload: content.toString("utf8") }),
          headers: {},
        }
      : {
          type: x12 ? "application/edi-x12" : "application/json",
          text: content.toString("utf8"),
          headers: { "x-event-id": event.eventId ?? "", "x-file-name": event.fileName ?? "" },
        };
  for (let attempt = 0; ; attempt++) {
    const status = await fetch(url, {
      method: "POST",
      headers: { ...request.headers, [header]: key, "content-type": request.type },
      body: request.text,
      signal: AbortSignal.timeout(30_000),
    }).then(
      async (answer) => {
        const text = await answer.text();
        const receiptId = /"receiptId":"(rcv_[a-z0-9]+)"/.exec(text)?.[1];
        return { status: answer.status, ...(receiptId !== undefined && { receiptId }) };
      },
      () => ({ status: 0 }),
    );
    const later = status.status === 0 || status.status === 429 || status.status >= 500;
    if (!later || attempt >= retries) return status;
    await pause(retryMs * 2 ** attempt);
  }
}
