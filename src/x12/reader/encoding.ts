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

/**
 * Text whose characters are bytes, as it reads in an encoding; as it is where its bytes are none in it. For messages and
 * for counting characters: what is data goes through {@link decoderFor}, which throws.
 */
export function readAs(decode: Decode | undefined, bytes: string): string {
  if (decode === undefined) return bytes;
  try {
    return decode(Buffer.from(bytes, "latin1"));
  } catch {
    return bytes;
  }
}

/** Characters of a text, of which one outside the basic plane is two units of JavaScript. */
export function charactersIn(text: string): number {
  let count = text.length;
  for (let i = 1; i < text.length; i++) {
    if (text.charCodeAt(i) >> 10 === 0x37 && text.charCodeAt(i - 1) >> 10 === 0x36) count--;
  }
  return count;
}

function undecodable(encoding: Encoding): X12Error {
  return new X12Error("undecodable", `The element holds bytes that are not ${encoding} text`);
}
