/** The body of a webhook request: bounded in size and time, whatever the sender claims or leaves out. */
import type { IncomingMessage } from "node:http";
import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";

export type ReadBody =
  | { kind: "whole"; bytes: Buffer }
  | { kind: "tooLarge" }
  /** Not all of it came in time. */
  | { kind: "tooSlow" }
  /** The sender went away. */
  | { kind: "cut" };

export interface BodyLimits {
  maxBytes: number;
  /** Milliseconds for the whole of it. */
  within: number;
}

/**
 * Reads the body. Of one that is too large the rest is read and dropped for a while, so that a sender that does not listen
 * before it has finished learns why.
 */
export async function readBody(request: IncomingMessage, { maxBytes, within }: BodyLimits): Promise<ReadBody> {
  const declared = Number(request.headers["content-length"] ?? 0);
  const mostDropped = maxBytes * 2 + 1_048_576;
  if (declared > mostDropped) return { kind: "tooLarge" };
  return new Promise((resolve) => {
    let chunks: Buffer[] = [];
    let size = 0;
    const end = (body: ReadBody): void => {
      clearTimeout(timer);
      request.removeListener("data", take);
      request.removeListener("end", finished);
      request.removeListener("close", gone);
      request.removeListener("error", gone);
      // A late error of the socket is nobody's.
      request.on("error", () => {});
      resolve(body);
    };
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      if (size <= maxBytes) chunks.push(chunk);
      else chunks = [];
      if (size > mostDropped) {
        request.pause();
        end({ kind: "tooLarge" });
      }
    };
    const finished = (): void =>
      end(size > maxBytes ? { kind: "tooLarge" } : { kind: "whole", bytes: Buffer.concat(chunks) });
    const gone = (): void => end({ kind: "cut" });
    const timer = setTimeout(() => end({ kind: size > maxBytes ? "tooLarge" : "tooSlow" }), within);
    request.on("data", take);
    request.on("end", finished);
    request.on("close", gone);
    request.on("error", gone);
  });
}

export type DecodedBody = { bytes: Buffer } | { fault: "tooLarge" } | { fault: "unreadable"; message: string };

/**
 * Takes the content encodings off, the last one first. Also recognises gzip that nothing declares. No more than `maxBytes`
 * come out, however little went in.
 */
export async function decodeBody(body: Buffer, encoding: string | undefined, maxBytes: number): Promise<DecodedBody> {
  const declared = (encoding ?? "")
    .toLowerCase()
    .split(",")
    .map((each) => each.trim())
    .filter((each) => each !== "" && each !== "identity");
  if (declared.length > 2) return { fault: "unreadable", message: "there are more than two content encodings" };
  const encodings = declared.length === 0 && body[0] === 0x1f && body[1] === 0x8b ? ["gzip"] : declared;
  let bytes = body;
  for (const each of encodings.toReversed()) {
    const decode = decoders[each];
    if (decode === undefined) {
      return { fault: "unreadable", message: `the content encoding ${JSON.stringify(each.slice(0, 30))} is not read` };
    }
    try {
      bytes = await decode(bytes, { maxOutputLength: maxBytes });
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "ERR_BUFFER_TOO_LARGE") return { fault: "tooLarge" };
      return { fault: "unreadable", message: `the ${each} encoding of the body is broken` };
    }
  }
  return { bytes };
}

const decoders: Readonly<Record<string, (body: Buffer, limit: { maxOutputLength: number }) => Promise<Buffer>>> = {
  gzip: promisify(gunzip),
  "x-gzip": promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};
