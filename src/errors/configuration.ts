import { defineErrors } from "./entry.ts";

export const configurationErrors = defineErrors({
  CONFIGURATION_INVALID: {
    meaning: "The configuration file has faults; each is listed with its line. Nothing of it was applied.",
    fix: "Correct the lines listed, then run `ml-connector config apply` again.",
    owner: "operator",
    retry: "permanent",
    exit: 2,
  },
  CONFIGURATION_FILE_UNREADABLE: {
    meaning: "A file that the configuration needs could not be read, or is not of the expected kind.",
    fix: "Check the path (it is relative to the folder of the configuration file) and the rights of the account that runs ml-connector.",
    owner: "operator",
    retry: "permanent",
    exit: 2,
  },
  CONFIGURATION_SYNTAX: {
    meaning: "The configuration file is not valid YAML.",
    fix: "Look at the line named for a wrong indentation (blanks, never tabs), a missing colon or an open quote.",
    owner: "operator",
    retry: "permanent",
    exit: 2,
  },
  CONFIGURATION_KEY_UNKNOWN: {
    meaning: "The configuration file holds a key that has no meaning at its place.",
    fix: "Correct its spelling or its indentation, or remove it; docs/configuration.md lists every key.",
    owner: "operator",
    retry: "permanent",
    exit: 2,
  },
  CONFIGURATION_KEY_MISSING: {
    meaning: "The configuration file lacks a key that is needed.",
    fix: "Add the key; docs/configuration.md describes it.",
    owner: "operator",
    retry: "permanent",
    exit: 2,
  },
  CONFIGURATION_VALUE: {
    meaning: "A value in the configuration file is not one that its key allows.",
    fix: "Give a value of the kind named in the message; docs/configuration.md describes it.",
    owner: "operator",
    retry: "permanent",
    exit: 2,
  },
  CONFIGURATION_NAME_TAKEN: {
    meaning: "Two entries of the configuration file have the same name.",
    fix: "Give each connection and each link a name of its own.",
    owner: "operator",
    retry: "permanent",
    exit: 2,
  },
  CONFIGURATION_NAME_UNKNOWN: {
    meaning: "The configuration file refers to a connection that it does not define.",
    fix: "Use the `name` of an entry under `gp:` or `cleo:`, or add that entry.",
    owner: "operator",
    retry: "permanent",
    exit: 2,
  },
  CONFIGURATION_VARIABLE_MISSING: {
    meaning: "The configuration takes a secret from an environment variable that is not set.",
    fix: "Set the variable for this command, for example `GP_PASSWORD=... ml-connector config apply -f FILE`.",
    owner: "operator",
    retry: "permanent",
    exit: 2,
  },
});
