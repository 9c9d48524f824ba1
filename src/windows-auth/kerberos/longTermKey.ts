/** The key that user and KDC have in common: from the password, by the KDC's recipe, or from a keytab. */
import { WindowsAuthError } from "../error.ts";
import { type EncryptionKey, type EncryptionType, encryptionKey } from "./encryption.ts";
import type { KeyRecipe } from "./kdcMessages.ts";
import type { KeytabEntry } from "./keytab.ts";

export interface LongTermKeys {
  /** @throws WindowsAuthError if no recipe can be followed */
  choose(recipes: readonly KeyRecipe[], allowed: readonly EncryptionType[]): Promise<EncryptionKey>;
}

export const passwordKeys = (password: string, user: string): LongTermKeys => ({
  async choose(recipes, allowed) {
    for (const type of allowed) {
      const recipe = recipes.find(({ encryptionType }) => encryptionType === type.id);
      // The salt is never guessed: only the KDC knows under which name the key was made.
      if (recipe === undefined) continue;
      return { type, value: await type.stringToKey(password, recipe.salt ?? "", recipe.parameters) };
    }
    throw noCommonType(user, recipes);
  },
});

export const keytabKeys = (entries: readonly KeytabEntry[], user: string): LongTermKeys => ({
  async choose(recipes, allowed) {
    for (const type of allowed) {
      if (!recipes.some(({ encryptionType }) => encryptionType === type.id)) continue;
      const [newest] = entries
        .filter(({ encryptionType }) => encryptionType === type.id)
        .toSorted((left, right) => right.version - left.version);
      if (newest !== undefined) return encryptionKey(type.id, newest.key);
    }
    throw noCommonType(user, recipes);
  },
});

function noCommonType(user: string, recipes: readonly KeyRecipe[]): WindowsAuthError {
  const offered = recipes.map(({ encryptionType }) => encryptionType).join(", ") || "none";
  return new WindowsAuthError(
    "KERBEROS_NO_COMMON_ENCRYPTION",
    `the domain has keys of ${user} of the encryption types ${offered}, and none of these is allowed and at hand here`,
    { leg: "kdc", scheme: "kerberos" },
  );
}

/**
 * The entries of one principal: the one named, or the only one in the file.
 *
 * @throws WindowsAuthError `CREDENTIALS_UNAVAILABLE`
 */
export function keytabPrincipal(
  entries: readonly KeytabEntry[],
  user: string,
): { readonly entries: readonly KeytabEntry[]; readonly realm: string; readonly user: string } {
  const nameOf = ({ components }: KeytabEntry) => components.join("/");
  const names = new Set(entries.map((entry) => `${nameOf(entry)}@${entry.realm}`.toLowerCase()));
  const wanted = user.toLowerCase();
  const matching = entries.filter((entry) => {
    const name = nameOf(entry).toLowerCase();
    return name === wanted || `${name}@${entry.realm.toLowerCase()}` === wanted;
  });
  const chosen = matching.length > 0 ? matching : names.size === 1 ? entries : [];
  const [first] = chosen;
  if (first === undefined) {
    throw new WindowsAuthError("CREDENTIALS_UNAVAILABLE", `the keytab has no entry for ${user}`, {
      scheme: "kerberos",
    });
  }
  return { entries: chosen, realm: first.realm, user: nameOf(first) };
}
