import { json, type Reply, text } from "../reply.ts";

/** An answer of the GP service that tells of an error, or of several. */
export type ServiceError = (
  status: number,
  code: string,
  message: string,
  more?: readonly { code: string; message: string }[],
) => Reply;

/** @param style `errors`: JSON; `text`: the messages alone; `econnect`: the text of eConnect's exceptions */
export function serviceErrors(style: "errors" | "text" | "econnect"): ServiceError {
  return (status, code, message, more = []) => {
    const all = [{ code, message }, ...more];
    switch (style) {
      case "errors":
        return json(status, { Errors: all.map((each) => ({ Code: each.code, Message: each.message })) });
      case "text":
        return text(status, all.map((each) => each.message).join("\r\n"));
      case "econnect":
        return text(
          status,
          `Sql procedure error codes returned:\r\n${all
            .map(
              (each) => `Error Number = ${each.code}  Stored Procedure= service  Error Description = ${each.message}`,
            )
            .join("\r\n")}`,
        );
    }
  };
}
