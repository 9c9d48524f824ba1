/**
 * The frames of a backup, before compression: one byte of kind, four bytes of length (big-endian), then the payload. Every
 * frame runs into one SHA-256; the last frame carries it, so that a file that was cut off or changed shows.
 */
import { createHash } from "node:crypto";
import { ConnectorError } from "../../errors/connectorError.ts";

const kinds = { H: "header", T: "table", D: "data", E: "end", Z: "complete" } as const;
type Letter = keyof typeof kinds;
export type FrameKind = (typeof kinds)[Letter];

export interface Frame {
  kind: FrameKind;
  payload: Buffer;
}

/** A table's rows come in many frames, so that none is large; more than this is no frame of ours. */
const largestPayload = 16 * 1024 * 1024;

export function unreadable(why: string): ConnectorError {
  return new ConnectorError("BACKUP_UNREADABLE", `the backup cannot be read: ${why}`);
}

/** Writes frames; {@link FrameWriter.complete} ends them. */
export class FrameWriter {
  readonly #hash = createHash("sha256");

  frame(kind: Exclude<FrameKind, "complete">, payload: Buffer | object): Buffer {
    const bytes = this.#encode(kind, payload);
    this.#hash.update(bytes);
    return bytes;
  }

  /** @returns the last frame, and the checksum of the whole */
  complete(content: object): { bytes: Buffer; sha256: string } {
    const sha256 = this.#hash.digest("hex");
    return { bytes: this.#encode("complete", { ...content, sha256 }), sha256 };
  }

  #encode(kind: FrameKind, payload: Buffer | object): Buffer {
    const body = Buffer.isBuffer(payload) ? payload : Buffer.from(JSON.stringify(payload));
    const head = Buffer.alloc(5);
    head.write(letterOf(kind), "latin1");
    head.writeUInt32BE(body.length, 1);
    return Buffer.concat([head, body]);
  }
}

function letterOf(kind: FrameKind): string {
  return Object.entries(kinds).find(([, name]) => name === kind)?.[0] ?? "";
}

/**
 * Reads frames and proves the checksum at the end.
 *
 * @throws {ConnectorError} BACKUP_UNREADABLE as soon as something is wrong; at the latest behind the last frame
 */
export async function* readFrames(source: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  const hash = createHash("sha256");
  let rest: Buffer = Buffer.alloc(0);
  let complete = false;
  for await (const chunk of source) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (;;) {
      if (rest.length < 5) break;
      const kind = kinds[rest.toString("latin1", 0, 1) as Letter];
      const length = rest.readUInt32BE(1);
      if (kind === undefined || length > largestPayload || complete) throw unreadable("it holds what no backup holds");
      if (rest.length < 5 + length) break;
      const payload = rest.subarray(5, 5 + length);
      if (kind === "complete") {
        const { sha256 } = frameJson({ kind, payload }) as { sha256?: string };
        if (sha256 !== hash.digest("hex")) throw unreadable("its checksum does not fit its content");
        complete = true;
      } else hash.update(rest.subarray(0, 5 + length));
      yield { kind, payload };
      rest = rest.subarray(5 + length);
    }
  }
  if (!complete || rest.length > 0) throw unreadable("it is not complete");
}

export function frameJson({ payload }: Frame): unknown {
  try {
    return JSON.parse(payload.toString("utf8"));
  } catch {
    throw unreadable("a part of it is not what it should be");
  }
}
