import type { Message } from "../message.ts";

/**
 * A message for a Teams workflow "when a Teams webhook request is received": an Adaptive Card.
 *
 * Rich text runs are shown as they are; the other text elements of a card read Markdown, which an order's comment could
 * then write.
 */
export function teamsPayload({ title, text, facts, consoleUrl }: Message): object {
  const run = (words: string, style: object = {}) => ({ type: "TextRun", text: words, ...style });
  const paragraph = (...inlines: object[]) => ({ type: "RichTextBlock", inlines });
  return {
    type: "message",
    attachments: [
      {
        contentType: "application/vnd.microsoft.card.adaptive",
        content: {
          $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
          type: "AdaptiveCard",
          version: "1.4",
          fallbackText: title,
          body: [
            paragraph(run(title, { weight: "Bolder", size: "Medium" })),
            ...text
              .split("\n")
              .filter((line) => line !== "")
              .map((line) => paragraph(run(line))),
            ...facts.map(([name, value]) => paragraph(run(`${name}: `, { weight: "Bolder" }), run(value))),
          ],
          ...(consoleUrl !== undefined && {
            actions: [{ type: "Action.OpenUrl", title: "Open the console", url: consoleUrl }],
          }),
        },
      },
    ],
  };
}
