/** A decoded path inside the mailbox: `upload/850/name.x12`. */
export interface MailboxPath {
  folder: string;
  name: string;
}

/**
 * Segments of a percent-encoded path, or `undefined` where it is broken or leads outside: `..`, empty segments, separators or control
 * characters inside a segment. `autorun` is refused as well: files landing there were executed by unpatched servers.
 */
export function segmentsOf(path: string): string[] | undefined {
  const segments: string[] = [];
  for (const raw of path.split("/")) {
    if (raw === "") continue;
    const segment = decoded(raw);
    if (segment === undefined || !isSafe(segment)) return undefined;
    segments.push(segment);
  }
  return segments;
}

export function fileAt(segments: readonly string[]): MailboxPath | undefined {
  const name = segments.at(-1);
  if (name === undefined || segments.length < 2) return undefined;
  return { folder: segments.slice(0, -1).join("/"), name };
}

function isSafe(segment: string): boolean {
  return segment !== "." && segment !== ".." && segment.toLowerCase() !== "autorun" && !/[/\\\p{Cc}]/u.test(segment);
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
