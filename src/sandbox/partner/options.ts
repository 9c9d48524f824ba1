import { z } from "zod";

export const answerTypes = ["997", "855", "856", "810"] as const;
export type AnswerType = (typeof answerTypes)[number];

/**
 * How an answer comes out. Beside `right`:
 *
 * - `changedDate`, `changedQuantity`, `changedPrice`, `rejected`: a partner's ordinary no or yes-but (855; the price also 810);
 * - `partial`: half of the first line, the rest later (856, 810);
 * - `wrongQuantity`: one more than ordered of the first line; `wrongTotal`: an invoice that does not add up;
 * - `unknownOrder`, `unknownItem`: a number or an item that was never ordered;
 * - `acceptedWithErrors`, `rejected`: a 997 that complains;
 * - `broken`: X12 without its end, JSON without its last brace; `reusedNumber`: the control numbers of the answer before;
 * - `any`: one of those that fit, drawn by the seed.
 */
export const answerHows = [
  "right",
  "changedDate",
  "changedQuantity",
  "changedPrice",
  "rejected",
  "partial",
  "wrongQuantity",
  "wrongTotal",
  "unknownOrder",
  "unknownItem",
  "acceptedWithErrors",
  "broken",
  "reusedNumber",
  "any",
] as const;
export type AnswerHow = (typeof answerHows)[number];

const way = {
  by: z.enum(["webhook", "folder"]),
  format: z.enum(["x12", "json"]),
};

/** One document that the partner sends back. */
export const answerPlan = z.strictObject({
  type: z.enum(answerTypes),
  how: z.enum(answerHows).default("right"),
  /** How often the same bytes are sent. */
  times: z.int().min(1).max(10).default(1),
  /** Milliseconds after the answer before it, or after the order. */
  afterMs: z.int().min(0).max(3_600_000).default(0),
  by: way.by.optional(),
  format: way.format.optional(),
  /** The purchase order that it names, where it is not the one that it answers. */
  purchaseOrder: z.string().min(1).max(30).optional(),
});
/** What is left out is as it is by default. */
export type AnswerPlan = z.input<typeof answerPlan>;
export type CompleteAnswerPlan = z.output<typeof answerPlan>;

const behaviour = z.strictObject({
  /** In the order in which they are sent: an 810 before the 856 is out of order. */
  answers: z.array(answerPlan).max(50),
  /** By webhook where there is one, else by folder. */
  by: way.by.optional(),
  /** As the order came, where it does not say. A 997 is always X12. */
  format: way.format.optional(),
});

export const partnerOptions = z.strictObject({
  /** Answers every order that is uploaded by itself; else only when `POST /partner/answers` asks for it. */
  automatic: z.boolean().default(false),
  /** How it pushes, as Cleo would. */
  webhook: z
    .strictObject({
      /** Where to; without it, it leaves files. */
      url: z.url().optional(),
      key: z.string().min(1).default("sandbox-key"),
      header: z.string().default("X-ML-Connector-Key"),
      /** `event`: the document inside of the JSON event; `bare`: as it is. */
      body: z.enum(["event", "bare"]).default("event"),
      /** How often it is tried again where no answer comes, or a 429 or 5xx. */
      retries: z.int().min(0).max(20).default(5),
      retryMs: z.int().min(0).max(60_000).default(200),
    })
    .prefault({}),
  /** Where it leaves files, below `cleo.folders`. */
  folder: z.string().min(1).default("download"),
  /** `download/855` and so on. */
  foldersByType: z.boolean().default(false),
  answers: behaviour.shape.answers.prefault(answerTypes.map((type) => ({ type }))),
  by: behaviour.shape.by,
  format: behaviour.shape.format,
  /** Other manners, by the ISA id or GP vendor id of the one who is ordered from. */
  partners: z.record(z.string().min(1).max(15), behaviour.partial()).default({}),
  /** Its interchange control numbers count on from here. */
  firstNumber: z.int().min(1).max(900_000_000).default(1),
});

export type PartnerOptions = z.output<typeof partnerOptions>;
