import { X12Error } from "../x12Error.ts";
import type { Decode } from "./segment.ts";
import { latin1 } from "./separators.ts";

/** Encodings that partners send. One byte is one character in all but UTF-8. */
export type Encoding = "ascii" | "latin1" | "windows-1252" | "utf-8";

/**
 * How element bytes become text in an encoding. Bytes that it does not have throw `undecodable` and never become a
 * replacement character. For latin1, which has them all, there is nothing to check and nothing is returned.
 */
export function decoderFor(encoding: Encoding): Decode | undefined {
  if (encoding === "latin1") return undefined;
  if (encoding === "ascii") {
    return (bytes) => {
      for (const byte of bytes) if (byte > 0x7f) throw undecodable(encoding);
      return latin1(bytes, 0, bytes.length);
    };
  }
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  return (bytes) => {
    try {
      return decoder.decode(bytes);
    } catch {
      throw undecodable(encoding);
    }
  };
}

function undecodable(encoding: Encoding): X12Error {
  return new X12Error("undecodable", `The element holds bytes that are not ${encoding} text`);
}
