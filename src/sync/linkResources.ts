import type { CleoClient } from "../cleo/client.ts";
import type { Link } from "../configuration/configuration.ts";
import type { GpClient } from "../gp/index.ts";
import type { DocumentType } from "../ledger/schema.ts";
import type { ReadingRules } from "./decide.ts";

/** What to do with a file whose arrival is unknown, once looking into the folder did not show it. */
export type OnUnknown = "hold" | "verifyThenResend" | "resend";

/** A link with its two systems, opened by a worker. */
export interface LinkResources {
  link: Link;
  company: {
    /** SQL Server database name (INTERID). */
    database: string;
    /** How we call ourselves to partners. */
    name: string;
    /** IANA zone of the site. */
    timeZone: string;
  };
  gp: GpClient;
  cleo: CleoClient;
  rules: ReadingRules;
  /** Days before the watermark that are read again: GP's ModifiedDate has no time. */
  overlapDays: number;
  onUnknown: (type: DocumentType) => OnUnknown;
}
