import { randomInt } from "node:crypto";
import { ConnectorError } from "../../errors/connectorError.ts";

const shortest = 12;
const longest = 256;

/**
 * Length is what makes a password hard to guess (NIST SP 800-63B); rules about kinds of characters are not imposed.
 *
 * @throws {ConnectorError} PASSWORD_WEAK
 */
export function checkPassword(password: string, userName: string): void {
  const letters = [...password];
  const fault =
    letters.length < shortest
      ? `has ${letters.length} characters, and needs at least ${shortest}`
      : letters.length > longest
        ? `is longer than ${longest} characters`
        : new Set(letters).size < 5
          ? "repeats the same few characters"
          : password.toLowerCase().includes(userName.toLowerCase())
            ? "contains the user name"
            : undefined;
  if (fault !== undefined) throw new ConnectorError("PASSWORD_WEAK", `the password ${fault}`);
}

// Without characters that are taken for each other when read out.
const alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

/** A password to be handed over once and changed at the first sign-in: 20 characters, 99 bits. */
export function temporaryPassword(): string {
  const groups = Array.from({ length: 4 }, () =>
    Array.from({ length: 5 }, () => alphabet[randomInt(alphabet.length)]).join(""),
  );
  return groups.join("-");
}
