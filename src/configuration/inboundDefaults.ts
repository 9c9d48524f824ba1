import type { z } from "zod";
import type { draftTargets, reviewPolicy } from "./partnerSchema.ts";

/** What becomes of partners' documents where the link does not say otherwise. */
export const inboundDefaults = {
  targets: { "855": "confirmation", "856": "receipt", "810": "payables" },
  review: { "856": "auto", "810": "review" },
  batch: "CLEO",
} as const satisfies { targets: z.input<typeof draftTargets>; review: z.input<typeof reviewPolicy>; batch: string };
