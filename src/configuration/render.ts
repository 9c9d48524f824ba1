import { stringify } from "yaml";
import type { CleoConnection, Configuration, GpConnection, Link } from "./configuration.ts";
import type { FileInput } from "./fileSchema.ts";
import { notificationsEntry } from "./notifications.ts";
import type { SchemaNode } from "./problems.ts";
import { configurationSchema } from "./schemaDocument.ts";
import type { SecretReference } from "./secretReference.ts";

/**
 * The configuration as a file that `config apply` takes again: complete, with every secret as `${NAME}` (Invariant 7).
 */
export function renderConfiguration(configuration: Configuration): string {
  return renderFile(fileForm(configuration));
}

export function renderFile(file: FileInput): string {
  return stringify(inDocumentedOrder(file, configurationSchema()), { lineWidth: 120, aliasDuplicateObjects: false });
}

/** The configuration as it would be written, with every secret as `${NAME}`. */
export function fileForm(configuration: Configuration): FileInput {
  return {
    gp: configuration.gp.map(gpEntry),
    cleo: configuration.cleo.map(cleoEntry),
    links: configuration.links.map(linkEntry),
    ...(configuration.notifications && { notifications: notificationsEntry(configuration.notifications, placeholder) }),
    ...(configuration.retention && {
      retention: { ...configuration.retention, schedule: configuration.retention.schedule.text },
    }),
  };
}

/** A store may give the keys back in an order of its own; readers know the documentation's. */
function inDocumentedOrder(value: unknown, schema: SchemaNode | undefined): unknown {
  if (Array.isArray(value)) return value.map((each) => inDocumentedOrder(each, schema?.items));
  if (typeof value !== "object" || value === null) return value;
  const node = [schema, ...(schema?.anyOf ?? [])].find((each) => each?.properties);
  const documented = Object.keys(node?.properties ?? {});
  const below = typeof schema?.additionalProperties === "object" ? schema.additionalProperties : undefined;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => ({ key, place: documented.indexOf(key), inner }))
      .sort(
        (left, right) =>
          (left.place < 0 ? documented.length : left.place) - (right.place < 0 ? documented.length : right.place),
      )
      .map(({ key, inner }) => [key, inDocumentedOrder(inner, node?.properties?.[key] ?? below)]),
  );
}

function gpEntry({ tls, auth, ...rest }: GpConnection): FileInput["gp"][number] {
  return { ...rest, auth: { ...auth, password: placeholder(auth.password) }, tls: trust(tls) };
}

function cleoEntry({ tls, auth, transport: _, transportChoice, ...rest }: CleoConnection): FileInput["cleo"][number] {
  return {
    ...rest,
    auth: {
      username: auth.username,
      password: placeholder(auth.password),
      ...(auth.otp && { otp: { header: auth.otp.header, secret: placeholder(auth.otp.secret) } }),
    },
    tls: trust(tls),
    transport: transportChoice,
  };
}

function linkEntry({
  timeZone: _,
  vendors,
  purchaseOrders,
  inbound,
  check,
  ...rest
}: Link): NonNullable<FileInput["links"]>[number] {
  const webhook = inbound?.webhook;
  return {
    ...rest,
    ...(vendors && { vendors: { ...vendors, schedule: vendors.schedule.text, sweep: vendors.sweep.text } }),
    ...(purchaseOrders && {
      purchaseOrders: {
        ...purchaseOrders,
        schedule: purchaseOrders.schedule.text,
        sweep: purchaseOrders.sweep.text,
      },
    }),
    ...(inbound && {
      inbound: {
        targets: inbound.targets,
        review: inbound.review,
        ...(webhook && {
          webhook: {
            ...webhook,
            key: placeholder(webhook.key),
            previousKey: webhook.previousKey && placeholder(webhook.previousKey),
          },
        }),
        ...(inbound.poll && { poll: { ...inbound.poll, schedule: inbound.poll.schedule.text } }),
      },
    }),
    ...(check && { check: { ...check, schedule: check.schedule.text } }),
  };
}

function placeholder(reference: SecretReference): string {
  return `\${${reference.variable}}`;
}

/** Without the certificate itself, where a file is named that has it. */
function trust<Trust extends { caFile?: string; ca?: string }>({
  ca,
  ...tls
}: Trust): Omit<Trust, "ca"> & { ca?: string } {
  return tls.caFile === undefined && ca !== undefined ? { ...tls, ca } : tls;
}
