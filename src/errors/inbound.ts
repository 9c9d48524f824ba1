import { defineErrors } from "./entry.ts";

export const inboundErrors = defineErrors({
  INBOUND_EMPTY: {
    meaning: "A message arrived without any content.",
    fix: "Let the Cleo flow send the payload itself as body, or as `payload` of the JSON event.",
    owner: "cleo-admin",
    retry: "permanent",
    exit: 1,
  },
  INBOUND_UNREADABLE: {
    meaning: "The content is neither X12 (it begins with ISA) nor JSON.",
    fix: "Send the X12 interchange or the JSON as it is, without an outer encoding; `ml-connector webhook sheet` shows samples.",
    owner: "cleo-admin",
    retry: "permanent",
    exit: 1,
  },
  INBOUND_JSON_BROKEN: {
    meaning: "The content begins like JSON and cannot be read as JSON.",
    fix: "Correct the template in the Cleo flow: quotes and line ends inside of values must be escaped.",
    owner: "cleo-admin",
    retry: "permanent",
    exit: 1,
  },
  INBOUND_TYPE_UNKNOWN: {
    meaning: "A JSON document does not say what it is.",
    fix: 'Give `documentType` with one of "855", "856", "810", "997".',
    owner: "cleo-admin",
    retry: "permanent",
    exit: 1,
  },
  INBOUND_X12_BROKEN: {
    meaning: "The X12 content has no transaction set that can be used.",
    fix: "Send the whole interchange from ISA to IEA, one or several; `ml-connector x12 validate FILE` lists every fault.",
    owner: "partner",
    retry: "permanent",
    exit: 1,
  },
  INBOUND_SET_REJECTED: {
    meaning: "One transaction set of a message breaks the rules of X12; others of the message were taken.",
    fix: "Ask the partner to correct the set and send it again. To use it as it is: `ml-connector inbound retry ID --reason`.",
    owner: "partner",
    retry: "permanent",
    exit: 1,
  },
  INBOUND_NUMBER_REUSED: {
    meaning: "The control numbers, or the event id, of a document were used before for another content.",
    fix: "Compare both (`ml-connector inbound show ID`). If it is a document of its own: `ml-connector inbound retry ID --reason`; and have the partner count on.",
    owner: "partner",
    retry: "permanent",
    exit: 1,
  },
});
