import { z } from "zod";

/**
 * Where a page begins, as opaque text: a client hands back what it was given. It is checked like any other input, so that
 * a forged one finds at most another page.
 */
export function cursorOf<Place extends z.ZodType>(place: Place) {
  return z
    .codec(z.string().max(1_000), place, {
      decode: (text, context) => {
        try {
          return JSON.parse(Buffer.from(text, "base64url").toString("utf8")) as z.input<Place>;
        } catch {
          context.issues.push({ code: "custom", message: "is not a cursor that was given out", input: text });
          return z.NEVER;
        }
      },
      encode: (value) => Buffer.from(JSON.stringify(value), "utf8").toString("base64url"),
    })
    .meta({ description: "From `next` of the page before; absent for the first page." });
}

/** How many rows a page has at most. */
export function pageSize(usual: number, most: number) {
  return z.coerce.number().pipe(z.int().min(1).max(most)).default(usual);
}
