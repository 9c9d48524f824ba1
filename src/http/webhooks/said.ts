import type { EventFields } from "../../documents/received/event.ts";

/** Headers by which a flow can say the same as the JSON event does, beside a bare body. */
const eventHeaders = {
  "x-event-id": "eventId",
  "x-document-type": "documentType",
  "x-partner-id": "partnerId",
  "x-po-number": "poNumber",
  "x-file-name": "fileName",
} as const satisfies Record<string, keyof EventFields>;

/** What the headers of a request tell about its content. */
export function saidIn(headers: Readonly<Record<string, string | string[] | undefined>>): {
  event: EventFields;
  metadata: Readonly<Record<string, string>>;
} {
  const event: EventFields = {};
  for (const [header, name] of Object.entries(eventHeaders)) {
    const value = textOf(headers[header]);
    if (value !== undefined) event[name as "eventId"] = value;
  }
  const named = /filename="?([^";]{1,260})"?/i.exec(textOf(headers["content-disposition"]) ?? "")?.[1];
  if (event.fileName === undefined && named !== undefined) event.fileName = named;
  const job = textOf(headers["x-cleo-job-id"]);
  return { event, metadata: job === undefined ? {} : { cleoJob: job } };
}

function textOf(value: string | string[] | undefined): string | undefined {
  const text = (Array.isArray(value) ? value[0] : value)?.trim().slice(0, 200);
  return text === "" ? undefined : text;
}
