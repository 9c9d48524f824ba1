import type { Message } from "../message.ts";

/**
 * A message for an incoming webhook of Slack, and of what understands the same form (Mattermost, Rocket.Chat).
 *
 * Values come from other systems: every text is escaped or plain, so that nobody is mentioned and no link is made by an
 * order's comment. Slack takes headers of 150 characters and sections of 3,000.
 */
export function slackPayload({ title, text, facts, consoleUrl }: Message): object {
  const section = (mrkdwn: string) => ({ type: "section", text: { type: "mrkdwn", text: mrkdwn.slice(0, 3_000) } });
  const lines = facts.map(([name, value]) => `*${escaped(name)}:* ${escaped(value)}`).join("\n");
  return {
    text: escaped(title),
    blocks: [
      { type: "header", text: { type: "plain_text", text: title.slice(0, 150), emoji: false } },
      ...(text === "" ? [] : [section(escaped(text))]),
      ...(lines === "" ? [] : [section(lines)]),
      ...(consoleUrl === undefined ? [] : [section(escaped(consoleUrl))]),
    ],
  };
}

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
