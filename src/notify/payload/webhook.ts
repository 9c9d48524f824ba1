import type { Message } from "../message.ts";

/** What a webhook channel gets; the shape is part of the documentation for receivers. */
export function webhookPayload({ id, event, at, link, subject, title, text, facts, consoleUrl }: Message): object {
  return {
    id,
    event,
    at: at.toISOString(),
    link,
    subject,
    title,
    text,
    facts: Object.fromEntries(facts),
    ...(consoleUrl !== undefined && { consoleUrl }),
  };
}
