import { createColors } from "picocolors";
import { fitting } from "./plainText.ts";

type Colors = ReturnType<typeof createColors>;

export interface Terminal {
  /** Whether the command answers with one JSON document on stdout. */
  json: boolean;
  /** For what is printed and said. */
  colors: Colors;
  /** For what goes to stderr in any case. */
  errorColors: Colors;
  /** The command's answer. Goes to stdout. */
  print(text: string): void;
  /** The command's answer as JSON; only with `--json`, and only the first: of one that stays up, its end is told on stderr. */
  printJson(value: unknown): void;
  /** What a person reads beside the answer. Goes to stderr with `--json`, to stdout without. */
  say(text: string): void;
  /** One line that replaces itself while work goes on; nothing where stderr is no terminal. */
  progress(text: string): void;
  /** Takes the progress line away. */
  clear(): void;
}

export interface Streams {
  stdout: { write(text: string | Uint8Array): unknown; isTTY?: boolean };
  stderr: { write(text: string): unknown; isTTY?: boolean; columns?: number };
  environment: Readonly<Record<string, string | undefined>>;
}

/** Streams that have their one JSON document. */
const answered = new WeakSet<Streams>();

/** Colour only where a person looks: on a terminal, and not where NO_COLOR says otherwise. */
export function openTerminal(streams: Streams, json: boolean): Terminal {
  const { stdout, stderr, environment } = streams;
  const shown = json ? stderr : stdout;
  // An empty NO_COLOR counts as absent (no-color.org).
  const wanted = !environment.NO_COLOR && environment.TERM !== "dumb";
  const colorsOn = (stream: { isTTY?: boolean }): Colors => createColors(wanted && stream.isTTY === true);
  const live = stderr.isTTY === true && environment.TERM !== "dumb";
  let lineOpen = false;
  const clear = (): void => {
    if (lineOpen) stderr.write("\r\u001b[2K");
    lineOpen = false;
  };
  return {
    json,
    colors: colorsOn(shown),
    errorColors: colorsOn(stderr),
    print(text) {
      clear();
      if (!json) stdout.write(`${text}\n`);
    },
    printJson(value) {
      clear();
      if (json && !answered.has(streams)) stdout.write(`${JSON.stringify(value, null, 2)}\n`);
      answered.add(streams);
    },
    say(text) {
      clear();
      shown.write(`${text}\n`);
    },
    progress(text) {
      if (!live) return;
      stderr.write(`\r\u001b[2K${fitting(text, (stderr.columns ?? 80) - 1)}`);
      lineOpen = true;
    },
    clear,
  };
}
