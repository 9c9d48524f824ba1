import { createHash, createHmac, randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { isWindowsAuthError, WindowsAuthError } from "./error.ts";
import type { WindowsCredentials } from "./options.ts";

/** The secrets of one logon. They live as long as the logon; what is remembered is the fingerprint. */
export interface Secrets {
  /** Tells whether these are the secrets of an earlier logon; useless outside of this process. */
  readonly fingerprint: string;
  readonly keytab: Buffer | undefined;
  readonly password: string;
}

const processKey = randomBytes(32);

/** Asks the password provider and reads the keytab, so that a change takes effect. @throws WindowsAuthError `CREDENTIALS_UNAVAILABLE` */
export async function currentSecrets({ keytab, password }: WindowsCredentials): Promise<Secrets> {
  const text = typeof password === "function" ? await ask(password) : (password ?? "");
  const keys = typeof keytab === "string" ? await readKeytab(keytab) : keytab && Buffer.from(keytab);
  const fingerprint = createHmac("sha256", processKey)
    .update(createHash("sha256").update(text).digest())
    .update(keys ?? "")
    .digest("base64");
  return { fingerprint, keytab: keys, password: text };
}

async function ask(provider: () => string | Promise<string>): Promise<string> {
  try {
    const password = await provider();
    if (typeof password === "string") return password;
  } catch (error) {
    if (isWindowsAuthError(error)) throw error;
    throw new WindowsAuthError("CREDENTIALS_UNAVAILABLE", "the password could not be obtained", { cause: error });
  }
  throw new WindowsAuthError("CREDENTIALS_UNAVAILABLE", "the password provider returned no text");
}

async function readKeytab(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new WindowsAuthError("CREDENTIALS_UNAVAILABLE", `the keytab ${path} cannot be read`, { cause: error });
  }
}
