/** How a link receives: the webhook that Cleo calls, and the Cleo folder that is read. */
import { z } from "zod";
import { folder, schedule, secret } from "./fields.ts";

const range = z.string().refine(isAddressRange, "must be an address or a range such as 192.245.195.0/24");

function isAddressRange(text: string): boolean {
  const [host = "", bits, ...more] = text.split("/");
  const four = z.ipv4().safeParse(host).success;
  if (more.length > 0 || (!four && !z.ipv6().safeParse(host).success)) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (four ? 32 : 128));
}

const headerName = z.string().regex(/^[A-Za-z0-9-]{1,64}$/, "must be a header name");

export const webhookSchema = z.strictObject({
  authentication: z.enum(["header", "bearer", "basic", "hmac", "query"]).default("header").meta({
    description: "How Cleo proves itself. `query` puts the key into the address: only where nothing else works.",
  }),
  header: headerName
    .default("X-ML-Connector-Key")
    .meta({ description: "Header that carries the key, with authentication `header`." }),
  parameter: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,40}$/, "must be a plain parameter name")
    .default("key")
    .meta({ description: "Parameter that carries the key, with authentication `query`." }),
  username: z.string().min(1).max(256).optional(),
  key: secret.meta({ description: "Header key, bearer token, Basic password or HMAC secret." }),
  previousKey: secret.optional().meta({ description: "Still accepted while Cleo is changed over to `key`." }),
  toleranceSeconds: z
    .int()
    .min(10)
    .max(3_600)
    .default(300)
    .meta({ description: "How old, or how far ahead, the timestamp of a signed request may be." }),
  allow: z.array(range).optional().meta({ description: "Source addresses; all if not given." }),
  proxies: z
    .array(range)
    .optional()
    .meta({ description: "Reverse proxies before the connector: the source address is the one that they name." }),
  maxBytes: z.int().min(1024).max(104_857_600).default(10_485_760),
  perMinute: z
    .int()
    .min(1)
    .max(1_000_000)
    .default(30_000)
    .meta({ description: "Messages in a minute; beyond it Cleo is asked to wait (429)." }),
});

export const folderPollSchema = z.strictObject({
  folder,
  subfolders: z
    .array(folder)
    .min(1)
    .max(50)
    .optional()
    .meta({ description: "Folders below `folder` that are read instead of it, such as 855, 856, 810 and 997." }),
  schedule,
  after: z
    .enum(["delete", "move", "leave"])
    .default("delete")
    .meta({ description: "What becomes of a file once it is on disk here." }),
  moveTo: folder.optional().meta({ description: "Where to, with `after: move`; subfolders are kept." }),
  maxBytes: z
    .int()
    .min(1024)
    .max(52_428_800)
    .default(10_485_760)
    .meta({ description: "A larger file stays where it is and is told of." }),
});
