import { defineErrors } from "./entry.ts";

export const secretErrors = defineErrors({
  SECRETS_KEY_INVALID: {
    meaning: "The master key in the environment is not a key of 32 bytes.",
    fix: "Set `ML_CONNECTOR_KEY` to 32 random bytes as base64 or hex, for example from `openssl rand -base64 32`; or remove it to use the key file in the data directory.",
    owner: "operator",
    retry: "permanent",
    exit: 2,
  },
  SECRETS_KEY_FILE_EXPOSED: {
    meaning: "The key file may be read or written by other users of this machine.",
    fix: "Take the rights of others away (`chmod 600` on the key file), then rotate the key with `ml-connector secrets rotate-key`, as it may have been read.",
    owner: "operator",
    retry: "permanent",
    exit: 2,
  },
  SECRETS_KEY_FILE_UNREADABLE: {
    meaning: "The key file could not be read or written, or does not hold a key.",
    fix: "Give the account that runs ml-connector read and write access to its data directory. A damaged key file is restored from your backup; without it the stored credentials must be entered again.",
    owner: "operator",
    retry: "permanent",
    exit: 2,
  },
  SECRETS_KEY_UNKNOWN: {
    meaning: "A stored secret was encrypted with another master key than the ones at hand.",
    fix: "Bring back the key file (or `ML_CONNECTOR_KEY`) that belongs to this database, give a former key in `ML_CONNECTOR_KEY_PREVIOUS`, or enter the credential again with `ml-connector config apply`.",
    owner: "operator",
    retry: "credential",
    exit: 2,
  },
  SECRETS_DAMAGED: {
    meaning: "A stored secret is damaged, was changed, or belongs to another name than the one it was asked for.",
    fix: "Enter this credential again with `ml-connector config apply`, and find out who changed the database.",
    owner: "operator",
    retry: "credential",
    exit: 2,
  },
  SECRETS_ROTATION_BY_ENVIRONMENT: {
    meaning: "The master key comes from the environment, so it cannot be replaced from here.",
    fix: "Set `ML_CONNECTOR_KEY_PREVIOUS` to the present key and `ML_CONNECTOR_KEY` to a new one, then run `ml-connector secrets rotate-key` again; afterwards remove the former.",
    owner: "operator",
    retry: "permanent",
    exit: 2,
  },
  SECRETS_MISSING: {
    meaning: "A connection refers to a secret that is not stored.",
    fix: "Set its environment variable and run `ml-connector config apply -f FILE` again.",
    owner: "operator",
    retry: "permanent",
    exit: 2,
  },
});
