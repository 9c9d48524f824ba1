/**
 * Everything that can be chosen about a sandbox. The same schema reads the options of {@link startSandbox}, a YAML or JSON file
 * and the command line (see {@link ./flags.ts}); unknown keys are errors.
 */
import { z } from "zod";
import { isDate, isTimeZone } from "./calendar.ts";
import { fault } from "./faults.ts";
import { partnerOptions } from "./partner/options.ts";

const port = z.int().min(0).max(65_535);
const milliseconds = z.int().min(0).max(3_600_000);
const seconds = z.int().min(0).max(31_536_000);

/** HTTPS with this certificate (PEM, with its chain) and key. */
const tls = z.strictObject({ certificateFile: z.string().min(1), keyFile: z.string().min(1) }).optional();

export const companyOptions = z.strictObject({
  /** SQL database name (INTERID). */
  database: z.string().min(1).max(5),
  /** CMPANYID; -1 is the lesson company. */
  id: z.int(),
  displayName: z.string().min(1),
  data: z
    .union([
      z.enum(["fabrikam", "empty"]),
      z.strictObject({
        vendors: z.int().min(0).max(10_000_000),
        purchaseOrders: z.int().min(0).max(10_000_000),
        linesPerOrder: z.int().min(0).max(1000),
        seed: z.int(),
        spreadDays: z.int().min(1).max(10_000).optional(),
      }),
    ])
    .default("fabrikam"),
});

export const windowsAccount = z.strictObject({
  domain: z.string(),
  username: z.string().min(1),
  password: z.string(),
  /** False: the Windows logon works, but no GP user is mapped to it (403). */
  gpUser: z.boolean().default(true),
  /** Databases that the GP user may open; all when absent (403 for the others). */
  companies: z.array(z.string()).optional(),
  /** Disabled, expired and locked accounts look alike from outside: the logon is refused (401). */
  state: z.enum(["active", "disabled", "locked"]).default("active"),
});

export const fiscalPeriod = z.strictObject({
  year: z.int().min(1900).max(2999),
  period: z.int().min(1).max(12),
  series: z.enum(["Financial", "Sales", "Purchasing", "Inventory"]).default("Purchasing"),
});

export const gpOptions = z.strictObject({
  port: port.default(0),
  tls,
  tenant: z.string().default("DefaultTenant"),
  version: z.enum(["2015", "2016", "2018", "18.x"]).default("2018"),
  timeZone: z.string().refine(isTimeZone, "not an IANA time zone").default("America/Chicago"),
  /** Pins the site's calendar date; otherwise it follows the clock. */
  today: z.string().refine(isDate, "not a date (YYYY-MM-DD)").optional(),
  companies: z
    .array(companyOptions)
    .min(1)
    .default([{ database: "TWO", id: -1, displayName: "Fabrikam, Inc.", data: "fabrikam" }]),
  /** What `Companies(...)` in the URL accepts. */
  companyNames: z.enum(["both", "database", "displayName"]).default("both"),
  /** Answers speak of another company: in the company check, in the documents, or in both. */
  wrongCompany: z.enum(["none", "check", "documents", "both"]).default("none"),
  /** False: the stock service of GP, which has vendors but no purchase orders (404). */
  purchaseOrderService: z.boolean().default(true),

  domain: z.string().default("CONTOSO"),
  dnsDomain: z.string().default("contoso.test"),
  computer: z.string().default("GPWEB01"),
  accounts: z
    .array(windowsAccount)
    .default([
      { domain: "CONTOSO", username: "svc-mlconnector", password: "Sandbox-Pa55!", gpUser: true, state: "active" },
    ]),
  /** Schemes that the 401 offers, in this order. */
  schemes: z
    .array(z.enum(["Negotiate", "NTLM", "Basic"]))
    .min(1)
    .default(["NTLM", "Basic"]),
  /**
   * A front server on this machine does the Windows logon and names the user in `X-Remote-User`; nobody else may reach the
   * sandbox's own port then.
   */
  front: z.boolean().default(false),
  /** Whether a logon lasts for the connection or for one request only. */
  authentication: z.enum(["connection", "request"]).default("connection"),
  /** Refuse NTLM without a message integrity code, as hardened servers do. */
  requireMic: z.boolean().default(false),
  /**
   * Extended Protection: over TLS the channel binding is compared, over plain HTTP the service name (SPN) that the client was heading for.
   * `whenSupported` refuses a wrong one, `always` a missing one too.
   */
  extendedProtection: z.enum(["never", "whenSupported", "always"]).default("never"),
  spns: z.array(z.string()).default(["HTTP/127.0.0.1", "HTTP/localhost"]),
  /** Answer a request body that comes before the logon by hanging up, as some servers do. */
  hangUpOnEarlyBody: z.boolean().default(false),
  /** Wrong passwords until the account is locked; 0 never locks. */
  lockAfterFailures: z.int().min(0).default(5),

  /** The answer to a good logon without a GP user behind it, or without access to the company. */
  accessRefusedStatus: z.union([z.literal(403), z.literal(401)]).default(403),

  bodyStyle: z.enum(["object", "column", "mixed"]).default("object"),
  envelope: z.enum(["property", "total", "array", "payload"]).default("property"),
  dates: z.enum(["isoDateTime", "isoDate", "ms", "msZone"]).default("isoDateTime"),
  decimals: z.enum(["number", "string"]).default("number"),
  /** `summary`: lists carry neither lines nor addresses; each document has to be read by its key. */
  listDetail: z.enum(["full", "summary"]).default("full"),
  /** Vendor lists carry their addresses. */
  vendorAddresses: z.boolean().default(true),
  /** DEX_ROW_TS in every row, and `ChangedSince` to select by it, as a custom service may offer. */
  rowStamps: z.boolean().default(false),
  /** The quantity on receipts with every line of an order, as a custom service may offer it; GP's own does not. */
  receivedQuantities: z.boolean().default(false),
  /** Most rows in one answer, whatever `Take` asks for. */
  pageCap: z.int().min(1).max(10_000).default(50),
  order: z.enum(["key", "modified"]).default("key"),
  /**
   * While a list is read in pages, one row moves. `toEnd`: one that was read already, as an edited row does in a list by date; a row slips
   * out of sight at the page's edge, the moved one is seen twice. `toFront`: an unread one; the row at the edge is seen twice, the moved one not.
   */
  movingRows: z.enum(["none", "toEnd", "toFront"]).default("none"),
  /** The service pays no heed to ModifiedDateFrom and -To. */
  ignoreDateFilter: z.boolean().default(false),
  /** Whether an edit of a line, or of a vendor address, changes the header's ModifiedDate. */
  lineEditsTouchHeader: z.boolean().default(true),
  addressEditsTouchVendor: z.boolean().default(false),
  errorBodies: z.enum(["errors", "text", "econnect"]).default("errors"),

  /** Months that are closed at the start, per series. */
  closedPeriods: z.array(fiscalPeriod).default([]),
  /** Whether a document dated in a closed period is refused on entry, and not only when somebody posts it. */
  closedPeriodRefusesEntry: z.boolean().default(true),
  /** The site offers its fiscal periods as a service (`Dynamics/Companies/FiscalPeriods`). */
  fiscalPeriodService: z.boolean().default(false),
  /** What an invoice may be matched to: any open quantity of the order, what was received, or what was received and posted. */
  invoiceMatches: z.enum(["any", "received", "posted"]).default("received"),
  /** The same document number of one vendor twice. */
  duplicateInvoices: z.enum(["refuse", "allow"]).default("refuse"),

  /** The first call has to start a GP runtime. */
  coldStartMs: milliseconds.default(150),
  /** What every further call costs inside its runtime. */
  latencyMs: milliseconds.default(0),
  /** Calls that run at the same time; the others wait. 0 is no limit. */
  runtimes: z.int().min(0).max(64).default(0),
  /** Idle connections are closed after this time. */
  idleTimeoutMs: milliseconds.default(120_000),
  /** Every connection is closed after this many requests; 0 never. */
  closeAfter: z.int().min(0).default(0),
  maxBodyBytes: z
    .int()
    .min(0)
    .default(4 * 1024 * 1024),
});

export const cleoOptions = z.strictObject({
  port: port.default(0),
  tls,
  users: z
    .array(
      z.strictObject({
        username: z.string().min(1),
        password: z.string(),
        state: z.enum(["active", "locked", "passwordExpired"]).default("active"),
      }),
    )
    .default([{ username: "gpsvc", password: "S@mple&Pw+1%", state: "active" }]),
  presets: z
    .array(z.enum(["cic-folders-raw", "cic-folders-multipart", "versalex-http"]))
    .default(["cic-folders-raw", "cic-folders-multipart", "versalex-http"]),

  /** What the answer says; `false` leaves `expires_in` out. */
  announceExpiry: z.boolean().default(true),
  tokenSeconds: seconds.default(3600),
  /** How long a token really works, when that is not what was announced. */
  realTokenSeconds: seconds.optional(),
  /** A token works for this many requests only; 0 is no limit. */
  tokenRequests: z.int().min(0).default(0),
  issueRefreshToken: z.boolean().default(true),
  /** A refresh gives a new refresh token and ends the old one. */
  rotateRefreshToken: z.boolean().default(true),
  refreshAccepted: z.boolean().default(true),
  /** A new token ends the ones before it of the same user. */
  onlyNewestToken: z.boolean().default(false),
  lockAfterFailures: z.int().min(0).default(5),

  /** First segments of the folders that exist; everything below them exists too. */
  folders: z.array(z.string()).default(["upload", "download", "test", "inbox", "outbox"]),
  /** Folders (and what is below them) that answer 404, or 403. */
  missingFolders: z.array(z.string()).default([]),
  forbiddenFolders: z.array(z.string()).default([]),
  /** When a data flow takes an uploaded file away: at once, never, or after so many milliseconds. */
  pickUp: z.union([z.enum(["immediate", "never"]), milliseconds]).default("immediate"),
  /** Folders that no data flow is attached to: files stay. */
  keepFolders: z.array(z.string()).default(["download", "test", "inbox"]),
  sameName: z.enum(["accept", "conflict", "overwrite"]).default("accept"),
  maxUploadBytes: z
    .int()
    .min(0)
    .default(10 * 1024 * 1024),
  /** Extensions that the mailbox allows; all when empty (415 for the others). */
  allowedExtensions: z.array(z.string()).default([]),
  uploadStatus: z.union([z.literal(200), z.literal(201), z.literal(202), z.literal(204)]).default(201),
  pageCap: z.int().min(1).max(10_000).default(100),
  /** Uploads in any minute before 429; 0 is no limit. */
  uploadsPerMinute: z.int().min(0).default(0),
  retryAfterSeconds: seconds.default(1),
});

export const sandboxOptions = z.strictObject({
  host: z.string().default("127.0.0.1"),
  gp: gpOptions.prefault({}),
  cleo: cleoOptions.prefault({}),
  /** The trading partner behind Cleo, who answers the orders. */
  partner: partnerOptions.prefault({}),
  admin: z.strictObject({ port: port.default(0) }).prefault({}),
  /** Directory in which the upload log survives the sandbox. */
  journal: z.string().min(1).optional(),
  /** Seed of the generator that faults with a probability draw from. */
  seed: z.int().default(1),
  faults: z.array(fault).default([]),
  /** Requests kept for `GET /gp/requests` and `GET /cleo/requests`; older ones are only counted. */
  requestLogLength: z.int().min(0).max(1_000_000).default(20_000),
});

/** What a caller gives: every key may be left out. */
export type SandboxOptions = z.input<typeof sandboxOptions>;
export type ResolvedOptions = z.output<typeof sandboxOptions>;
export type GpOptions = ResolvedOptions["gp"];
export type CleoOptions = ResolvedOptions["cleo"];
export type WindowsAccount = z.output<typeof windowsAccount>;
