import { defineErrors } from "./entry.ts";

/** What can be wrong with a partner's answer to an order, and with the draft made from it. */
export const answerErrors = defineErrors({
  ANSWER_UNUSABLE: {
    meaning: "A document from the partner lacks a value without which nothing can be done with it.",
    fix: "Ask the partner to send the document again with the value named here; until then handle it by hand.",
    owner: "partner",
    retry: "permanent",
    exit: 1,
  },
  ANSWER_LINE_UNMATCHED: {
    meaning: "A line of the partner's document fits no line of the order, or more than one.",
    fix: "Say which line is meant with `ml-connector drafts map`, or leave it out there.",
    owner: "buyer",
    retry: "permanent",
    exit: 1,
  },
  ANSWER_UNIT_MISMATCH: {
    meaning: "A line comes in another unit of measure than it was ordered in; quantities are never converted by guess.",
    fix: "Agree on the unit with the partner. If the code means GP's unit, add it to `unitsInbound` of the partner; otherwise reject the draft and enter the document by hand.",
    owner: "buyer",
    retry: "permanent",
    exit: 1,
  },
  ANSWER_QUANTITY_EXCEEDED: {
    meaning: "More was shipped or invoiced than is open.",
    fix: "Ask the partner, or change the order in GP; then approve the draft, or reject it.",
    owner: "buyer",
    retry: "permanent",
    exit: 1,
  },
  ANSWER_PRICE_DIFFERS: {
    meaning: "The invoiced price differs from the ordered one by more than the partner's tolerance.",
    fix: "Agree on the price with the vendor; then approve the draft, or reject it.",
    owner: "buyer",
    retry: "permanent",
    exit: 1,
  },
  ANSWER_TOTAL_WRONG: {
    meaning: "The invoice's total is not the sum of its parts.",
    fix: "Ask the vendor for a corrected invoice, or approve the draft if the stated total is right.",
    owner: "partner",
    retry: "permanent",
    exit: 1,
  },
  ANSWER_NOT_SHIPPED: {
    meaning: "An invoice asks for more than the ship notices announced, and none has come within the time set.",
    fix: "Check what was received in GP; then approve the draft, or reject it.",
    owner: "buyer",
    retry: "permanent",
    exit: 1,
  },
  ANSWER_CURRENCY_DIFFERS: {
    meaning: "The invoice is in another currency than the order.",
    fix: "Ask the vendor; then approve the draft, or reject it.",
    owner: "buyer",
    retry: "permanent",
    exit: 1,
  },
});
