import type { CleoClient } from "../cleo/client.ts";
import type { Link } from "../configuration/configuration.ts";
import type { GpClient } from "../gp/index.ts";
import type { DocumentType } from "../ledger/schema.ts";
import type { ReadingRules } from "./decide.ts";

/** What to do with a file whose arrival is unknown, once looking into the folder did not show it. */
export type OnUnknown = "hold" | "verifyThenResend" | "resend";

/** What the configuration says of a link. */
export interface LinkSettings {
  link: Link;
  company: {
    /** SQL Server database name (INTERID). */
    database: string;
    /** How we call ourselves to partners. */
    name: string;
    /** IANA zone of the site. */
    timeZone: string;
  };
  rules: ReadingRules;
  /** Days before the watermark that are read again: GP's ModifiedDate has no time. */
  overlapDays: number;
  onUnknown: (type: DocumentType) => OnUnknown;
}

/** A link with its two systems, opened by a worker. */
export interface LinkResources extends LinkSettings {
  gp: GpClient;
  cleo: CleoClient;
}
