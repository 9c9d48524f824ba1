import type { FaultShown } from "../design/Fault.tsx";

/** An answer of the server that is an error, in the form of the error registry. */
export class ApiError extends Error {
  readonly status: number;
  readonly fault: FaultShown;

  constructor(status: number, fault: FaultShown) {
    super(fault.message);
    this.name = "ApiError";
    this.status = status;
    this.fault = fault;
  }
}

/** Whatever was thrown, as something to show. */
export function faultOf(error: unknown): FaultShown {
  if (error instanceof ApiError) return error.fault;
  return {
    code: "CONSOLE",
    message: error instanceof Error ? error.message : String(error),
    fix: "Reload the page. If it happens again, tell the makers of ml-connector what you did before.",
    owner: "ml-connector",
  };
}

/** The server did not answer at all. */
export const unreachable = new ApiError(0, {
  code: "SERVER_UNREACHABLE",
  message: "the server of ml-connector does not answer",
  fix: "See whether `ml-connector start` is running on its machine and whether this computer reaches it. This page tries again by itself.",
  owner: "operator",
});

/** The error in an answer's body; an answer of something else on the way (a proxy) has none. */
export function errorFrom(status: number, body: unknown): ApiError {
  const fault = (body as { error?: FaultShown } | null | undefined)?.error;
  if (typeof fault?.code === "string" && typeof fault.message === "string") return new ApiError(status, fault);
  return new ApiError(status, {
    code: `HTTP_${status}`,
    message: `the server answered ${status} without saying why`,
    fix: "Try again. If it stays so, look into the log of ml-connector, and at a proxy in front of it if there is one.",
    owner: "operator",
  });
}
