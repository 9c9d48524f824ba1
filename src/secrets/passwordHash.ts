/**
 * Passwords of the connector's own users: kept as argon2id hashes (RFC 9106) in the PHC string form, so that a stolen
 * table gives no password away and the cost can be raised later.
 */
import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

interface Cost {
  /** KiB. */
  memory: number;
  passes: number;
  parallelism: number;
}

/** The least that OWASP's password storage sheet takes for argon2id. */
const cost: Cost = { memory: 19_456, passes: 2, parallelism: 1 };

const derive = promisify(argon2);
const form = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,3})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{32,128})$/;

/** `$argon2id$v=19$m=...,t=...,p=...$salt$hash` of a password, with a salt of its own. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await hashOf(password, salt, 32, cost);
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${unpadded(salt)}$${unpadded(hash)}`;
}

/**
 * Whether a password is the one that was hashed.
 *
 * @param stored `undefined` where there is no such user: the answer is no, and takes as long, so that nobody learns from
 *   the time which names exist
 */
export async function verifyPassword(password: string, stored: string | undefined): Promise<boolean> {
  const parts = form.exec(stored ?? "");
  if (parts === null) {
    await hashOf(password, randomBytes(16), 32, cost);
    return false;
  }
  const [, memory, passes, parallelism, salt = "", hash = ""] = parts;
  const expected = Buffer.from(hash, "base64");
  const given = await hashOf(password, Buffer.from(salt, "base64"), expected.length, {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
  });
  return timingSafeEqual(given, expected);
}

/** The same characters, however a keyboard composed them, are the same password. */
function hashOf(password: string, nonce: Buffer, tagLength: number, settings: Cost): Promise<Buffer> {
  return derive("argon2id", { message: password.normalize("NFKC"), nonce, tagLength, ...settings });
}

function unpadded(bytes: Buffer): string {
  return bytes.toString("base64").replace(/=+$/, "");
}
