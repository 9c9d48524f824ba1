/** Kinds of values that several routes take or give. */
import { z } from "zod";
import { roles } from "../app/access/rights.ts";
import { userNameForm } from "../app/access/users.ts";
import { type DeliveryState, deliveryStates } from "../ledger/deliveryState.ts";
import { documentTypes } from "../ledger/schema.ts";

/** An instant: ISO 8601 in UTC outside, a date inside. */
export const instant = z
  .codec(z.iso.datetime(), z.date(), { decode: (text) => new Date(text), encode: (date) => date.toISOString() })
  .meta({ description: "Instant, ISO 8601 in UTC." });

export const documentType = z.enum(documentTypes);

/** docs/architecture.md, "A delivery". */
export const deliveryState = z.enum(deliveryStates as [DeliveryState, ...DeliveryState[]]);

export const role = z.enum(roles);

export const userName = z.string().regex(userNameForm, "must be letters, digits, `.`, `_`, `-` and `@`, at most 60");

/** Not the rules for a new one, which `checkPassword` has: any text that may have been set. */
export const password = z.string().min(1).max(1000).meta({ format: "password", writeOnly: true });

const errorLocation = z
  .object({
    connection: z.string(),
    link: z.string(),
    company: z.string(),
    document: z.string(),
    field: z.string().meta({ description: "GP field, configuration key or parameter." }),
    element: z.string().meta({ description: "X12 position such as PO103." }),
    url: z.string(),
    file: z.string(),
    line: z.int(),
  })
  .partial();

/** The error of a request, or of a document: what happened, where, how to put it right, and whose job that is. */
export const errorReport = z
  .object({
    code: z.string().meta({ description: "Stable; docs/errors.md lists them all." }),
    message: z.string(),
    at: errorLocation,
    fix: z.string(),
    owner: z.string().meta({ description: "gp-admin, cleo-admin, buyer, partner, operator or ml-connector." }),
    retry: z.string(),
    get others() {
      return z.array(errorReport).optional();
    },
  })
  .meta({ id: "ErrorReport" });

export const errorAnswer = z.object({ error: errorReport }).meta({ id: "ErrorAnswer" });

/** The answers of a route: its own, and an error for every other status. */
export function answers<Answers extends Record<number, z.ZodType>>(
  own: Answers,
): Answers & { default: typeof errorAnswer } {
  return { ...own, default: errorAnswer };
}

export const nothing = z.null().meta({ description: "No content." });
