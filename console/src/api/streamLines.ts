import { errorFrom, unreachable } from "./apiError.ts";

/** Sends a request whose answer is JSON lines, and gives each line as it comes. */
export async function* streamLines(path: string, body: object, signal: AbortSignal): AsyncGenerator<unknown> {
  const response = await fetch(path, {
    method: "POST",
    credentials: "same-origin",
    headers: { "content-type": "application/json", "x-requested-with": "ml-connector-console" },
    body: JSON.stringify(body),
    signal,
  }).catch((error: unknown) => {
    throw signal.aborted ? error : unreachable;
  });
  if (!response.ok) throw errorFrom(response.status, await response.json().catch(() => null));
  if (response.body === null) return;
  let rest = "";
  for await (const chunk of chunksOf(response.body)) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line !== "") yield JSON.parse(line);
  }
  if (rest !== "") yield JSON.parse(rest);
}

async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = stream.getReader();
  // Not at the end of a chunk: a character may be divided between two.
  const decoder = new TextDecoder();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield decoder.decode(value, { stream: true });
  }
}
