/**
 * Where stored credentials are sealed and opened (Invariant 7). The master key comes from `ML_CONNECTOR_KEY`, or else from
 * the key file of the data directory, which is created at first use. Former keys open what they sealed: those of
 * `ML_CONNECTOR_KEY_PREVIOUS` (comma-separated) and those in the key file.
 *
 * Several processes use one key file. So a new key is in the file before anything is sealed under it, the file is read
 * again before sealing and when a key is met that is not known, and a rotation leaves the key before it in the file: a
 * process that had just sealed under that one, or died half way, has lost nothing. It goes at the next rotation.
 */
import { randomBytes } from "node:crypto";
import { ConnectorError } from "../errors/connectorError.ts";
import { keySize, type MasterKey, masterKey, open, type RandomBytes, rewrap, seal, sealedUnder } from "./envelope.ts";
import { createKeyFile, decodeKey, keyFilePath, readKeyFile, replaceKeyFile } from "./keyFile.ts";
import { SecretValue } from "./secretValue.ts";

export interface VaultOptions {
  dataDirectory: string;
  environment: Readonly<Record<string, string | undefined>>;
  random?: RandomBytes;
}

export interface Vault {
  readonly keySource: "environment" | "file";
  /** Names the master key in use; not secret. */
  keyId(): string;
  /** The stored form of a secret, bound to `name` (for example `cleo/main/password`). */
  seal(name: string, text: string | SecretValue): string;
  /** Throws `SECRETS_KEY_UNKNOWN` or `SECRETS_DAMAGED`. */
  open(name: string, sealed: string): SecretValue;
  /** Whether the secret is sealed under the key in use. */
  isCurrent(name: string, sealed: string): boolean;
  /** The same secret under the key in use, proved to open. */
  rewrap(name: string, sealed: string): string;
  /**
   * Replaces the master key of the key file. `rewrapAll` must store the re-wrapped form of every secret, in one transaction
   * that locks them, and resolve only when that is durable; if it fails, all keys stay and `rotate` may be called again. With a key from the
   * environment, `ML_CONNECTOR_KEY_PREVIOUS` must name the former key (`SECRETS_ROTATION_BY_ENVIRONMENT`).
   */
  rotate(rewrapAll: (rewrap: (name: string, sealed: string) => string) => Promise<void>): Promise<void>;
}

/** Throws `SECRETS_KEY_INVALID` or `SECRETS_KEY_FILE_*`. */
export function openVault({ dataDirectory, environment, random = randomBytes }: VaultOptions): Vault {
  const path = keyFilePath(dataDirectory);
  const fromEnvironment = environmentKeys(environment);
  const keySource = fromEnvironment.length > 0 ? "environment" : "file";
  let keys: MasterKey[];

  const load = (): void => {
    const inFile = readKeyFile(path);
    if (keySource === "environment") keys = [...fromEnvironment, ...(inFile ?? [])];
    else keys = inFile ?? createKeyFile(path, random);
  };
  load();

  const current = (): MasterKey => keys[0] as MasterKey;
  const lookUp = (id: string): MasterKey | undefined => keys.find((key) => key.id === id);
  const find = (id: string): MasterKey | undefined => {
    if (lookUp(id) === undefined) load();
    return lookUp(id);
  };
  const rewrapNow = (name: string, sealed: string): string => {
    // May read the key file again, and so must come before the current key is asked for.
    find(sealedUnder(name, sealed));
    if (sealedUnder(name, sealed) !== current().id) return rewrap(name, sealed, find, current(), random);
    open(name, sealed, find);
    return sealed;
  };

  return {
    keySource,
    keyId: () => current().id,
    seal(name, text) {
      load();
      return seal(name, text instanceof SecretValue ? text.reveal() : text, current(), random);
    },
    open: (name, sealed) => new SecretValue(open(name, sealed, find)),
    isCurrent: (name, sealed) => sealedUnder(name, sealed) === current().id,
    rewrap: rewrapNow,
    async rotate(rewrapAll) {
      if (keySource === "environment") {
        if (keys.length < 2) {
          throw new ConnectorError(
            "SECRETS_ROTATION_BY_ENVIRONMENT",
            "the master key comes from ML_CONNECTOR_KEY, and no former key is given",
            { at: { field: "ML_CONNECTOR_KEY_PREVIOUS" } },
          );
        }
        return rewrapAll(rewrapNow);
      }
      load();
      const fresh = masterKey(random(keySize));
      replaceKeyFile(path, [fresh, ...keys], random);
      load();
      await rewrapAll(rewrapNow);
      load();
      // Another rotation may have put its key in front meanwhile; what follows the key before ours is out of use.
      const place = keys.findIndex((key) => key.id === fresh.id);
      if (place >= 0) replaceKeyFile(path, keys.slice(0, place + 2), random);
      load();
    },
  };
}

function environmentKeys(environment: VaultOptions["environment"]): MasterKey[] {
  const current = environment.ML_CONNECTOR_KEY?.trim();
  if (!current) return [];
  const former = environment.ML_CONNECTOR_KEY_PREVIOUS?.split(",").filter((text) => text.trim() !== "") ?? [];
  return [
    decodeKey(current) ?? invalid("ML_CONNECTOR_KEY"),
    ...former.map((text) => decodeKey(text) ?? invalid("ML_CONNECTOR_KEY_PREVIOUS")),
  ];
}

function invalid(field: string): never {
  throw new ConnectorError("SECRETS_KEY_INVALID", `${field} does not hold a key of 32 bytes`, { at: { field } });
}
