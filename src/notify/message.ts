/** A message to people, free of secrets. */
export interface Message {
  /** Stays the same when the message is sent again. */
  id: string;
  event: string;
  at: Date;
  link: string | null;
  /** Document, delivery or alert that it is about. */
  subject: string | null;
  /** One line. */
  title: string;
  text: string;
  /** Names and values, in the order in which they are shown. */
  facts: readonly (readonly [name: string, value: string])[];
  /** Where people reach the console. */
  consoleUrl?: string;
}

/** Someone that takes messages. */
export interface Channel {
  name: string;
  /** Resolves when the other side has taken it. Throws a ConnectorError `NOTIFY_*`. */
  send(message: Message): Promise<void>;
  close(): Promise<void>;
}

/** The body of a mail. */
export function plainBody({ text, facts, consoleUrl }: Message): string {
  const width = Math.max(0, ...facts.map(([name]) => name.length));
  const lines = facts.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
  return [text, lines.join("\n"), ...(consoleUrl === undefined ? [] : [consoleUrl])]
    .filter((part) => part !== "")
    .join("\n\n");
}
