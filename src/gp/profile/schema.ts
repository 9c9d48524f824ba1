/**
 * The service profile: everything about a GP service that differs between sites, as data. The built-in profile `sba`
 * is one value of this schema; a site's own profile extends it (`resolve.ts`).
 *
 * Paths are templates. `{tenant}`, `{urlValue}` (the company in the address) and `{key}` are filled in, each percent-encoded; `{company}` stands for
 * the whole expanded `paths.company`. They are relative to the connection's `url`.
 */
import { z } from "zod";
import { loadSchema } from "../load/schema.ts";
import { draftProfiles } from "./drafts.ts";
import { type EntityName, entityFields, listFields } from "./fields.ts";

const name = z.string().min(1).max(200);
const template = z.string().min(1).max(500);

/** Where a value may stand: a dotted path of member names, or several in order of preference. */
const place = z.union([name, z.array(name).max(8)]);
export type Place = z.infer<typeof place>;

const placesOf = <Entity extends EntityName>(entity: Entity) =>
  z.strictObject(
    Object.fromEntries(Object.keys(entityFields[entity]).map((field) => [field, place.optional()])) as {
      [Field in keyof (typeof entityFields)[Entity]]: z.ZodOptional<typeof place>;
    },
  );

const fieldMap = z.strictObject(
  Object.fromEntries(Object.keys(entityFields).map((entity) => [entity, placesOf(entity as EntityName)])) as {
    [Entity in EntityName]: ReturnType<typeof placesOf<Entity>>;
  },
);

const lists = z.strictObject(
  Object.fromEntries(listFields.map((field) => [field, place])) as Record<(typeof listFields)[number], typeof place>,
);

const paging = z.strictObject({
  /**
   * - `skipTake`: rows to leave out and rows wanted; the next page overlaps the last by one row, which shows whether rows moved.
   * - `page`: a page number from 1 and a page size.
   * - `afterKey`: the last key seen; the service sorts by key.
   * - `none`: the service sends everything at once.
   */
  style: z.enum(["skipTake", "page", "afterKey", "none"]),
  /** Rows asked for; the server may send fewer. */
  size: z.int().min(1).max(5000),
  /** Requests of one run, against a service that never comes to an end. */
  maxPages: z.int().min(1).max(10_000_000),
});

const query = z.strictObject({
  /** First and last ModifiedDate, inclusive; leave out where the service cannot filter. */
  from: name.optional(),
  to: name.optional(),
  /** DEX_ROW_TS filter of sites that have one: rows changed since this UTC instant. */
  changedSince: name.optional(),
  skip: name.optional(),
  take: name.optional(),
  page: name.optional(),
  afterKey: name.optional(),
  /** Sent as they are with every list request. */
  extra: z.record(name, z.string().max(500)),
});

const envelope = z.strictObject({
  /** Dotted paths tried in turn for the rows; after them a bare array, and an object with one array member. */
  list: z.array(name).max(8),
  /** Dotted paths tried in turn for a single object; after them the answer itself. */
  item: z.array(name).max(8),
  /** Dotted paths tried in turn for the number of rows in all pages. */
  total: z.array(name).max(8),
});

const resource = z.strictObject({
  /** `stock`: GP brings the service; `custom`: the site exposes one as docs/gp-service.md describes. */
  service: z.enum(["stock", "custom"]),
  list: template,
  item: template,
  query,
  paging,
  envelope,
  /** The list holds summaries only: read each record by its key. */
  detail: z.boolean(),
  /** Details read at once where `detail` is set. */
  detailConcurrency: z.int().min(1).max(16),
});
export type ResourceProfile = z.infer<typeof resource>;

const companyCheck = z.strictObject({
  path: template,
  list: z.array(name).max(8),
  database: place,
  name: place,
  id: place,
  /** `only`: the service lists the configured company alone; `among`: it lists all, ours among them. */
  rule: z.enum(["only", "among"]),
  /** Where a record or an envelope names its company; checked against the configured one in every answer. */
  answer: z.strictObject({ database: z.array(name).max(8), id: z.array(name).max(8) }),
});

export const rejectionClasses = [
  "accessDenied",
  "companyMismatch",
  "periodClosed",
  "duplicate",
  "recordLocked",
  "vendorUnknown",
  "itemUnknown",
  "notFound",
  "busy",
  "rejected",
] as const;
export type RejectionClass = (typeof rejectionClasses)[number];

const pattern = z.string().min(1).max(500).refine(compiles, "is not a regular expression");

const errorPattern = z.strictObject({
  class: z.enum(rejectionClasses),
  /** HTTP status codes; any where left out. */
  status: z.array(z.int().min(400).max(599)).optional(),
  /** The service's own code, or eConnect's error number. */
  codes: z.array(name).optional(),
  /** Regular expression over the message, case-insensitive. */
  text: pattern.optional(),
});
export type ErrorPattern = z.infer<typeof errorPattern>;

const costCenter = z.discriminatedUnion("source", [
  z.strictObject({ source: z.literal("accountSegment"), segment: name }),
  z.strictObject({ source: z.literal("project") }),
  z.strictObject({ source: z.literal("costCategory") }),
  z.strictObject({ source: z.literal("jobNumber") }),
  z.strictObject({ source: z.literal("field"), field: place }),
  z.strictObject({ source: z.literal("none") }),
]);
export type CostCenterSource = z.infer<typeof costCenter>;

const valueMap = z.record(z.string().max(60), z.string().max(60));
const values = z.strictObject({
  vendorStatus: z.record(z.string().max(60), z.enum(["active", "inactive", "temporary"])),
  purchaseOrderType: z.record(z.string().max(60), z.enum(["standard", "dropShip", "blanket", "dropShipBlanket"])),
  purchaseOrderStatus: z.record(
    z.string().max(60),
    z.enum(["new", "released", "changeOrder", "received", "closed", "canceled"]),
  ),
  freeOnBoard: z.record(z.string().max(60), z.enum(["none", "origin", "destination"])),
});

export const profileSchema = z.strictObject({
  name,
  paths: z.strictObject({ help: template, company: template }),
  keys: z.strictObject({
    /** Between the parts of a key. */
    join: z.string().min(1).max(3),
    /** `componentAndParentheses` also encodes `( ) ' ! *`, which a key may hold and the path's grammar uses. */
    encoding: z.enum(["component", "componentAndParentheses"]),
  }),
  format: z.strictObject({
    accept: z.string().max(200),
    /** Appended to a path before its query, such as `.json`. */
    suffix: z.string().max(20),
  }),
  /** Headers that every request carries. */
  headers: z.record(name, z.string().max(500)),
  verbs: z.strictObject({ read: z.enum(["GET"]), create: z.enum(["POST", "PUT"]) }),
  dates: z.strictObject({ slashOrder: z.enum(["monthDayYear", "dayMonthYear"]).optional() }),
  companyCheck,
  resources: z.strictObject({ vendors: resource.optional(), purchaseOrders: resource.optional() }),
  drafts: draftProfiles,
  /** Where the site publishes its fiscal periods; a 404 there means that it does not. */
  fiscalPeriods: z
    .strictObject({
      path: template,
      list: z.array(name).max(8),
      first: place,
      last: place,
      /** Member that lists the closed series: Financial, Sales, Purchasing, Inventory. */
      closed: name,
    })
    .optional(),
  /** `auto` decides per object by the names it holds. */
  bodyStyle: z.enum(["auto", "object", "column"]),
  fields: z.strictObject({ object: fieldMap, column: fieldMap }),
  lists: z.strictObject({ object: lists, column: lists }),
  values,
  /** The parts of a GL account string from left to right, so that a cost center can be named. */
  account: z.strictObject({ separator: z.string().min(1).max(3), segments: z.array(name).max(10) }),
  costCenter,
  /** The site's units of measure and payment terms in standard terms, for the renderers that need them. */
  units: valueMap,
  terms: valueMap,
  errors: z.strictObject({
    list: z.array(name).max(8),
    code: place,
    message: place,
    patterns: z.array(errorPattern).max(100),
  }),
  limits: z.strictObject({
    answerBytes: z
      .int()
      .min(1024)
      .max(512 * 1024 * 1024),
    linesPerOrder: z.int().min(1).max(100_000),
    addressesPerVendor: z.int().min(1).max(10_000),
  }),
  load: loadSchema,
  /** Milliseconds. */
  timeouts: z.strictObject({
    /** A first call has to start a GP runtime process. */
    firstCall: z.int().min(1000).max(3_600_000),
    call: z.int().min(1000).max(3_600_000),
  }),
});

export type ServiceProfile = z.infer<typeof profileSchema>;
export type ResourceName = keyof ServiceProfile["resources"];

function compiles(text: string): boolean {
  try {
    new RegExp(text, "iu");
    return true;
  } catch {
    return false;
  }
}
