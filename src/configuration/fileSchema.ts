/**
 * The configuration file as it may be written. Only shapes: what one entry says about another is checked in parse.ts.
 * `configuration.schema.json` is made from it.
 */
import { z } from "zod";
import { transportChoiceSchema } from "../cleo/transport.ts";
import { folderPollSchema, webhookSchema } from "./arrivalSchema.ts";
import { address, date, folder, name, schedule, secret, timeZone, tls } from "./fields.ts";
import { inboundDefaults } from "./inboundDefaults.ts";
import { notificationSchema } from "./notificationSchema.ts";
import { draftTargets, groupId, interchangeId, partnerSchema, reviewPolicy } from "./partnerSchema.ts";
import { usualRetention } from "./usualRetention.ts";

export const gpConnectionSchema = z.strictObject({
  name,
  url: address.meta({ description: "Address of the GP service up to and without `/Tenants(...)`." }),
  tenant: z
    .string()
    .regex(/^[^()/\\?#%;]{1,60}$/, "must be a tenant name without brackets and slashes")
    .default("DefaultTenant"),
  version: z
    .string()
    .regex(/^(2015|2016|2018|18\.(x|\d{1,2}))$/, "must be 2015, 2016, 2018 or 18.x, in quotes")
    .meta({ description: "Release of Dynamics GP; 18.x is the line that began in October 2019." }),
  company: z.strictObject({
    database: z
      .string()
      .regex(/^[A-Za-z0-9_]{1,15}$/, "must be the SQL Server database name (INTERID), letters and digits only"),
    timeZone,
    urlValue: z
      .string()
      .min(1)
      .max(80)
      .optional()
      .meta({ description: "What stands in `Companies(...)`; the database name if not given." }),
    displayName: z.string().min(1).max(80).optional(),
  }),
  auth: z.strictObject({
    scheme: z.enum(["auto", "negotiate", "ntlm", "basic"]).default("auto"),
    username: z.string().min(1).max(256).meta({ description: "DOMAIN\\user or user@domain." }),
    password: secret,
    spn: z
      .string()
      .regex(/^[A-Za-z]+\/[^\s/]{1,250}$/, "must be a service principal name such as HTTP/gp.corp.contoso.test")
      .optional()
      .meta({ description: "Service principal name, where it is not HTTP/ and the host of `url`." }),
    channelBinding: z
      .enum(["auto", "off", "require"])
      .default("auto")
      .meta({ description: "Binds the logon to the TLS connection; `off` behind a proxy that ends TLS." }),
    persistence: z
      .enum(["detect", "connection", "request"])
      .default("detect")
      .meta({ description: "How long the server lets a logon last." }),
    kerberos: z
      .strictObject({
        realm: z.string().min(1).max(255).optional().meta({ description: "Follows from the user name if not given." }),
        kdc: z
          .array(z.string().regex(/^[A-Za-z0-9.-]{1,255}(:\d{1,5})?$/, "must be host or host:port"))
          .min(1)
          .max(20)
          .optional()
          .meta({ description: "Domain controllers, tried in this order; found through DNS if not given." }),
        allowNtlmFallback: z
          .boolean()
          .default(false)
          .meta({ description: "With scheme `negotiate`: NTLM where Kerberos cannot be had." }),
      })
      .optional(),
  }),
  tls: tls.default({}),
  profile: z
    .union([z.string(), z.looseObject({ extends: z.string() })])
    .default("sba")
    .meta({ description: "Service profile, or one with overrides; docs/gp-service.md lists its keys." }),
  concurrency: z.int().min(1).max(10).default(2).meta({ description: "Requests at the same time." }),
  timeoutSeconds: z.int().min(5).max(900).default(120),
});

export const cleoConnectionSchema = z.strictObject({
  name,
  url: address.meta({ description: "Full address of the Cleo host, without `/api`." }),
  auth: z.strictObject({
    username: z.string().min(1).max(256),
    password: secret,
    otp: z
      .strictObject({
        secret,
        header: z
          .string()
          .regex(/^[A-Za-z0-9-]{1,64}$/, "must be a header name")
          .default("X-Cleo-OTP-Code"),
      })
      .optional()
      .meta({ description: "Base32 secret of the account's second factor, and the header that carries the code." }),
  }),
  tls: tls.default({}),
  proxy: address.optional().meta({ description: "HTTP proxy on the way to Cleo." }),
  transport: transportChoiceSchema.default("cic-folders-raw"),
  token: z
    .strictObject({
      policy: z.enum(["refreshBeforeEachWrite", "reuseUntilExpiry"]),
      skewSeconds: z.int().min(0).max(3600).meta({ description: "A token is given up this long before it expires." }),
      assumedSeconds: z.int().min(30).max(86_400).meta({ description: "Life of a token where Cleo names none." }),
      cooldownMinutes: z
        .int()
        .min(1)
        .max(1440)
        .meta({ description: "No further login for so long after a refused one." }),
    })
    .partial()
    .default({}),
  concurrency: z.int().min(1).max(32).default(8).meta({ description: "Requests at the same time, of one process." }),
  timeoutSeconds: z.int().min(5).max(900).default(60),
  maxUploadBytes: z.int().min(1024).max(1_073_741_824).default(10_485_760),
});

const start = date.meta({ description: "Orders dated before this day are left alone." });
const sweep = schedule.meta({ description: "When all records are compared, not only those GP calls changed." });
const onUnknown = z
  .enum(["hold", "verifyThenResend", "resend"])
  .meta({ description: "What happens when the answer to an upload is lost." });

const vendors = z.strictObject({
  format: z.literal("json").default("json"),
  folder,
  schedule,
  sweep: sweep.default("weekly on sunday at 03:00"),
  statuses: z
    .array(z.enum(["active", "inactive", "temporary"]))
    .min(1)
    .default(["active", "inactive", "temporary"]),
  onUnknown: onUnknown.default("verifyThenResend"),
});

const purchaseOrders = z.strictObject({
  format: z.enum(["x12", "json"]).default("x12"),
  folder,
  schedule,
  sweep: sweep.default("weekly on sunday at 04:00"),
  start: start.optional(),
  statuses: z
    .array(z.enum(["new", "released", "changeOrder", "received", "closed", "canceled"]))
    .min(1)
    .default(["new", "released", "changeOrder"]),
  types: z
    .array(z.enum(["standard", "dropShip", "blanket", "dropShipBlanket"]))
    .min(1)
    .default(["standard", "dropShip", "blanket", "dropShipBlanket"]),
  onUnknown: onUnknown.default("hold"),
});

const inbound = z.strictObject({
  webhook: webhookSchema.optional(),
  poll: folderPollSchema
    .optional()
    .meta({ description: "Reads a Cleo folder as well; what came by webhook is recognised." }),
  targets: draftTargets
    .partial()
    .transform((given) => ({ ...inboundDefaults.targets, ...given }))
    .prefault({}),
  review: reviewPolicy
    .partial()
    .transform((given) => ({ ...inboundDefaults.review, ...given }))
    .prefault({})
    .meta({ description: "Whether a draft goes into GP at once or waits for a person." }),
  batch: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,15}$/, "must be a batch id of at most 15 letters, digits, `.`, `_` and `-`")
    .default(inboundDefaults.batch)
    .meta({ description: "GP batch that drafts are entered in." }),
});

const check = z.strictObject({
  schedule: schedule.default("manual").meta({ description: "When the fit check runs by itself." }),
  probeFolder: folder.optional().meta({
    description: "Folder without a data flow, for the marked file of `check --probe-upload`.",
  }),
});

export const linkSchema = z.strictObject({
  name,
  gp: name,
  cleo: name,
  enabled: z.boolean().default(true),
  sandbox: z
    .literal(true)
    .optional()
    .meta({ description: "Marks a link between simulated systems, which `start` brings up with it." }),
  vendors: vendors.optional(),
  purchaseOrders: purchaseOrders.optional(),
  us: z
    .strictObject({ isa: interchangeId, gs: groupId })
    .optional()
    .meta({ description: "Our own EDI ids (ISA05 and ISA06, GS02)." }),
  partners: z
    .record(z.string().min(1).max(15), partnerSchema)
    .default({})
    .meta({ description: "By GP vendor id; `default` holds for all others." }),
  inbound: inbound.optional(),
  check: check.optional(),
});

const retention = z
  .strictObject({
    readingDays: z.int().min(35).max(36_500).default(usualRetention.readingDays).meta({
      description: "Days that the details of each reading of GP are kept; the counts stay.",
    }),
    messageDays: z.int().min(7).max(36_500).default(usualRetention.messageDays).meta({
      description: "Days that messages to people, and alerts that are over, are kept.",
    }),
    contentDays: z.int().min(90).max(36_500).default(usualRetention.contentDays).meta({
      description: "Days that the bytes of sent files and received messages are kept in the database.",
    }),
    schedule: schedule.default("weekly on sunday at 05:00").meta({ description: "When it is done by itself." }),
    timeZone: timeZone.default("UTC").meta({ description: "The clock by which the schedule is written." }),
    archive: z.string().min(1).max(500).default("archive").meta({
      description: "Folder of the archives; a relative one lies in the data directory.",
    }),
  })
  .meta({ description: "How long what is kept, and when it goes to an archive by itself; see docs/operating.md." });

export const fileSchema = z
  .strictObject({
    gp: z.array(gpConnectionSchema).min(1).max(100),
    cleo: z.array(cleoConnectionSchema).min(1).max(100),
    links: z.array(linkSchema).max(500).default([]),
    notifications: notificationSchema.optional(),
    retention: retention.optional(),
  })
  .meta({ title: "ml-connector configuration" });

/** A configuration that is put together piece by piece has no connection at first. */
export const unfinishedFileSchema = fileSchema.extend({
  gp: z.array(gpConnectionSchema).max(100),
  cleo: z.array(cleoConnectionSchema).max(100),
});

export type FileInput = z.input<typeof fileSchema>;
export type FileOutput = z.output<typeof fileSchema>;
