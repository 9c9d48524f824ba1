import { defineErrors } from "./entry.ts";

export const documentErrors = defineErrors({
  DOCUMENT_INVALID: {
    meaning: "A document cannot be written in the outgoing form: a value is missing or has the wrong shape.",
    fix: "Correct the field named here in GP; the next poll reads the document again.",
    owner: "gp-admin",
    retry: "permanent",
    exit: 1,
  },
  DOCUMENT_NO_LINES: {
    meaning: "A purchase order has no line that could be ordered: it has none, or all of its quantities are canceled.",
    fix: "Enter the lines in Purchase Order Entry, or delete the order; the next poll reads it again.",
    owner: "buyer",
    retry: "permanent",
    exit: 1,
  },
  DOCUMENT_UNIT_UNMAPPED: {
    meaning: "A line's unit of measure has no X12 code in the partner's table.",
    fix: "Add the unit to `units` of the partner (or of `default`) with its X12 code, apply the configuration, then replay with `--mode rerender`.",
    owner: "operator",
    retry: "permanent",
    exit: 1,
  },
  DOCUMENT_CURRENCY_UNMAPPED: {
    meaning: "The order's currency has no ISO 4217 code.",
    fix: "Add GP's currency id with its ISO code to `currencies` of the partner (or of `default`), apply the configuration, then replay with `--mode rerender`.",
    owner: "operator",
    retry: "permanent",
    exit: 1,
  },
  DOCUMENT_FIELD_TOO_LONG: {
    meaning: "A value is longer than the outgoing element allows, and the partner's policy is not to cut it.",
    fix: "Shorten the field in GP, or choose `cut` or `split` for the element in the partner's `overlong` settings, then replay with `--mode rerender`.",
    owner: "operator",
    retry: "permanent",
    exit: 1,
  },
  DOCUMENT_X12_REFUSED: {
    meaning: "The order cannot be written as valid X12 for this partner.",
    fix: "Correct the GP field or the partner setting named here, then replay with `--mode rerender`.",
    owner: "operator",
    retry: "permanent",
    exit: 1,
  },
  PARTNER_UNKNOWN: {
    meaning: "The order's vendor has no partner settings, and the link has no `default`.",
    fix: "Add the vendor to `partners` of the link, or a `default` partner, apply the configuration, then replay with `--mode rerender`.",
    owner: "operator",
    retry: "permanent",
    exit: 1,
  },
  PARTNER_TAKES_NO_CHANGES: {
    meaning:
      "An order was changed or canceled in GP after it was sent, and the partner takes no changes by EDI (`change: none`).",
    fix: "Tell the partner by e-mail or in their portal. If they take changes after all, set `change` to `replace850` or `change860`, then replay with `--mode rerender`.",
    owner: "buyer",
    retry: "permanent",
    exit: 1,
  },
  BOOKS_MISMATCH: {
    meaning:
      "What became of the records that were read does not add up to what was read: a row of the ledger is missing or was changed.",
    fix: "Find the day with `ml-connector books`, look at its jobs with `ml-connector jobs show`, and at the trail with `ml-connector audit verify`. Nothing but ml-connector should write to its tables; `ml-connector poll --sweep` reads everything again.",
    owner: "operator",
    retry: "permanent",
    exit: 4,
  },
  JOB_UNKNOWN: {
    meaning: "No job, document or delivery has this identifier.",
    fix: "List what there is with `ml-connector jobs list` or `ml-connector documents list`.",
    owner: "operator",
    retry: "permanent",
    exit: 2,
  },
  JOB_CANCELED: {
    meaning: "A person has ended the job before it was done.",
    fix: "Run it again when it suits; it reads from the same place.",
    owner: "operator",
    retry: "permanent",
    exit: 1,
  },
  JOB_NOT_CANCELABLE: {
    meaning: "Only a poll that waits or runs can be canceled.",
    fix: "Look at the job; what it has sent cannot be called back.",
    owner: "operator",
    retry: "permanent",
    exit: 2,
  },
  REPLAY_NEEDS_REASON: {
    meaning: "Something that Cleo has accepted would be sent again.",
    fix: "Say why with `--reason`; the reason is kept in the audit trail.",
    owner: "operator",
    retry: "permanent",
    exit: 2,
  },
  DELIVERY_NOT_IN_DOUBT: {
    meaning: "Only a delivery whose arrival is unknown can be settled by hand.",
    fix: "List what is in doubt with `ml-connector documents list --state inDoubt`; anything else is sent again with `ml-connector replay`.",
    owner: "operator",
    retry: "permanent",
    exit: 2,
  },
});
