import { type ErrorCode, errorRegistry, type Owner, type RetryClass } from "./registry.ts";

/** Where it happened, in the reader's terms. Only the fields that apply are present. */
export interface ErrorLocation {
  connection?: string;
  link?: string;
  company?: string;
  /** Vendor, purchase order or receipt number, as GP shows it. */
  document?: string;
  /** The GP field, configuration key or command line option. */
  field?: string;
  /** X12 position such as `PO103`. */
  element?: string;
  url?: string;
  file?: string;
  line?: number;
}

export interface ErrorDetails {
  at?: ErrorLocation;
  /** Replaces the registry's general advice where this occurrence allows a more exact one. */
  fix?: string;
  cause?: unknown;
  /** Milliseconds that the other side asked us to wait (HTTP `Retry-After`). */
  retryAfter?: number;
}

/** The form in which an error is stored, listed, and printed as JSON. Holds no secret. */
export interface ErrorReport {
  code: ErrorCode;
  message: string;
  at: ErrorLocation;
  fix: string;
  owner: Owner;
  retry: RetryClass;
  /** Further faults of the same document or file, found in the same look. */
  others?: ErrorReport[];
}

/**
 * An error that tells its reader what to do: stable code, what happened, where, how to fix it, whose job it is.
 *
 * @param code a key of the registry, which also supplies the owner, the retry class and the default advice
 * @param message what happened, in the user's words, without secrets and without a trailing full stop
 */
export class ConnectorError extends Error {
  readonly code: ErrorCode;
  readonly at: ErrorLocation;
  readonly fix: string;
  readonly owner: Owner;
  readonly retry: RetryClass;
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.name = "ConnectorError";
    const entry = errorRegistry[code];
    this.code = code;
    this.at = details.at ?? {};
    this.fix = details.fix ?? entry.fix;
    this.owner = entry.owner;
    this.retry = entry.retry;
    this.retryAfter = details.retryAfter;
  }

  report(): ErrorReport {
    return {
      code: this.code,
      message: this.message,
      at: this.at,
      fix: this.fix,
      owner: this.owner,
      retry: this.retry,
    };
  }
}

export function isConnectorError(error: unknown, ...codes: ErrorCode[]): error is ConnectorError {
  return error instanceof ConnectorError && (codes.length === 0 || codes.includes(error.code));
}

/** Any thrown value as a report; what is not a {@link ConnectorError} is a defect of ours (`INTERNAL`). */
export function reportOf(error: unknown): ErrorReport {
  if (error instanceof ConnectorError) return error.report();
  const message = error instanceof Error ? error.message : String(error);
  return new ConnectorError("INTERNAL", message, { cause: error }).report();
}
