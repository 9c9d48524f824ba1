/** Who is told what: the mail server, and the channels that take messages. */
import { z } from "zod";
import { address, name, secret } from "./fields.ts";

/** What a message can be about. `alert.*`: something is wrong, or right again. */
export const notificationEvents = [
  "alert.raised",
  "alert.cleared",
  "shipment.announced",
  "order.confirmed",
  "order.confirmedWithChanges",
  "order.rejected",
  "invoice.received",
  "draft.waiting",
  "draft.failed",
] as const;
export type NotificationEvent = (typeof notificationEvents)[number];

const mailbox = z
  .string()
  .max(254)
  .regex(/^[^\s<>(),;:"\\[\]@]{1,64}@[A-Za-z0-9.-]{1,255}$/, "must be a mail address such as ops@corp.contoso.test");

const secretAddress = secret.meta({
  secret: true,
  description: "Address to post to. Whoever has it can post, so it is kept like a password.",
});

const mailServer = z.strictObject({
  host: z.string().regex(/^[A-Za-z0-9.:-]{1,253}$/, "must be a host name"),
  port: z.int().min(1).max(65_535).optional().meta({ description: "587; 465 with `tls`, 25 with `none`." }),
  security: z
    .enum(["starttls", "tls", "none"])
    .default("starttls")
    .meta({ description: "`none` sends in clear: only for a relay on this machine or this network." }),
  username: z.string().min(1).max(256).optional(),
  password: secret.optional(),
  from: mailbox,
  caFile: z.string().min(1).optional(),
});

const channel = z.strictObject({
  name,
  events: z.array(z.enum(notificationEvents)).min(1).default(["alert.raised", "alert.cleared"]),
  links: z.array(name).min(1).optional().meta({ description: "Only what concerns these links; all if not given." }),
  email: z.strictObject({ to: z.array(mailbox).min(1).max(50) }).optional(),
  webhook: z
    .strictObject({
      url: secretAddress,
      secret: secret
        .optional()
        .meta({ description: "Signs each message (HMAC-SHA256), so that the receiver can tell it from a forged one." }),
    })
    .optional(),
  slack: z.strictObject({ url: secretAddress }).optional(),
  teams: z.strictObject({ url: secretAddress }).optional(),
});

export const notificationSchema = z.strictObject({
  consoleUrl: address.optional().meta({ description: "Where people reach the console; it stands in every message." }),
  mailServer: mailServer.optional(),
  channels: z.array(channel).max(50).default([]),
});

/** The ways in which a channel can deliver; each channel has exactly one of them. */
export const channelKinds = ["email", "webhook", "slack", "teams"] as const;
export type ChannelKind = (typeof channelKinds)[number];

export type NotificationsOutput = z.output<typeof notificationSchema>;
