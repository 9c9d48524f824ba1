import { json, type Reply, text } from "../reply.ts";

/** An answer of the GP service that tells of an error. */
export type ServiceError = (status: number, code: string, message: string) => Reply;

export function serviceErrors(style: "errors" | "text"): ServiceError {
  return (status, code, message) =>
    style === "errors" ? json(status, { Errors: [{ Code: code, Message: message }] }) : text(status, message);
}
