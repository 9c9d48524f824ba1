import { z } from "zod";

/** The members of a webhook event beside its payload. All are the sender's word, and none is needed. */
const eventSchema = z.object({
  eventId: z.union([z.string().min(1).max(200), z.int()]).transform(String),
  documentType: z.union([z.string().min(1).max(60), z.int()]).transform(String),
  format: z.string().min(1).max(60),
  company: z.string().min(1).max(80),
  partnerId: z.string().min(1).max(80),
  poNumber: z.union([z.string().min(1).max(80), z.int()]).transform(String),
  fileName: z.string().min(1).max(260),
  occurredAt: z.string().min(1).max(40),
  payloadEncoding: z.enum(["base64"]),
});

export type EventFields = Partial<z.infer<typeof eventSchema>>;

/**
 * Reads a JSON object as a webhook event: `payload` is what it carries, and `undefined` where the object is a business
 * document itself. A member of the wrong form is left out: it decides nothing that the payload does not say better.
 */
export function readEvent(
  value: Readonly<Record<string, unknown>>,
  said: EventFields,
): { event: EventFields; payload: string | Record<string, unknown> | undefined } {
  const event: Record<string, unknown> = { ...said };
  for (const [name, schema] of Object.entries(eventSchema.shape)) {
    if (!Object.hasOwn(value, name)) continue;
    const read = schema.safeParse(value[name]);
    if (read.success) event[name] = read.data;
  }
  const given = Object.hasOwn(value, "payload") ? value.payload : undefined;
  const payload =
    typeof given === "string"
      ? given
      : typeof given === "object" && given !== null && !Array.isArray(given)
        ? (given as Record<string, unknown>)
        : undefined;
  return { event: event as EventFields, payload };
}
