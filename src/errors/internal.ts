import { defineErrors } from "./entry.ts";

export const internalErrors = defineErrors({
  USAGE: {
    meaning: "The options of a command contradict each other, or one is missing.",
    fix: "`ml-connector help COMMAND` describes them.",
    owner: "operator",
    retry: "permanent",
    exit: 2,
  },
  SERVER_PORT_TAKEN: {
    meaning: "The program cannot listen on the address and port it was given.",
    fix: "Choose another port with `--port`, or end the program that has it.",
    owner: "operator",
    retry: "permanent",
    exit: 2,
  },
  SERVER_CERTIFICATE_UNUSABLE: {
    meaning: "The certificate and key for the program's own HTTPS cannot be used.",
    fix: "Give the certificate chain in PEM, the server's own certificate first, with `--tls-cert`, and its key with `--tls-key`.",
    owner: "operator",
    retry: "permanent",
    exit: 2,
  },
  CHECK_NOT_YET: {
    meaning: "A fit check that ran by schedule found something that has to be put right first.",
    fix: "`ml-connector check show ID` has the line that failed, with its fix and whose job that is.",
    owner: "operator",
    retry: "permanent",
    exit: 1,
  },
  INTERNAL: {
    meaning: "The program met a state it does not expect.",
    fix: "Try it again; if it fails again, report it with the output of `ml-connector jobs show` for the job.",
    owner: "ml-connector",
    retry: "permanent",
    exit: 4,
  },
});
