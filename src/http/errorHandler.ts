import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import { explainDatabaseError } from "../database/databaseError.ts";
import { ConnectorError, type ErrorReport } from "../errors/connectorError.ts";
import { createRedactor } from "../secrets/redactor.ts";
import { errorStatus } from "./errorStatus.ts";

/**
 * Turns whatever was thrown into `{ error: { code, message, at, fix, owner, retry } }`. What nobody expected is told to
 * `onError`, and the asker learns no more than that it happened.
 */
export function createErrorHandler(onError: (error: unknown) => void) {
  const redactor = createRedactor();
  return async (
    thrown: FastifyError,
    _request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<{ error: ErrorReport }> => {
    const { error, status, others = [] } = explained(thrown);
    if (error.code === "INTERNAL") onError(thrown);
    if (error.retryAfter !== undefined) reply.header("retry-after", Math.ceil(error.retryAfter / 1000));
    reply.code(status ?? errorStatus(error.code)).type("application/json; charset=utf-8");
    const report = error.report();
    if (others.length > 0) report.others = others.map((other) => other.report());
    return { error: redactor.value(report) as ErrorReport };
  };
}

/** An error as it is told in the middle of a stream, where no status can say it any longer; by the same rules. */
export function toldError(thrown: unknown, onError: (error: unknown) => void): ErrorReport {
  const { error } = explained(thrown as FastifyError);
  if (error.code === "INTERNAL") onError(thrown);
  return createRedactor().value(error.report()) as ErrorReport;
}

function explained(thrown: FastifyError): { error: ConnectorError; status?: number; others?: ConnectorError[] } {
  if (hasZodFastifySchemaValidationErrors(thrown)) {
    const part = thrown.validationContext ?? "request";
    const faults = thrown.validation.slice(0, 50).map(({ instancePath, message = "is not as documented" }) => {
      const field = [part, ...instancePath.split("/").filter(Boolean)].join(".");
      return new ConnectorError("REQUEST_INVALID", `${field}: ${message}`, { at: { field } });
    });
    const [error = new ConnectorError("REQUEST_INVALID", `${part} is not as documented`), ...others] = faults;
    return { error, others };
  }
  if (thrown.code === "FST_ERR_CTP_BODY_TOO_LARGE") {
    return { error: new ConnectorError("REQUEST_TOO_LARGE", "the body is larger than this route takes") };
  }
  const error = explainDatabaseError(thrown, "behind the ledger");
  if (error instanceof ConnectorError) return { error };
  // The framework's own refusals: a body that is no JSON, a media type that nothing reads.
  const status = thrown.statusCode ?? 500;
  if (status >= 400 && status < 500) {
    return { error: new ConnectorError("REQUEST_INVALID", thrown.message.slice(0, 300)), status };
  }
  return { error: new ConnectorError("INTERNAL", "the program met a state it does not expect", { cause: thrown }) };
}
