import type { ErrorCode } from "../../errors/registry.ts";
import type { Breaker } from "./breaker.ts";
import type { Pace } from "./pace.ts";

/** What is the matter with a GP connection, in the order in which one would look for it. */
export type GpHealth =
  | "ok"
  | "slow"
  | "busy"
  | "unreachable"
  | "certificate"
  | "authentication"
  | "access"
  | "company"
  | "service";

const byCode: Partial<Record<ErrorCode, GpHealth>> = {
  GP_UNREACHABLE: "unreachable",
  GP_PAUSED: "unreachable",
  GP_TLS: "certificate",
  GP_LOGON_REFUSED: "authentication",
  GP_SCHEME_NOT_OFFERED: "authentication",
  GP_CHANNEL_BINDING: "authentication",
  GP_AUTHENTICATION_FAILED: "authentication",
  GP_KERBEROS: "authentication",
  GP_CREDENTIALS_UNAVAILABLE: "authentication",
  GP_ACCESS_DENIED: "access",
  GP_COMPANY_MISMATCH: "company",
  GP_TENANT_NOT_FOUND: "service",
  GP_SERVICE_NOT_FOUND: "service",
  GP_ANSWER_UNREADABLE: "service",
  GP_SERVER_ERROR: "service",
  GP_BUSY: "busy",
  GP_TIMEOUT: "slow",
};

/** @param code of the last failure since the last success, if any */
export function healthOf(code: ErrorCode | undefined, pace: Pace, breaker: Breaker): GpHealth {
  const named = code && byCode[code];
  if (named) return named;
  if (breaker.state !== "closed") return "unreachable";
  return pace.spacing >= 500 ? "slow" : "ok";
}
