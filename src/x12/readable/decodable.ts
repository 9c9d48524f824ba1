import type { Encoding } from "../reader/encoding.ts";
import { X12Error } from "../x12Error.ts";

/**
 * Reads in the partner's encoding, and all of it again as latin1 where some bytes are none in it: a look into a file
 * must show what is there. Validation tells that the bytes are wrong.
 */
export function decodable<T>(encoding: Encoding, read: (encoding: Encoding) => T): T {
  try {
    return read(encoding);
  } catch (error) {
    if (error instanceof X12Error && error.code === "undecodable") return read("latin1");
    throw error;
  }
}
