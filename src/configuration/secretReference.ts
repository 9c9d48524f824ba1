/**
 * A secret in the configuration is only a reference: its name in the vault and the environment variable it came from.
 * The text travels beside the configuration and never inside it (Invariant 7).
 */
export interface SecretReference {
  /** Name in the vault, for example `cleo/main/password`. */
  secret: string;
  /** The environment variable it is applied from and exported as. */
  variable: string;
}

const variableForm = /^\$\{([A-Za-z_][A-Za-z0-9_]{0,99})\}$/;

/** `GP_PASSWORD` of `${GP_PASSWORD}`; `undefined` where the text is not of that form. */
export function variableOf(text: string): string | undefined {
  return variableForm.exec(text.trim())?.[1];
}

/** The variable under which a password that was written out in the file is exported. */
export function variableFor(secret: string): string {
  return secret
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, "_")
    .replace(/^(?=[0-9])/, "_");
}
