/**
 * A configuration that was checked as a whole: plain data without any secret, fit to be stored and compared. Secrets are
 * references into the vault.
 */
import type { Transport, TransportChoice } from "../cleo/transport.ts";
import type { FileOutput } from "./fileSchema.ts";
import { inboundDefaults } from "./inboundDefaults.ts";
import { type Notifications, notificationSecrets } from "./notifications.ts";
import type { PartnerInput } from "./partnerSchema.ts";
import { type PartnerSettings, resolvePartner } from "./partnerSettings.ts";
import type { Schedule } from "./schedule.ts";
import type { SecretReference } from "./secretReference.ts";

type FileGp = FileOutput["gp"][number];
type FileCleo = FileOutput["cleo"][number];
type FileLink = FileOutput["links"][number];
type FileInbound = NonNullable<FileLink["inbound"]>;

export interface Tls {
  caFile?: string;
  /** Content of `caFile`, or the certificates as they were given; PEM. */
  ca?: string;
  serverName?: string;
  pin?: string;
}

export interface GpConnection extends Omit<FileGp, "auth" | "tls" | "company" | "profile"> {
  company: FileGp["company"] & { urlValue: string };
  auth: Omit<FileGp["auth"], "password"> & { password: SecretReference };
  tls: Tls;
  /** As `resolveProfile` of src/gp takes it. */
  profile: FileGp["profile"];
}

export interface CleoConnection extends Omit<FileCleo, "auth" | "tls" | "transport" | "token"> {
  auth: { username: string; password: SecretReference; otp?: { header: string; secret: SecretReference } };
  tls: Tls;
  /** The calls in full. */
  transport: Transport;
  /** What the file says; {@link transport} is made from it. */
  transportChoice: TransportChoice;
  token: Required<FileCleo["token"]>;
}

type Scheduled<Section> = Omit<Section, "schedule" | "sweep"> & { schedule: Schedule; sweep: Schedule };
export type VendorFlow = Scheduled<NonNullable<FileLink["vendors"]>>;
export type PurchaseOrderFlow = Scheduled<NonNullable<FileLink["purchaseOrders"]>>;

export interface InboundFlow extends Omit<FileInbound, "webhook" | "poll"> {
  webhook?: Omit<NonNullable<FileInbound["webhook"]>, "key" | "previousKey"> & {
    key: SecretReference;
    previousKey?: SecretReference;
  };
  poll?: Omit<NonNullable<FileInbound["poll"]>, "schedule"> & { schedule: Schedule };
}

export interface Link {
  name: string;
  gp: string;
  cleo: string;
  enabled: boolean;
  /** Its systems are simulated, and are brought up by the process that serves the API. */
  sandbox?: true | undefined;
  /** Of the GP company; the schedules are meant in it. */
  timeZone: string;
  vendors?: VendorFlow;
  purchaseOrders?: PurchaseOrderFlow;
  us?: NonNullable<FileLink["us"]>;
  /** As given; {@link partnerSettings} completes them. */
  partners: Readonly<Record<string, PartnerInput>>;
  inbound?: InboundFlow;
  check?: { schedule: Schedule; probeFolder?: string };
}

export interface Configuration {
  gp: GpConnection[];
  cleo: CleoConnection[];
  links: Link[];
  notifications?: Notifications;
  /** How long what is kept, and when it goes to an archive by itself: not at all where this is absent. */
  retention?: Omit<NonNullable<FileOutput["retention"]>, "schedule"> & { schedule: Schedule };
}

const completed = new WeakMap<Link, Map<string, PartnerSettings>>();

/** Settings of a vendor as trading partner: its own, over the link's `default`, over the built-in ones. */
export function partnerSettings(link: Link, vendorId: string): PartnerSettings {
  const key = vendorId.trim();
  const own = key !== "default" && Object.hasOwn(link.partners, key) ? link.partners[key] : undefined;
  const name = own ? key : "default";
  // Asked for every file, of a link that stays the same from one configuration to the next.
  const known = completed.get(link) ?? new Map<string, PartnerSettings>();
  completed.set(link, known);
  const present = known.get(name);
  if (present !== undefined) return present;
  const settings = resolvePartner(name, own ?? {}, link.partners.default ?? {});
  // The link's own format is the weakest word on the matter, but it is one.
  const format = own?.format ?? link.partners.default?.format ?? link.purchaseOrders?.format ?? settings.format;
  const complete = { ...settings, format };
  known.set(name, complete);
  return complete;
}

/** The Cleo folders that a link reads. */
export function foldersOf(poll: { folder: string; subfolders?: readonly string[] | undefined }): string[] {
  return poll.subfolders?.map((below) => `${poll.folder}/${below}`) ?? [poll.folder];
}

export interface InboundPolicy {
  targets: FileInbound["targets"];
  review: FileInbound["review"];
  /** GP batch that drafts are entered in. */
  batch: string;
}

/** What becomes of a partner's documents: by the partner's own settings, over the link's, over the built-in ones. */
export function inboundPolicy({ inbound }: Link, partner: Pick<PartnerSettings, "targets" | "review">): InboundPolicy {
  const link = inbound ?? inboundDefaults;
  return {
    targets: { ...link.targets, ...partner.targets },
    review: { ...link.review, ...partner.review },
    batch: link.batch,
  };
}

/** Every secret that a configuration refers to. */
export function secretReferences(configuration: Configuration): SecretReference[] {
  return [
    ...configuration.gp.map((connection) => connection.auth.password),
    ...configuration.cleo.flatMap(({ auth }) => [auth.password, ...(auth.otp ? [auth.otp.secret] : [])]),
    ...configuration.links.flatMap(({ inbound }) => [
      ...(inbound?.webhook ? [inbound.webhook.key] : []),
      ...(inbound?.webhook?.previousKey ? [inbound.webhook.previousKey] : []),
    ]),
    ...(configuration.notifications ? notificationSecrets(configuration.notifications) : []),
  ];
}
